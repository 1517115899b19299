//! The scopes and the gallery: what they show and what keys do, under a clock that follows a script.

#[path = "../support/mod.rs"]
mod support;

mod building;
mod circuit_scope;
mod circuit_view;
mod cursors;
mod curve_view;
mod frames;
mod gallery;
mod ghost;
mod help;
mod keymap;
mod links;
mod many_views;
mod measurements_view;
mod moments;
mod mouse;
mod parameters;
mod phase_view;
mod picture;
mod rate_view;
mod recording;
mod references;
mod runner;
mod screens;
mod selected;
mod sweeps;
mod trigger;
mod view;
mod waiting;
