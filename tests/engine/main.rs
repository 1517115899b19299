//! Models, stimuli, networks and what their files say, without a screen.

#[path = "../support/mod.rs"]
mod support;

mod circuit_presets;
mod circuits;
mod copies;
mod cortex;
mod curve;
mod determinism;
mod facts;
mod fork;
mod golden;
mod halting;
mod hostile;
mod network;
mod noise;
mod phase;
mod plasticity;
mod populations;
mod random;
mod spread;
mod stimulus;
mod synapses;
mod two_slope;
mod types_2007;
mod unstable;
mod weights;
