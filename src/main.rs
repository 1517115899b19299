//! The `izh-tui` program.

fn main() {}
