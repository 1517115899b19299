//! Networks: many neurons wired together, built from a recipe and a seed.
//!
//! The stages of one step (`shard`): current from outside, random inputs, arriving spikes,
//! receptors, the update of all neurons (`cells`), resets of those that fired, learning.
//! `docs/circuits.md` defines what each computes.
//!
//! - **Delays** count from the update that found a spike to the update in which it acts, one step
//!   at least. So `izh2003`, which labels a spike with the next step, and the other schemes are
//!   wired alike. A jump of the potential is a current of the same charge through one step.
//! - **Spikes in flight** (`in_flight`) are kept in one ring of steps for the whole network: there
//!   are no per-synapse queues. A step in which more than one neuron in 32 fires is stored as a bit
//!   mask, so it takes at most one bit a neuron (under the exact scheme, where a neuron may fire
//!   several times within a step, as many bits as that takes). Arrivals are delivered delay by
//!   delay: the CSR row of each source adds to the sums of its targets, sources ascending.
//! - **Shards.** A shard is a range of neurons with the synapses onto them, sized so that its sums
//!   stay in a near cache. Each target's sum is formed in the same order however neurons are cut
//!   into shards and shards are shared out, so neither changes a bit: `tests/engine/network.rs`
//!   cuts a network with every kind of synapse in five ways.
//! - **Threads.** A team of workers (`team`) meets once a step at a barrier, which spins 2,000
//!   times before it sleeps, and exchanges who fired. `machine::Pace` compares one thread with
//!   several now and then, for 64 steps each, and takes the faster: where other programs have the
//!   processors, threads that meet in every step are slower than one. `machine::hire` starts the
//!   workers, and shards are shared out once it is known how many could be started. `--threads` is
//!   limited to the number of processors where it is read (`check::threads`); below, any number
//!   works.
//! - **Cells** are updated in groups of 16 SIMD lanes by the same `FixedStep` as a neuron alone,
//!   without a branch: one comparison marks the cells that spiked or overflowed, and the marks are read
//!   once all cells are updated. A branch in between would wait for every update before it.
//! - **Building in pieces** (`construction`). A large circuit is built between frames, neurons
//!   first; the scope shows the progress. The engine takes commands meanwhile, and the first step
//!   builds what is missing, so no command waits and several resets at one step build once.
//! - **Steps in pieces** (`effort`). A step that may take long (the true solution, or very many
//!   synapses) can be interrupted and resumed by the next call, with the same bits wherever it is
//!   cut. Inputs wait for its end, frames do not. Where several threads share a network, steps are
//!   whole.
//! - **Random numbers** (`draw`, `model::Counter`) are a function of seed, purpose and place: rows
//!   of targets are generated source by source and never all at once. Uniform weights that cannot
//!   change are not stored but generated again for each spike, 32 at once, which takes less time
//!   than loading them. Rows are prefetched (`mem_prefetch`). `model::Counter` is SplitMix64 at the
//!   number's index with the Box-Muller transform by polynomials of our own; the two numbers of a
//!   pair stand 16 places apart, so that lanes need no interleaving. `benches/noise.rs` measures
//!   1.03e9 normal numbers a second with AVX-512, 4.9e8 with AVX2, 2.4e8 with neither; ChaCha makes
//!   4.6e7. `tests/engine/noise.rs` checks its distribution, and its bits against a second
//!   implementation.
//! - **Synapses with a state** (`dynamic`, `learning`) are exact between spikes. A release depends
//!   on seed, synapse and step. The potentiation trace of a synapse counts from its arrivals, so
//!   delays need no history of traces. A synapse takes three words: weight, collected change, and
//!   the last arrival packed with the target; state that only some rules need is in arrays of its
//!   own.
//! - **Weights** mean the same in every storage (`dense`, `rows`, `dynamic`): numbers of the file
//!   and everything that learns in double precision, draws in single precision, each times the
//!   factor from weight to current (`scales`). `tests/engine/weights.rs` runs one wiring in every
//!   storage.
//! - **The word of a step**, which the digest is fed, is a sum over all neurons' potentials, each
//!   combined with its neuron's number. It costs two operations a neuron. Currents and recovery
//!   variables need no place in it: they show in the next potential.

mod advance;
mod afferents;
mod begun;
mod cell;
mod cells;
mod construction;
mod currents;
mod dense;
mod draw;
mod dynamic;
mod edit;
mod effort;
mod in_flight;
mod inspect;
mod learning;
mod position;
mod reading;
mod rows;
mod running;
mod scales;
mod shard;
mod sizes;
mod sources;
mod stage;
mod synapse;
mod team;
mod vectors;
mod wiring;

pub use currents::{Current, Currents, InPlace};
pub use edit::Unfit;
pub use effort::Effort;
pub use running::Network;
pub(super) use sizes::{SUMS_BYTES, shard_neurons, spikes_bytes};
