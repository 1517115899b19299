//! A live oscilloscope for spiking neurons in a terminal: the library behind `izh-tui`.

pub mod app;
pub mod circuit;
pub mod cli;
pub mod commands;
pub mod engine;
pub mod export;
pub mod input;
pub mod measure;
pub mod model;
pub mod preset;
pub mod runner;
pub mod scope;
pub mod session;
pub mod term;
pub mod trace;
pub mod ui;
