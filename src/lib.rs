//! A live oscilloscope for spiking neurons in a terminal: the library behind `izh-tui`.
//!
//! # From a preset to its samples
//!
//! A preset says which neuron to run, how, and under which stimulus. An [`Experiment`] is all that
//! a run starts from, an [`Engine`] makes its steps, and a [`Sink`] receives every sample and every
//! spike. Commands are the only thing that changes a running model.
//!
//! ```
//! use izh_tui::engine::{
//!     Command, DriveState, Engine, Experiment, Injection, Sample, Sink, Site, Spike,
//! };
//! use izh_tui::preset::Library;
//!
//! #[derive(Default)]
//! struct Watcher {
//!     highest_mv: f64,
//!     spikes_ms: Vec<f64>,
//! }
//!
//! impl Sink for Watcher {
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
//! let mut watcher = Watcher::default();
//!
//! engine.advance(4_000, &mut watcher); // one second at 0.25 ms: the neuron rests
//! assert!(watcher.spikes_ms.is_empty());
//!
//! let injection = Injection::Pulse { amplitude: 20.0, width_ms: 3.0 };
//! engine.apply(&Command::Inject { site: Site::Subject, injection })?;
//! engine.advance(4_000, &mut watcher); // one more second
//! assert_eq!((watcher.spikes_ms.len(), watcher.highest_mv), (1, 30.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A circuit runs in the same way: [`Library::find_circuit`](preset::Library::find_circuit) finds
//! its recipe, and [`Experiment::circuit`](engine::Experiment::circuit) starts it. Three programs
//! in `examples` go further: `step_a_neuron`, `run_a_circuit` and `verify_a_recording`.
//!
//! # The rooms
//!
//! Each room is a module and imports only from rooms above it in this list (`tests/tidy` holds
//! that).
//!
//! 1. [`input`]: text from outside with its errors, tables of numbers; [`job`]: long work in
//!    pieces; [`machine`]: processors, threads, memory; [`model`]: equations, schemes, stimuli,
//!    noise.
//! 2. [`circuit`]: stepping one neuron, or many with their synapses; [`trace`]: bounded memory of
//!    the past; [`scope`]: time base, gain, display mode.
//! 3. [`engine`]: the running model and its commands; [`keys`]: keys and actions; [`measure`]:
//!    statistics, spectra, f-I curves, verdicts.
//! 4. [`preset`]: neurons and circuits as TOML; [`desk`]: speed, pace, notices; [`session`]:
//!    recordings.
//! 5. [`gallery`]: many neurons at once.
//! 6. [`instrument`]: the scope, live or in a replay.
//! 7. [`app`]: what is in front; [`ui`]: views, from state to cells.
//! 8. [`term`]: the terminal and the link to it; [`export`]: CSV, spike lists, summaries.
//! 9. [`runner`]: the event loop.
//! 10. [`commands`], [`cli`]: the subcommands and the command line.
//!
//! # What is stable
//!
//! Stable, by version of the format or of the program: preset and circuit files, stimulus files,
//! configuration files, recordings (each says its format; a digest on record stays), the command
//! line with its exit codes, and the columns and keys of its output.
//!
//! Meant to be used from outside: [`input`], [`model`], [`circuit`], [`engine`], [`preset`],
//! [`session`], [`measure`] and [`export`]. Until version 1.0 their Rust API may change with a
//! minor version, and the changelog says how. All other rooms are the program's own and may change
//! at any time.
//!
//! [`Experiment`]: engine::Experiment
//! [`Engine`]: engine::Engine
//! [`Sink`]: engine::Sink

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
