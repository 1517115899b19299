//! The mouse on a front: what was done, and to what on the screen.

use crate::keys::Gesture;
use crate::scope::Page;

/// What the pointer is on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// The tile of the gallery with this index.
    Tile(usize),
    /// The match of the preset picker with this index.
    Match(usize),
    /// The row of the panel of parameters with this index.
    Parameter(usize),
    /// The panel of the neuron, whose parameters can be opened.
    Neuron,
    /// A panel with a large view of its own.
    View(Page),
    /// A channel's row in the list of channels.
    Channel(usize),
    /// A strip on the time axis: its channel, if it is one, and the height of the pointer, if it shows
    /// the membrane potential.
    Strip {
        /// Index of the channel, 0 for a neuron alone.
        channel: Option<usize>,
        /// The height of the pointer on the axis of the membrane potential.
        height: Option<Height>,
    },
}

/// A height on the axis of the membrane potential.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Height {
    /// The membrane potential in the middle of that row of the screen (mV).
    pub v_mv: f64,
    /// Membrane potential across one row (mV).
    pub row_mv: f64,
}

/// The mouse on a front.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    /// What was done.
    pub gesture: Gesture,
    /// What the pointer is on, if it is on something that takes it.
    pub target: Option<Target>,
    /// Where the pointer is across the pictures on the time axis, 0 at their left edge and 1 at their
    /// right, also above, below or beside them; `None` on a screen without such pictures.
    pub across: Option<f64>,
}

impl Pointer {
    /// The pointer on nothing.
    #[must_use]
    pub fn nowhere(gesture: Gesture) -> Self {
        Self { gesture, target: None, across: None }
    }
}
