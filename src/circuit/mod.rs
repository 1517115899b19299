//! Stepping neurons: [`Solo`] steps one neuron with its state in registers, [`network`] many
//! neurons with their synapses, and [`lanes`] independent copies of one neuron in SIMD lanes.
//!
//! A [`Recipe`] says what a circuit consists of; a [`network::Network`] is built from a recipe and
//! a seed. An [`Observer`] receives rows, spikes and the readings of each [`Probe`]. Time is a
//! number of steps. Through the steps of one call, currents are constant or follow a protocol; this
//! room knows neither commands nor wall-clock time.
//!
//! ```
//! use izh_tui::circuit::{NeuronId, Observer, Solo};
//! use izh_tui::model::stimulus::{Input, Source};
//! use izh_tui::model::{Family, Scheme, State};
//!
//! #[derive(Default)]
//! struct Spikes(Vec<u64>);
//!
//! impl Observer for Spikes {
//!     fn spike(&mut self, _neuron: NeuronId, step: u64, _offset_ms: f64) {
//!         self.0.push(step);
//!     }
//! }
//!
//! let family = Family::named("standard", None).expect("a family");
//! let mut neuron = family.blank_neuron();
//! for (name, value) in [("a", 0.02), ("b", 0.2), ("c", -65.0), ("d", 8.0)] {
//!     family.parameter(name).expect("a parameter").set(&mut neuron, value);
//! }
//! let mut solo = Solo::new(neuron, State { v: -70.0, u: -14.0 }, Scheme::Paper, 4);
//! let input = Input { source: Source::Constant(10.0), injected: 0.0 };
//! let mut spikes = Spikes::default();
//! solo.advance(0..4000, &input, &mut spikes); // one second in steps of 0.25 ms
//! assert_eq!(spikes.0.len(), 23);
//! ```

mod distribution;
mod id;
pub mod lanes;
mod memory;
pub mod network;
mod probe;
mod recipe;
mod size;
mod solo;
mod spike_window;
mod step;

pub use distribution::{Distribution, Outside};
pub use id::{NeuronId, PopulationId};
pub use memory::{MEMORY_BYTES_MAX, Memory, Part, TooLarge};
pub use network::Unfit;
pub use probe::{Arrival, Halt, Observer, Probe, Reading, SynapseId};
pub use recipe::{
    COUPLED_AT_STEP, DELAY_STEPS_MAX, Delay, InputKind, Law, NEURONS_MAX, POPULATIONS_MAX,
    PROJECTIONS_MAX, Population, Projection, RandomInput, Recipe, Rule, Spread, SpreadOf,
};
pub use solo::Solo;
pub(crate) use spike_window::SpikeWindow;
pub use step::StepFlaw;
