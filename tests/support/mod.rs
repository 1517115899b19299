//! What several tests share.
#![allow(dead_code, reason = "each test uses its part")]

pub mod circuit;
pub mod gallery;
pub mod model;
pub mod paper;
pub mod program;
pub mod pty;
pub mod scope;
pub mod script;
