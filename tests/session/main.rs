//! The recording format: what is recorded replays, what is cut is told, what is wrong is named.

mod again;
mod bad_files;
mod beside;
mod circuits;
mod cuts;
mod flips;
mod kept;
mod lab;
mod largest;
#[allow(dead_code, reason = "each binary uses its part")]
#[path = "../support/model.rs"]
mod model;
mod recorder;
mod replay;
mod support;
