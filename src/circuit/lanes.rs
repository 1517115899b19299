//! SIMD lanes: many independent copies of one neuron, each under a constant current of its own.
//!
//! Several copies are updated at once in the processor's vector registers, whose width is detected
//! at run time. The arithmetic, and so every bit, is that of one neuron alone: every lane calls the
//! same [`FixedStep`], and nothing is fused.

use multiversion::multiversion;

use crate::model::family::with_scheme;
use crate::model::fixed::{FixedStep, Outcome, WithScheme};
use crate::model::{Neuron, Scheme, State};

/// Lanes of a group: two of the widest vector registers. With fewer, the compiler unrolls the loop
/// over them and no longer vectorizes it.
const LANES: usize = 16;

/// Groups that are interleaved: enough to hide the latency of each neuron's dependent update, few
/// enough for the L1 cache.
const GROUPS_MAX: usize = 16;

/// Steps whose spikes fit into one bit mask.
const WORD_STEPS: u64 = 64;

/// The spike train of one copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaneTrain {
    /// Number of spikes.
    pub spikes: u64,
    /// Labels (steps) of the first two spikes; only the first `spikes` entries count.
    pub first: [u64; 2],
    /// Labels (steps) of the last two spikes; only the last `spikes` entries count.
    pub last: [u64; 2],
    /// The state after the last step.
    pub state: State,
    /// The lowest potential from which a step, or a half-step, started (mV).
    pub lowest_mv: f64,
    /// Whether the state stayed finite; otherwise the other fields are meaningless.
    pub finite: bool,
}

/// Steps one copy of `neuron` for each of `currents` through `steps` steps from `initial`, with
/// spikes labelled as [`super::Solo::advance`] labels them.
///
/// `None` under the exact scheme, which has no fixed step.
#[must_use]
pub fn carry(
    scheme: Scheme,
    neuron: &Neuron,
    steps_per_ms: u32,
    initial: State,
    steps: u64,
    currents: &[f64],
) -> Option<Vec<LaneTrain>> {
    with_scheme(scheme, neuron, steps_per_ms, Carry { initial, steps, currents }).ok()
}

struct Carry<'a> {
    initial: State,
    steps: u64,
    currents: &'a [f64],
}

impl WithScheme for Carry<'_> {
    type Output = Vec<LaneTrain>;

    fn with<F: FixedStep>(self, scheme: F) -> Self::Output {
        let Self { initial, steps, currents } = self;
        let mut trains = Vec::with_capacity(currents.len().next_multiple_of(LANES));
        for currents in currents.chunks(GROUPS_MAX * LANES) {
            let groups = currents.chunks(LANES).map(|currents| Group::new(initial, currents));
            let mut groups: Vec<Group> = groups.collect();
            let first = trains.len();
            trains.resize(first + groups.len() * LANES, LaneTrain::NONE);
            carry_groups(scheme, &mut groups, steps, &mut trains[first..]);
        }
        trains.truncate(currents.len());
        trains
    }
}

/// A group of lanes as a structure of arrays.
#[derive(Clone)]
#[repr(align(64))]
struct Group {
    v: [f64; LANES],
    u: [f64; LANES],
    current: [f64; LANES],
    /// The highest potential before a reset (mV). Overflow shows here or in the state: an overflow
    /// of `u` reaches `v` by the reset or by the next step.
    v_max: [f64; LANES],
    /// The lowest potential from which an update, or a half-step, started (mV).
    v_min: [f64; LANES],
    /// Bit mask of the latest steps, one bit for each step with a spike.
    spiked: [u64; LANES],
}

impl Group {
    fn new(initial: State, currents: &[f64]) -> Self {
        let mut current = [currents[0]; LANES];
        current[..currents.len()].copy_from_slice(currents);
        let (v, u) = ([initial.v; LANES], [initial.u; LANES]);
        let (v_max, v_min) = (v, v);
        Self { v, u, current, v_max, v_min, spiked: [0; LANES] }
    }

    #[inline(always)]
    fn step<F: FixedStep>(&mut self, scheme: F) {
        for lane in 0..LANES {
            let state = State { v: self.v[lane], u: self.u[lane] };
            let (updated, spiked) = scheme.step(state, self.current[lane]);
            let Outcome { state: stepped, lowest_mv } = updated;
            let next = scheme.after(stepped, spiked);
            let (v_max, v_min) = (self.v_max[lane], self.v_min[lane]);
            self.v_min[lane] = if lowest_mv < v_min { lowest_mv } else { v_min };
            self.v_max[lane] = if stepped.v > v_max { stepped.v } else { v_max };
            self.spiked[lane] = (self.spiked[lane] << 1) | u64::from(spiked);
            self.v[lane] = next.v;
            self.u[lane] = next.u;
        }
    }
}

#[multiversion(targets("x86_64+avx512f", "x86_64+avx2"))]
fn carry_groups<F: FixedStep>(
    scheme: F,
    groups: &mut [Group],
    steps: u64,
    trains: &mut [LaneTrain],
) {
    let mut step = 0;
    while step < steps {
        let part = (steps - step).min(WORD_STEPS);
        for _ in 0..part {
            for group in &mut *groups {
                group.step(scheme);
            }
        }
        step += part;
        let words = groups.iter_mut().flat_map(|group| &mut group.spiked);
        for (train, word) in trains.iter_mut().zip(words) {
            train.add(std::mem::take(word), step - 1);
        }
    }
    for (group, trains) in groups.iter().zip(trains.chunks_mut(LANES)) {
        for (lane, train) in trains.iter_mut().enumerate() {
            train.state = State { v: group.v[lane], u: group.u[lane] };
            train.lowest_mv = group.v_min[lane];
            train.finite = train.state.is_finite() && group.v_max[lane] <= f64::MAX;
        }
    }
}

impl LaneTrain {
    const NONE: Self = Self {
        spikes: 0,
        first: [0; 2],
        last: [0; 2],
        state: State { v: 0.0, u: 0.0 },
        lowest_mv: 0.0,
        finite: true,
    };

    /// Adds the spikes of the bit mask `word`, whose lowest bit stands for the step `newest`.
    #[inline(always)]
    fn add(&mut self, word: u64, newest: u64) {
        if word == 0 {
            return;
        }
        let mut left = word;
        while left != 0 && self.spikes < 2 {
            let bit = 63 - left.leading_zeros();
            self.first[self.spikes as usize] = newest - u64::from(bit);
            self.last = [self.last[1], newest - u64::from(bit)];
            self.spikes += 1;
            left &= !(1 << bit);
        }
        if left == 0 {
            return;
        }
        self.spikes += u64::from(left.count_ones());
        let last = newest - u64::from(left.trailing_zeros());
        let before = left & (left - 1);
        let but_one =
            if before == 0 { self.last[1] } else { newest - u64::from(before.trailing_zeros()) };
        self.last = [but_one, last];
    }
}
