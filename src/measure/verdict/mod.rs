//! What the spiking neuron did that a unit without memory can't.
//!
//! The output of a unit without memory is a function of its present input. Every claim here is a
//! counterexample to that: the same input twice, and two different responses. What counts as the same
//! input, and as another response:
//!
//! - The input is cut into pieces. In a steady piece the current stays the same (up to rounding); where
//!   the current moves, a piece covers 4 % of the range seen so far. Levels are compared with the same
//!   tolerances, so a small step of the holding current is another input.
//! - A unit that fires at a constant rate under a constant input is also silent between two spikes. So a
//!   silence counts only if it is longer than the latency of the neuron (the time from the beginning of
//!   the piece to its first spike) and longer than 1.25 times the longest interval between two spikes
//!   under one input.
//! - A neuron that has fired under an input counts as silent under it after 100 ms without a spike.
//! - A spike in the very step in which the input changes belongs to neither side of the change: it ends
//!   a silence on both sides and proves nothing.
//!
//! The claims, the most striking first:
//!
//! 1. The input left a level under which the neuron had been silent, came back to it, and spikes
//!    followed. The level has to be one of rest: the first that there was, or one that had lasted longer
//!    than the input was away from it. A negative input that ends for the first time counts as well.
//!    The neuron *fired on release from inhibition* if the input had only been below the level, and
//!    otherwise *spiked after the input ended*; three spikes or more *keep firing*. Where the silence
//!    before was too short to count, a silence afterwards of twice the latency counts as well.
//! 2. The neuron *fired* under an input under which it had been silent before (for a moving input: while
//!    the input went through that level and on above it), or stays *silent* under an input that made it
//!    fire: for as long as the earlier piece lasted, or three times as long as any silence in it; without
//!    a change of input, for five times the latency, and at least 100 ms.
//! 3. *Uneven*: of the intervals under one input the longest is at least 1.5 times the shortest, and at
//!    least a millisecond longer. In the first second of an input, intervals that only grow, or only
//!    shrink, are adaptation to its onset and no such claim: a longer one has to stand between two
//!    shorter ones.
//!
//! A spike that contradicts a claim about its own piece withdraws that claim, and the claim before it
//! stands again. A claim stands until another of the same rank or a higher one follows, or, once it has
//! stood for long, any other.
//!
//! Each claim has a time: that of its spikes or, where it is about a silence or about intervals, the end
//! of those seen so far. A claim whose time is longer ago than its lifetime is no longer made.
//!
//! Nothing is claimed about what steps that were too long have caused; `unstable` says how that is known.

mod claim;
mod disturbance;
mod evidence;
mod pieces;
#[cfg(test)]
mod tests;
mod text;
mod unstable;
mod watch;

pub use text::{Afterdischarge, Finding, NOTHING, Silence};
pub use watch::Watch;
