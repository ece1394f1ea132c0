//! Every component in every state, for the eye and the browser tests.
