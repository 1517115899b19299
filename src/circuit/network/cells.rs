//! The neurons of a shard as a structure of arrays, updated in SIMD lanes.

use std::ops::Range;

use multiversion::multiversion;

use super::super::{NeuronId, PopulationId, Recipe};
use super::cell::Cell;
use super::rows::{SHARD_MAX, Sums};
use crate::model::family::with_scheme;
use crate::model::fixed::{FixedStep, Outcome, WithScheme};
use crate::model::{Fault, Neuron, Scheme, State};

/// Neurons of one population in a shard.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Index of the population.
    pub(super) population: usize,
    /// The range of indices within the shard.
    pub(super) places: Range<usize>,
    /// The parameters that they share.
    pub(super) neuron: Neuron,
    /// Whether each has its own rate or sensitivity of recovery.
    varied: bool,
    /// The parameters of each, where others differ than the four that are kept in arrays of their
    /// own.
    own: Option<Vec<Neuron>>,
}

/// The neurons of a shard.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    pub(super) segments: Vec<Segment>,
    pub(super) v: Vec<f64>,
    pub(super) u: Vec<f64>,
    /// The current of the step, one for every 16-bit index.
    pub(super) current: Box<Sums>,
    a: Vec<f64>,
    b: Vec<f64>,
    c_mv: Vec<f64>,
    d: Vec<f64>,
    /// A constant current for each neuron, if any has one.
    pub(super) offset: Option<Vec<f64>>,
    /// The neurons that spiked in the last update.
    pub(super) fired: Fired,
}

/// The result of an update of all cells of a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Updated {
    /// The word of the step: a sum over the bits of all potentials.
    pub(super) word: u64,
    /// Whether all states are finite.
    pub(super) finite: bool,
}

impl Cells {
    /// The neurons of `recipe` in `range`, in their initial state.
    pub(super) fn new(recipe: &Recipe, range: &Range<u32>, seed: u64) -> Self {
        let len = (range.end - range.start) as usize;
        let empty = || Vec::with_capacity(len);
        let current = vec![0.0; SHARD_MAX].into_boxed_slice();
        let mut cells = Self {
            segments: Vec::new(),
            v: empty(),
            u: empty(),
            current: current.try_into().expect("so many"),
            a: empty(),
            b: empty(),
            c_mv: empty(),
            d: empty(),
            offset: None,
            fired: Fired::new(len),
        };
        let mut offsets = Vec::with_capacity(len);
        for (index, population) in recipe.populations.iter().enumerate() {
            let all = NeuronId::numbers(&recipe.range(PopulationId::new(index)));
            let here = all.start.max(range.start)..all.end.min(range.end);
            if here.is_empty() {
                continue;
            }
            cells.segments.push(Segment {
                population: index,
                places: (here.start - range.start) as usize..(here.end - range.start) as usize,
                neuron: population.neuron,
                varied: population.spreads("a") || population.spreads("b"),
                own: population.keeps_neurons().then(|| Vec::with_capacity(here.len())),
            });
            for neuron in here {
                let cell = Cell::of(population, index, neuron - all.start, seed);
                cells.push(&cell);
                let segment = cells.segments.last_mut().expect("one was just added");
                if let Some(own) = &mut segment.own {
                    own.push(cell.neuron);
                }
                offsets.push(cell.current);
            }
        }
        cells.offset = offsets.iter().any(|offset| *offset != 0.0).then_some(offsets);
        cells
    }

    fn push(&mut self, cell: &Cell) {
        self.v.push(cell.state.v);
        self.u.push(cell.state.u);
        self.a.push(cell.neuron.a);
        self.b.push(cell.neuron.b);
        self.c_mv.push(cell.neuron.c_mv);
        self.d.push(cell.neuron.d);
    }

    pub(super) fn len(&self) -> usize {
        self.v.len()
    }

    /// The parameters of the neuron at the index `place` in `segment`.
    pub(super) fn neuron(&self, segment: &Segment, place: usize) -> Neuron {
        if let Some(own) = &segment.own {
            return own[place - segment.places.start];
        }
        Neuron {
            a: self.a[place],
            b: self.b[place],
            c_mv: self.c_mv[place],
            d: self.d[place],
            ..segment.neuron
        }
    }

    pub(super) fn state(&self, place: usize) -> State {
        State { v: self.v[place], u: self.u[place] }
    }

    /// Updates all cells under a fixed-step scheme without resets, and records those that spike.
    /// `first` is the number of the first cell among all neurons.
    pub(super) fn update(&mut self, (scheme, steps_per_ms): (Scheme, u32), first: u32) -> Updated {
        let mut all = Updated { word: 0, finite: true };
        self.fired.clear();
        for segment in &self.segments {
            let Range { start, end } = segment.places;
            let lanes = Lanes {
                v: &mut self.v[start..end],
                u: &mut self.u[start..end],
                current: &self.current[start..end],
                parameters: match &segment.own {
                    Some(own) => Parameters::Own(own),
                    None if segment.varied => {
                        Parameters::Recovery([&self.a[start..end], &self.b[start..end]])
                    }
                    None => Parameters::Alike,
                },
                fired: &mut self.fired,
                first: (start as u32, u64::from(first) + start as u64),
            };
            let updated = with_scheme(scheme, &segment.neuron, steps_per_ms, lanes);
            let updated = updated.unwrap_or_else(|_| unreachable!("a fixed-step scheme"));
            all.word = all.word.wrapping_add(updated.word);
            all.finite &= updated.finite;
        }
        all
    }

    /// Resets the cells that spiked in the last update.
    pub(super) fn reset_fired(&mut self) {
        let mut fired = self.fired.places();
        for segment in &self.segments {
            let here = fired.partition_point(|place| (*place as usize) < segment.places.end);
            for &place in &fired[..here] {
                let place = place as usize;
                let state = State { v: self.v[place], u: self.u[place] };
                let neuron = match &segment.own {
                    Some(own) => own[place - segment.places.start],
                    None => Neuron { c_mv: self.c_mv[place], d: self.d[place], ..segment.neuron },
                };
                let reset = neuron.reset(state);
                (self.v[place], self.u[place]) = (reset.v, reset.u);
            }
            fired = &fired[here..];
        }
    }

    pub(super) fn segment_of(&self, place: usize) -> &Segment {
        let index = self.segments.partition_point(|segment| segment.places.end <= place);
        &self.segments[index]
    }

    /// The index of the first cell whose state is not finite.
    pub(super) fn first_lost(&self) -> Option<(usize, Fault)> {
        let lost = (0..self.len()).find(|&place| !self.state(place).is_finite());
        lost.map(|place| (place, Fault::NonFinite))
    }
}

/// A range of cells of one population.
struct Lanes<'a> {
    v: &'a mut [f64],
    u: &'a mut [f64],
    current: &'a [f64],
    parameters: Parameters<'a>,
    /// Receives the indices of the cells that spike.
    fired: &'a mut Fired,
    /// Index of the first cell within the shard, and its number among all neurons.
    first: (u32, u64),
}

/// In what parameters cells of one population differ, as far as an update depends on them.
enum Parameters<'a> {
    /// In none.
    Alike,
    /// In rate and sensitivity of recovery.
    Recovery([&'a [f64]; 2]),
    /// In any.
    Own(&'a [Neuron]),
}

impl WithScheme for Lanes<'_> {
    type Output = Updated;

    fn with<F: FixedStep>(self, scheme: F) -> Updated {
        update_lanes(scheme, self)
    }
}

/// Cells that are updated together: two of the widest vector registers. With fewer, the compiler
/// unrolls the loop over them and no longer vectorizes it.
const LANES: usize = 16;

/// One variable of the cells that are updated together.
type Lane<T> = [T; LANES];

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw", "x86_64+avx2"))]
fn update_lanes<F: FixedStep>(scheme: F, lanes: Lanes<'_>) -> Updated {
    let Lanes { v, u, current, parameters, fired, first } = lanes;
    let mut all = Group::new(first.1);
    let groups = v.len().div_ceil(LANES);
    let mut restless = std::mem::take(&mut fired.restless);
    let (whole_v, v_rest) = v.as_chunks_mut::<LANES>();
    let (whole_u, u_rest) = u.as_chunks_mut::<LANES>();
    let (whole_current, current_rest) = current.as_chunks::<LANES>();
    let (whole, rest) = restless[..groups].split_at_mut(whole_v.len());
    let cells = whole_v.iter_mut().zip(whole_u).zip(whole_current).zip(whole);
    match parameters {
        Parameters::Alike => {
            for (((v, u), current), restless) in cells {
                all.update(|_| scheme, v, u, current, restless);
            }
            if let Some(rest) = rest.first_mut() {
                all.update_rest(|_| scheme, v_rest, u_rest, current_rest, rest);
            }
        }
        Parameters::Recovery([a, b]) => {
            let (a, a_rest) = a.as_chunks::<LANES>();
            let (b, b_rest) = b.as_chunks::<LANES>();
            for (((((v, u), current), restless), a), b) in cells.zip(a).zip(b) {
                let varied = |lane: usize| scheme.varied(a[lane], b[lane]);
                all.update(varied, v, u, current, restless);
            }
            let (a, b) = (filled(a_rest), filled(b_rest));
            let varied = |lane: usize| scheme.varied(a[lane], b[lane]);
            if let Some(rest) = rest.first_mut() {
                all.update_rest(varied, v_rest, u_rest, current_rest, rest);
            }
        }
        Parameters::Own(neurons) => {
            let (neurons, neurons_rest) = neurons.as_chunks::<LANES>();
            for ((((v, u), current), restless), neurons) in cells.zip(neurons) {
                all.update(|lane| scheme.with_neuron(&neurons[lane]), v, u, current, restless);
            }
            if let Some(rest) = rest.first_mut() {
                let last = neurons_rest.len() - 1;
                let own = |lane: usize| scheme.with_neuron(&neurons_rest[lane.min(last)]);
                all.update_rest(own, v_rest, u_rest, current_rest, rest);
            }
        }
    }
    // After all updates: a branch between them would wait for each.
    let finite = collect(&restless[..groups], v, first.0, fired);
    fired.restless = restless;
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

    /// Updates a group; marks the cells that spike or whose state is not finite, and those whose
    /// step was too long.
    #[inline(always)]
    fn update<F: FixedStep>(
        &mut self,
        scheme: impl Fn(usize) -> F,
        v: &mut Lane<f64>,
        u: &mut Lane<f64>,
        current: &Lane<f64>,
        restless: &mut Lane<u8>,
    ) {
        for lane in 0..LANES {
            let scheme = scheme(lane);
            let outcome = scheme.update(State { v: v[lane], u: u[lane] }, current[lane]);
            let Outcome { state: updated, lowest_mv } = outcome;
            v[lane] = updated.v;
            u[lane] = updated.u;
            let unstable = lowest_mv < scheme.unstable_below_mv();
            restless[lane] =
                (u8::from(!scheme.is_calm(updated)) * RESTLESS) | (u8::from(unstable) * UNSTABLE);
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
        restless: &mut Lane<u8>,
    ) {
        let (mut all_v, mut all_u, all_current) = (filled(v), filled(u), filled(current));
        let word = self.word;
        self.update(scheme, &mut all_v, &mut all_u, &all_current, restless);
        restless[v.len()..].fill(0);
        self.word[v.len()..].copy_from_slice(&word[v.len()..]);
        v.copy_from_slice(&all_v[..v.len()]);
        u.copy_from_slice(&all_u[..u.len()]);
    }

    #[inline(always)]
    fn word(&self) -> u64 {
        self.word.iter().fold(0, |sum, word| sum.wrapping_add(*word))
    }
}

/// Appends to `fired` the indices of marked cells with a finite state, and those of cells whose
/// step was too long to their list; returns whether all states are finite.
#[inline(always)]
fn collect(restless: &[Lane<u8>], v: &[f64], first: u32, fired: &mut Fired) -> bool {
    let mut finite = true;
    let (words, _) = restless.as_flattened().as_chunks::<8>();
    for (index, bytes) in words.iter().enumerate() {
        let mut left = u64::from_le_bytes(*bytes);
        while left != 0 {
            let bit = left.trailing_zeros();
            let cell = index * 8 + bit as usize / 8;
            if 1 << (bit % 8) == UNSTABLE {
                fired.unstable.push(first + cell as u32);
            } else if v[cell] <= f64::MAX {
                fired.push(first + cell as u32);
            } else {
                finite = false;
            }
            left &= left - 1;
        }
    }
    finite
}

/// Mark of a cell that spiked or whose state is not finite.
const RESTLESS: u8 = 1;
/// Mark of a cell whose step was too long.
const UNSTABLE: u8 = 2;

/// Indices of the cells that spiked, ascending.
#[derive(Clone, Debug)]
pub(super) struct Fired {
    places: Vec<u32>,
    len: usize,
    /// Marks of cells.
    restless: Vec<Lane<u8>>,
    /// Indices of the cells whose step was too long, ascending; see [`Neuron::unstable_below_mv`].
    pub(super) unstable: Vec<u32>,
}

impl Fired {
    /// No marks, for `cells` cells.
    fn new(cells: usize) -> Self {
        let restless = vec![[0; LANES]; cells.div_ceil(LANES)];
        Self { places: vec![0; cells], len: 0, restless, unstable: Vec::new() }
    }

    pub(super) fn places(&self) -> &[u32] {
        &self.places[..self.len]
    }

    pub(super) fn clear(&mut self) {
        self.len = 0;
        self.unstable.clear();
    }

    /// Adds one index. Each cell is added at most once.
    #[inline(always)]
    pub(super) fn push(&mut self, place: u32) {
        self.places[self.len] = place;
        self.len += 1;
    }
}

/// The number that is combined with the bits of a cell's potential in the word of a step, so that
/// the cell's position counts. The word contains only potentials: a recovery variable shows in the
/// next one.
#[inline(always)]
fn mask(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The contribution of one state at one index to the word of a step, as [`Cells::update`] sums it
/// up.
pub(super) fn word(state: State, number: u64) -> u64 {
    state.v.to_bits() ^ mask(number)
}
