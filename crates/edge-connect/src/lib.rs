//! Other systems: import and export formats. Called by the edges' jobs through `app`; holds no rules.

pub mod formats;
