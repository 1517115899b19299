//! A live oscilloscope for spiking neurons in a terminal: the library behind `izh-tui`.
//!
//! # From a preset to its samples
//!
//! 1. A [`Library`] finds a [`Preset`] by name. Its `subject`, a [`Setup`], holds the equations and
//!    parameters of a neuron, its initial state, a stimulus protocol, the integration scheme and
//!    the step.
//! 2. An [`Experiment`] fixes the start of a run: the setup, the current that drives the neuron
//!    ([`DriveState`]), and the seed of its noise. Equal experiments give equal runs, bit for bit.
//! 3. An [`Engine`] integrates the model from there, a given number of steps per call. Only a
//!    [`Command`] changes a running model.
//! 4. A [`Sink`] receives one [`Sample`] per step, with membrane potential, recovery variable and
//!    current, and each [`Spike`].
//!
//! This example injects a current pulse into a resting neuron:
//!
//! ```
//! use izh_tui::engine::{
//!     Command, DriveState, Engine, Experiment, Injection, Sample, Sink, Site, Spike,
//! };
//! use izh_tui::preset::Library;
//!
//! struct Observer {
//!     highest_mv: f64,
//!     spikes_ms: Vec<f64>,
//! }
//!
//! impl Sink for Observer {
//!     fn sample(&mut self, sample: &Sample) {
//!         self.highest_mv = self.highest_mv.max(sample.v);
//!     }
//!
//!     fn spike(&mut self, spike: &Spike) {
//!         self.spikes_ms.push(spike.time_ms);
//!     }
//! }
//!
//! let preset = Library::default().find("regular-spiking")?.preset;
//! let experiment = Experiment::neuron(&preset.subject, DriveState::holding(0.0), 1);
//! let mut engine = Engine::new(&experiment);
//! let mut observer = Observer { highest_mv: f64::NEG_INFINITY, spikes_ms: Vec::new() };
//!
//! engine.advance(4_000, &mut observer); // one second in steps of 0.25 ms, without current
//! assert!(observer.spikes_ms.is_empty());
//!
//! let injection = Injection::Pulse { amplitude: 20.0, width_ms: 3.0 };
//! engine.apply(&Command::Inject { site: Site::Subject, injection })?;
//! engine.advance(4_000, &mut observer); // the pulse, then the rest of another second
//! assert_eq!((observer.spikes_ms.len(), observer.highest_mv), (1, 30.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Circuits run in the same way, from [`Library::find_circuit`] and [`Experiment::circuit`].
//! `DriveState::run(&preset.subject.cell.protocol)` plays the preset's own stimulus. Three programs
//! in `examples` go further: `step_a_neuron`, `run_a_circuit` and `verify_a_recording`.
//!
//! # Modules
//!
//! A module imports only from modules that stand before it in this list; `tests/tidy` checks that.
//!
//! 1. [`input`]: text from outside and its errors, tables of numbers; [`job`]: long work in pieces;
//!    [`machine`]: processors, threads, memory; [`model`]: equations, integration schemes, stimuli,
//!    noise.
//! 2. [`circuit`]: networks of neurons and synapses, and their stepping; [`trace`]: bounded history
//!    of samples and spikes; [`scope`]: time base, gain, display mode.
//! 3. [`engine`]: the running model and its commands; [`keys`]: keys and actions; [`measure`]:
//!    statistics, spectra, f-I curves, verdicts.
//! 4. [`preset`]: neurons and circuits as TOML; [`desk`]: speed, pacing, notices; [`session`]:
//!    recordings and replays.
//! 5. [`gallery`]: many neurons at once.
//! 6. [`instrument`]: the state of a scope, live or in a replay.
//! 7. [`app`]: which scope or gallery is in front; [`ui`]: views, which draw that state into cells.
//! 8. [`term`]: the terminal and the link to it; [`export`]: CSV, spike lists, summaries.
//! 9. [`runner`]: the event loop.
//! 10. [`commands`], [`cli`]: the subcommands and the command line.
//!
//! # Stability
//!
//! These formats are stable within a version of the format or of the program: preset, circuit,
//! stimulus and configuration files, recordings (each states its format version, and the digest of
//! a recorded run never changes), the command line with its exit codes, and the columns and keys of
//! its output.
//!
//! Other programs may use [`input`], [`model`], [`circuit`], [`engine`], [`preset`], [`session`],
//! [`measure`] and [`export`]. Until version 1.0 their Rust API may change with a minor version;
//! the changelog says how. All other modules are internal and may change at any time.
//!
//! [`Command`]: engine::Command
//! [`DriveState`]: engine::DriveState
//! [`Engine`]: engine::Engine
//! [`Experiment`]: engine::Experiment
//! [`Experiment::circuit`]: engine::Experiment::circuit
//! [`Library`]: preset::Library
//! [`Library::find_circuit`]: preset::Library::find_circuit
//! [`Preset`]: preset::Preset
//! [`Sample`]: engine::Sample
//! [`Setup`]: engine::Setup
//! [`Sink`]: engine::Sink
//! [`Spike`]: engine::Spike

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
