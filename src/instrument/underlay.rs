//! Everything that is drawn faintly below the trace of a channel.

use super::Scope;
use crate::trace::Range;

/// What an underlay is, which decides how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnderlayKind {
    /// An earlier window, by its age: 0 for the latest ones up to [`UnderlayKind::AGES`] - 1 for the
    /// oldest.
    Past(u8),
    /// The mean of several windows.
    Mean,
}

impl UnderlayKind {
    /// Number of steps in which earlier windows fade.
    pub const AGES: u8 = 4;
}

/// A trace that is drawn faintly below that of a channel, on the same axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Underlay {
    /// What it is.
    pub kind: UnderlayKind,
    /// The lowest and the highest value in each column of the time axis.
    pub columns: Vec<Option<Range>>,
    /// A letter or number that stands at the trace, where it has one.
    pub label: Option<String>,
}

impl Scope {
    /// The underlays of the channel at `index`, 0 for a neuron alone, in `columns` columns; the first is
    /// drawn first, at the very bottom.
    #[must_use]
    pub fn underlays(&self, index: usize, columns: usize) -> Vec<Underlay> {
        let _ = (index, columns);
        Vec::new()
    }
}
