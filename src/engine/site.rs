//! Where a current can be injected in a circuit, and what.

/// Where a current is injected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// Every neuron of the population with this index.
    Population(usize),
    /// One neuron.
    Neuron(u32),
}

/// A current that is injected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Injection {
    /// Adds a current for a while.
    Pulse {
        /// The current to add; negative inhibits.
        amplitude: f64,
        /// For how long (ms).
        width_ms: f64,
    },
    /// Turns a sustained current on, or off.
    Sustain {
        /// The current to add, `None` for off.
        current: Option<f64>,
    },
    /// Sets the holding current, in the place of what the population's protocol gives.
    Hold {
        /// The new holding current.
        current: f64,
    },
}
