//! What several tests share.
#![allow(dead_code, reason = "each binary uses its part")]

pub mod circuit;
pub mod entries;
pub mod gallery;
pub mod machine;
pub mod model;
pub mod networks;
pub mod paper;
pub mod program;
pub mod pty;
pub mod scope;
pub mod script;
pub mod seen;
