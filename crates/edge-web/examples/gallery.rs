//! Writes the gallery as static files.
fn main() {}
