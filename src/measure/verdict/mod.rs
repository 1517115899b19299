//! What the spiking neuron did that a unit without memory can't.
//!
//! The output of such a unit is a function of the present input. Every claim here is a
//! counterexample to that: twice the same input, and two different answers. What counts as the same
//! input, and as another answer:
//!
//! - The input is cut into pieces. In a steady piece the current stays the same (to a rounding);
//!   where it moves, a piece covers 4 % of the range seen. Levels are compared with the same
//!   tolerances, so a small step of the holding current is another input.
//! - A unit that answers a constant input by firing at a constant rate is also silent between two
//!   spikes. So a silence counts only if it is longer than the neuron needs to answer: than the
//!   time from the beginning of the piece to its first spike, and than 1.25 times the longest interval
//!   between two spikes under one input.
//! - A neuron that has fired under an input counts as silent under it after 100 ms.
//! - A spike in the very step in which the input changes belongs to neither side: it ends
//!   a silence on both and proves nothing.
//!
//! The claims, the most striking first:
//!
//! 1. The input left a level that had kept the neuron silent, came back to it, and spikes
//!    followed. (The level has to be one of rest: the first there was, or one that had been on for longer
//!    than the input was away. A negative input that ends for the first time counts as well.)
//!    It fired *on release from inhibition* if it had only been below, else *after the input
//!    ended*; three spikes or more *keep firing*. Where the silence before was too short to count, one
//!    afterwards that is twice as long as the answer took counts as well.
//! 2. *Fired* under an input that had left it silent before (for a moving input: while the
//!    input went through that level and on above it), or stays *silent* under one that made it
//!    fire: for as long as the earlier piece lasted, or three times as long as any silence in it; without a
//!    change of input, for five times as long as the answer took, and at least 100 ms.
//! 3. *Uneven*: intervals under one input of which the longest is 1.5 times the shortest or more, and a
//!    millisecond longer. In the first second of an input intervals that only grow, or only shrink, are
//!    adaptation to its onset and no such claim: a longer one has to stand between two shorter ones.
//!
//! A spike that contradicts a claim about its own piece withdraws it, and the one before stands again. A claim stands until one of the same rank or a
//! higher one follows, or any if it has stood for long.
//!
//! Each claim speaks of a time: of the spikes, or where it is about a silence or about intervals, of the end of
//! those seen so far. One that speaks of a time longer ago than its lifetime is no longer made.
//!
//! There is no claim on what came of steps that were too long; how that is known is said in `unstable`.

mod claim;
mod disturbance;
mod evidence;
mod pieces;
#[cfg(test)]
mod tests;
mod text;
mod unstable;
mod watch;

pub use text::{Aftermath, Deed, NOTHING, Silence};
pub use watch::Watch;
