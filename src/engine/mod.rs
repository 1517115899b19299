//! The running model: an [`Engine`] for a neuron alone or a circuit, its integer [`Clock`], the
//! [`Command`]s that may change it, and the [`Sink`] that receives samples and spikes.
//!
//! An [`Experiment`] is all that a run starts from. The same experiment and the same commands at
//! the same steps give the same samples, bit for bit: a [`Digest`] of them proves it. A command is
//! validated, then carried out before the next step, or refused with a [`Rejection`]; nothing else
//! changes a running model, and wall time does not exist here.
//!
//! ```
//! use izh_tui::engine::{
//!     Cell, Command, DriveState, Engine, Experiment, Injection, Sample, Setup, Sink, Site,
//! };
//! use izh_tui::model::{Family, Protocol, Scheme, State};
//!
//! struct HighestMv(f64);
//!
//! impl Sink for HighestMv {
//!     fn sample(&mut self, sample: &Sample) {
//!         self.0 = self.0.max(sample.v);
//!     }
//! }
//!
//! let family = Family::named("standard", None).expect("a family");
//! let mut neuron = family.blank_neuron();
//! for (name, value) in [("a", 0.02), ("b", 0.2), ("c", -65.0), ("d", 8.0)] {
//!     family.parameter(name).expect("a parameter").set(&mut neuron, value);
//! }
//! let initial = State { v: -70.0, u: -14.0 };
//! let cell = Cell { name: "rs".to_owned(), neuron, initial, protocol: Protocol::constant(0.0) };
//! let setup = Setup { cell, scheme: Scheme::Paper, steps_per_ms: 4 };
//! let mut engine = Engine::new(&Experiment::neuron(&setup, DriveState::holding(0.0), 1));
//!
//! let mut highest = HighestMv(f64::MIN);
//! engine.advance(400, &mut highest); // 100 ms: the neuron rests
//! assert_eq!(highest.0, -70.0);
//!
//! let injection = Injection::Pulse { amplitude: 20.0, width_ms: 3.0 };
//! engine.apply(&Command::Inject { site: Site::Subject, injection })?;
//! engine.advance(400, &mut highest); // the pulse makes it spike
//! assert_eq!((highest.0, engine.time_ms()), (30.0, 200.0));
//! # Ok::<(), izh_tui::engine::Rejection>(())
//! ```

mod clock;
mod command;
mod control;
mod digest;
mod drive;
mod drive_state;
mod experiment;
mod fork;
mod kernel;
mod observe;
mod of_neuron;
mod program;
mod rejection;
mod running;
mod sink;
mod site;
mod subject;

pub use clock::{Clock, STEPS_PER_MS_MAX, Step, steps_per_ms_of};
pub use command::{Command, Event};
pub use digest::{Checkpoint, Digest};
pub use drive_state::{DriveState, Mode, ProgramState, PulseState};
pub use experiment::{Experiment, NeuronStart, Start};
pub use of_neuron::OfNeuron;
pub use rejection::{CURRENT_MAX, Rejection};
pub use running::{Engine, Halted};
pub(crate) use sink::forward;
pub use sink::{Sample, Sink, Spike, SpikeCount, Unstable, Until};
pub use site::{Injection, Site};
pub use subject::{Cell, Setup, Subject};
