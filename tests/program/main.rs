//! The real binary: what its subcommands print and write, and what it shows in a pseudo-terminal.

#[path = "../support/mod.rs"]
mod support;

mod cli;
mod compare;
mod documents;
mod examples;
mod fi;
mod files;
mod kiosk;
mod measure;
mod pictures;
mod replay_rows;
mod run;
mod run_circuit;
mod terminal;
mod trigger;
mod user_presets;
