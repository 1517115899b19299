//! The update of all neurons of a population in a shard, in groups of SIMD lanes.

use multiversion::multiversion;

use super::fired::{Fired, LANES, Lane, SPIKED_OR_LOST, UNSTABLE, collect};
use crate::model::fixed::{FixedStep, Outcome, WithScheme};
use crate::model::{Neuron, State};

/// The result of an update of all cells of a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::circuit::network) struct Updated {
    /// The checksum of the step: a sum over the bits of all potentials.
    pub(in crate::circuit::network) word: u64,
    /// Whether all states are finite.
    pub(in crate::circuit::network) finite: bool,
}

/// A range of cells of one population.
pub(super) struct Lanes<'a> {
    pub(super) v: &'a mut [f64],
    pub(super) u: &'a mut [f64],
    pub(super) current: &'a [f64],
    pub(super) parameters: Parameters<'a>,
    /// Receives the indices of the cells that spike.
    pub(super) fired: &'a mut Fired,
    /// Index of the first cell within the shard, and its number among all neurons.
    pub(super) first: (u32, u64),
}

/// The parameters of an update in which cells of one population differ.
pub(super) enum Parameters<'a> {
    /// All parameters are the same.
    Alike,
    /// `a` and `b` differ.
    Recovery([&'a [f64]; 2]),
    /// Any parameters differ.
    Own(&'a [Neuron]),
}

impl WithScheme for Lanes<'_> {
    type Output = Updated;

    fn with<F: FixedStep>(self, scheme: F) -> Updated {
        update_lanes(scheme, self)
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw", "x86_64+avx2"))]
fn update_lanes<F: FixedStep>(scheme: F, lanes: Lanes<'_>) -> Updated {
    let Lanes { v, u, current, parameters, fired, first } = lanes;
    let mut all = Group::new(first.1);
    let groups = v.len().div_ceil(LANES);
    let mut marks = std::mem::take(&mut fired.marks);
    let (whole_v, v_rest) = v.as_chunks_mut::<LANES>();
    let (whole_u, u_rest) = u.as_chunks_mut::<LANES>();
    let (whole_current, current_rest) = current.as_chunks::<LANES>();
    let (whole, rest) = marks[..groups].split_at_mut(whole_v.len());
    let cells = whole_v.iter_mut().zip(whole_u).zip(whole_current).zip(whole);
    match parameters {
        Parameters::Alike => {
            for (((v, u), current), marks) in cells {
                all.update(|_| scheme, v, u, current, marks);
            }
            if let Some(rest) = rest.first_mut() {
                all.update_rest(|_| scheme, v_rest, u_rest, current_rest, rest);
            }
        }
        Parameters::Recovery([a, b]) => {
            let (a, a_rest) = a.as_chunks::<LANES>();
            let (b, b_rest) = b.as_chunks::<LANES>();
            for (((((v, u), current), marks), a), b) in cells.zip(a).zip(b) {
                let varied = |lane: usize| scheme.varied(a[lane], b[lane]);
                all.update(varied, v, u, current, marks);
            }
            let (a, b) = (filled(a_rest), filled(b_rest));
            let varied = |lane: usize| scheme.varied(a[lane], b[lane]);
            if let Some(rest) = rest.first_mut() {
                all.update_rest(varied, v_rest, u_rest, current_rest, rest);
            }
        }
        Parameters::Own(neurons) => {
            let (neurons, neurons_rest) = neurons.as_chunks::<LANES>();
            for ((((v, u), current), marks), neurons) in cells.zip(neurons) {
                all.update(|lane| scheme.with_neuron(&neurons[lane]), v, u, current, marks);
            }
            if let Some(rest) = rest.first_mut() {
                let last = neurons_rest.len() - 1;
                let own = |lane: usize| scheme.with_neuron(&neurons_rest[lane.min(last)]);
                all.update_rest(own, v_rest, u_rest, current_rest, rest);
            }
        }
    }
    // Marks are read after all updates: a branch in between would stall on each update.
    let finite = collect(&marks[..groups], v, first.0, fired);
    fired.marks = marks;
    Updated { word: all.word(), finite }
}

/// A partial group, filled up with zeros.
#[inline(always)]
fn filled(numbers: &[f64]) -> Lane<f64> {
    let mut all = [0.0; LANES];
    all[..numbers.len()].copy_from_slice(numbers);
    all
}

/// Updates cells group by group and accumulates the result.
struct Group {
    /// The bit masks of the next group.
    mask: Lane<u64>,
    word: Lane<u64>,
}

impl Group {
    #[inline(always)]
    fn new(number: u64) -> Self {
        Self { mask: std::array::from_fn(|lane| mask(number + lane as u64)), word: [0; LANES] }
    }

    /// Updates a group; marks the cells that spike or whose state is not finite, and those for
    /// which the step was too long.
    #[inline(always)]
    fn update<F: FixedStep>(
        &mut self,
        scheme: impl Fn(usize) -> F,
        v: &mut Lane<f64>,
        u: &mut Lane<f64>,
        current: &Lane<f64>,
        marks: &mut Lane<u8>,
    ) {
        for lane in 0..LANES {
            let scheme = scheme(lane);
            let outcome = scheme.update(State { v: v[lane], u: u[lane] }, current[lane]);
            let Outcome { state: updated, lowest_mv } = outcome;
            v[lane] = updated.v;
            u[lane] = updated.u;
            let unstable = lowest_mv < scheme.unstable_below_mv();
            marks[lane] = (u8::from(!scheme.is_calm(updated)) * SPIKED_OR_LOST)
                | (u8::from(unstable) * UNSTABLE);
            let bits = updated.v.to_bits() ^ self.mask[lane];
            self.word[lane] = self.word[lane].wrapping_add(bits);
            self.mask[lane] = self.mask[lane].wrapping_add(mask(LANES as u64));
        }
    }

    /// Updates the last, partial group; the results of its filler cells are ignored.
    #[inline(always)]
    fn update_rest<F: FixedStep>(
        &mut self,
        scheme: impl Fn(usize) -> F,
        v: &mut [f64],
        u: &mut [f64],
        current: &[f64],
        marks: &mut Lane<u8>,
    ) {
        let (mut all_v, mut all_u, all_current) = (filled(v), filled(u), filled(current));
        let word = self.word;
        self.update(scheme, &mut all_v, &mut all_u, &all_current, marks);
        marks[v.len()..].fill(0);
        self.word[v.len()..].copy_from_slice(&word[v.len()..]);
        v.copy_from_slice(&all_v[..v.len()]);
        u.copy_from_slice(&all_u[..u.len()]);
    }

    #[inline(always)]
    fn word(&self) -> u64 {
        self.word.iter().fold(0, |sum, word| sum.wrapping_add(*word))
    }
}

/// Combined with the bits of a cell's potential in the checksum of a step, so that the position of
/// the cell counts. The checksum contains only potentials, because a recovery variable affects the
/// potential of the next step.
#[inline(always)]
fn mask(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The contribution of the state of cell `number` to the checksum [`Updated::word`].
pub(in crate::circuit::network) fn word(state: State, number: u64) -> u64 {
    state.v.to_bits() ^ mask(number)
}
