//! A live oscilloscope for spiking neurons in a terminal: the library behind `izh-tui`.
//!
//! The rooms, from the ground up; each imports only from those above it in this list:
//!
//! - [`input`]: text from outside, and errors that say where in it they are;
//! - [`job`]: long work in pieces;
//! - [`machine`]: what the machine has, processors and threads;
//! - [`model`]: the equations, the integration schemes, stimulus waveforms, noise;
//! - [`circuit`]: neurons that run together, a single one being a circuit of one;
//! - [`engine`]: whole steps, the commands that may change a running model, its samples and digest;
//! - [`measure`]: statistics of samples and spikes;
//! - [`trace`], [`preset`], [`session`]: the recent past, neurons as TOML, recordings as TOML;
//! - [`scope`]: time base, gain and display mode;
//! - [`keys`]: keys, what they mean, and their tables;
//! - [`desk`]: what every front has: speed, pace, notices, the link;
//! - [`gallery`]: many neurons at once, each on its tile;
//! - [`instrument`]: the scope;
//! - [`app`]: what is in front, and what becomes of what is left;
//! - [`ui`], [`term`], [`export`]: cells, the terminal, files for other programs;
//! - [`runner`]: the event loop;
//! - [`commands`], [`cli`]: the subcommands and the command line.
//!
//! A neuron needs no terminal:
//!
//! ```
//! use izh_tui::engine::{
//!     Command, DriveState, Engine, Experiment, Injection, Site, SpikeCount,
//! };
//! use izh_tui::preset::Library;
//!
//! let preset = Library::default().find("regular-spiking")?.preset;
//! let experiment = Experiment::neuron(&preset.subject, DriveState::holding(0.0), 1);
//! let mut engine = Engine::new(&experiment);
//! let mut spikes = SpikeCount::default();
//!
//! engine.advance(4_000, &mut spikes); // one second at 0.25 ms: the neuron rests
//! assert_eq!(spikes.0, 0);
//!
//! let injection = Injection::Pulse { amplitude: 20.0, width_ms: 3.0 };
//! engine.apply(&Command::Inject { site: Site::Subject, injection })?;
//! engine.advance(4_000, &mut spikes);
//! assert_eq!(spikes.0, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod app;
pub mod circuit;
pub mod cli;
pub mod commands;
pub mod desk;
pub mod engine;
pub mod export;
pub mod gallery;
pub mod input;
pub mod instrument;
pub mod job;
pub mod keys;
pub mod machine;
pub mod measure;
pub mod model;
pub mod preset;
pub mod runner;
pub mod scope;
pub mod session;
pub mod term;
pub mod trace;
pub mod ui;
