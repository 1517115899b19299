//! Numbers of neurons and populations as distinct types, so that the compiler rejects a mix-up with
//! each other, a count or an index.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The number of a neuron, counted from 0 through all populations of a circuit in their order; 0
/// for a neuron alone.
///
/// The loops of a network use plain `u32` (indices within a shard, lists of the neurons that
/// fired), which become `NeuronId` where they leave the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(transparent)]
#[serde(transparent)]
pub struct NeuronId(u32);

impl NeuronId {
    /// The first neuron; a neuron alone is this one.
    pub const FIRST: Self = Self(0);

    /// The neuron with this number.
    #[inline]
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    #[inline]
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The index in a list of all neurons.
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The neuron whose number is larger by `distance`.
    #[inline]
    #[must_use]
    pub const fn plus(self, distance: u32) -> Self {
        Self(self.0 + distance)
    }

    /// The distance from `first`, which must not be larger.
    #[inline]
    #[must_use]
    pub const fn places_after(self, first: Self) -> u32 {
        self.0 - first.0
    }

    /// The count of `neurons`.
    #[inline]
    #[must_use]
    pub const fn count(neurons: &Range<Self>) -> u32 {
        neurons.end.places_after(neurons.start)
    }

    /// The numbers of `neurons`.
    #[inline]
    #[must_use]
    pub const fn numbers(neurons: &Range<Self>) -> Range<u32> {
        neurons.start.0..neurons.end.0
    }
}

/// The index of a population in its recipe, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(transparent)]
#[serde(transparent)]
pub struct PopulationId(usize);

impl PopulationId {
    /// The first population.
    pub const FIRST: Self = Self(0);

    /// The population at `index`.
    #[inline]
    #[must_use]
    pub const fn new(index: usize) -> Self {
        Self(index)
    }

    /// The index in a list of all populations.
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        self.0
    }
}

impl fmt::Display for PopulationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for NeuronId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
