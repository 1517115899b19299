//! The science: equations and parameters of neurons, integration schemes, the phase plane, stimulus
//! waveforms, synapses, noise, and the artificial units that a neuron is compared with.
//!
//! A [`Neuron`] has [`Equations`] and parameters; its [`Family`] lists the parameters with unit and
//! range. A [`Scheme`] advances its [`State`] step by step; a [`Protocol`] gives the injected
//! current as a function of time. The model uses no files, clocks or terminal, and does not
//! allocate inside a step. Arithmetic is `+ - * /`, comparisons and `sqrt` on `f64` in a fixed
//! order, so that the same input gives the same bits on every machine.
//!
//! ```
//! use izh_tui::model::{Family, RestKind};
//!
//! // The regular-spiking cell of 2003.
//! let family = Family::named("standard", None).expect("a family");
//! let mut neuron = family.blank_neuron();
//! for (name, value) in [("a", 0.02), ("b", 0.2), ("c", -65.0), ("d", 8.0)] {
//!     family.parameter(name).expect("a parameter").set(&mut neuron, value);
//! }
//! assert_eq!(neuron.flaw(), None);
//!
//! // It rests at -70 mV, where v' = u' = 0; above a current of 4 there is no rest point.
//! let rest = &neuron.rest_points(0.0)[0];
//! assert!((rest.state.v + 70.0).abs() < 1e-9);
//! assert_eq!(rest.kind, RestKind::StableNode);
//! assert!(neuron.rest_points(4.1).is_empty());
//! ```

pub mod artificial;
pub mod counter;
pub mod equations;
pub mod family;
pub mod fixed;
pub mod neuron;
pub mod noise;
pub mod parameter;
pub mod phase;
mod roots;
mod stability;
pub mod stimulus;
pub mod synapse;
pub mod taylor;

pub use artificial::Units;
pub use counter::Counter;
pub use equations::{Drive, Equations, Membrane, Recovery, Side, TwoSlope};
pub use family::Family;
pub use neuron::{Neuron, State};
pub use parameter::{Bound, Flaw, Parameter, Presence, Summary};
pub use phase::{Jacobian, RestKind, RestPoint};
pub use stimulus::{Edges, Input, Live, Protocol, Segment, Shape, Sweeps};

use serde::{Deserialize, Serialize};

/// The integration scheme: how a state advances from one step to the next.
///
/// The published behaviours depend on the scheme, so each preset names its scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Updates `v` from the old `v` and `u`, then `u` from the new `v`; spike when `v > peak`. The
    /// script published with Izhikevich, IEEE Trans. Neural Networks 15 (2004) 1063.
    Paper,
    /// Forward Euler: updates `v` and `u` from their old values; spike when `v >= peak`.
    Euler,
    /// Two half-steps of `v`, then `u`; reset at the start of the next step. The network script
    /// published with Izhikevich, IEEE Trans. Neural Networks 14 (2003) 1569.
    Izh2003,
    /// The true solution to near machine precision, by Taylor series (Parker-Sochacki method;
    /// Stewart and Bair, J. Comput. Neurosci. 27 (2009) 115).
    Exact,
}

impl Scheme {
    /// Every scheme, in the order in which the scope's key cycles through them.
    pub const ALL: [Self; 4] = [Self::Paper, Self::Euler, Self::Izh2003, Self::Exact];

    /// The name used in files, flags and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Euler => "euler",
            Self::Izh2003 => "izh2003",
            Self::Exact => "exact",
        }
    }
}

impl std::fmt::Display for Scheme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The reason why a neuron was halted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The membrane potential or the recovery variable left the finite numbers.
    NonFinite,
    /// More than [`taylor::SPIKES_PER_MS_MAX`] spikes within one millisecond.
    Runaway,
    /// The membrane potential falls without bound: the recovery variable grows exponentially.
    Falling,
    /// The Taylor series would need more sub-steps for one call than its limit allows.
    Unresolved,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NonFinite => "its membrane potential is no longer a finite number",
            Self::Runaway => "it fires more than 1000 spikes in one ms",
            Self::Falling => "its membrane potential falls without end",
            Self::Unresolved => "its solution changes too fast to be followed",
        })
    }
}
