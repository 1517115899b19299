//! The neurons of a shard: one array a variable, carried side by side.

use std::ops::Range;

use multiversion::multiversion;

use super::super::{Population, Recipe, SpreadOf};
use super::draw::{Purpose, spread};
use super::rows::{SHARD_MAX, Sums};
use crate::model::family::with_scheme;
use crate::model::fixed::{FixedStep, Outcome, WithScheme};
use crate::model::{Fault, Neuron, Scheme, State};

/// Neurons of one population in a shard.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Index of the population.
    pub(super) population: usize,
    /// Places in the shard.
    pub(super) places: Range<usize>,
    /// What they have in common.
    pub(super) neuron: Neuron,
    /// Whether their rate or sensitivity of recovery differ.
    varied: bool,
}

/// The neurons of a shard.
#[derive(Debug)]
pub(super) struct Cells {
    pub(super) segments: Vec<Segment>,
    pub(super) v: Vec<f64>,
    pub(super) u: Vec<f64>,
    /// The current of the step, with a place for every address.
    pub(super) current: Box<Sums>,
    a: Vec<f64>,
    b: Vec<f64>,
    c_mv: Vec<f64>,
    d: Vec<f64>,
    /// A constant current of each, if any has one.
    pub(super) offset: Option<Vec<f64>>,
    /// Those that spiked in the last update.
    pub(super) fired: Fired,
}

/// What an update of all cells of a shard came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Updated {
    /// Made of the bits of all states.
    pub(super) word: u64,
    /// Whether all are finite numbers.
    pub(super) finite: bool,
}

impl Cells {
    /// The neurons of `recipe` with the numbers in `range`, before the first step.
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
            let all = recipe.range(index);
            let here = all.start.max(range.start)..all.end.min(range.end);
            if here.is_empty() {
                continue;
            }
            let differs = |of| population.spread.iter().any(|spread| spread.of == of);
            cells.segments.push(Segment {
                population: index,
                places: (here.start - range.start) as usize..(here.end - range.start) as usize,
                neuron: population.neuron,
                varied: differs(SpreadOf::A) || differs(SpreadOf::B),
            });
            for neuron in here {
                let cell = Cell::of(population, index, neuron - all.start, seed);
                cells.push(&cell);
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

    /// The parameters of the neuron at `place` in `segment`.
    pub(super) fn neuron(&self, segment: &Segment, place: usize) -> Neuron {
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

    /// Updates all cells under a fixed-step scheme, without any reset, and notes those that spike.
    /// `first` is the number of the first among all neurons.
    pub(super) fn update(&mut self, (scheme, steps_per_ms): (Scheme, u32), first: u32) -> Updated {
        let mut all = Updated { word: 0, finite: true };
        self.fired.clear();
        for segment in &self.segments {
            let Range { start, end } = segment.places;
            let lanes = Lanes {
                v: &mut self.v[start..end],
                u: &mut self.u[start..end],
                current: &self.current[start..end],
                parameters: segment.varied.then_some([&self.a[start..end], &self.b[start..end]]),
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

    /// Does to the cells that spiked in the last update what a spike does.
    pub(super) fn reset_fired(&mut self) {
        let mut fired = self.fired.places();
        for segment in &self.segments {
            let here = fired.partition_point(|place| (*place as usize) < segment.places.end);
            for &place in &fired[..here] {
                let place = place as usize;
                let state = State { v: self.v[place], u: self.u[place] };
                let (c_mv, d) = (self.c_mv[place], self.d[place]);
                let reset = Neuron { c_mv, d, ..segment.neuron }.reset(state);
                (self.v[place], self.u[place]) = (reset.v, reset.u);
            }
            fired = &fired[here..];
        }
    }

    pub(super) fn segment_of(&self, place: usize) -> &Segment {
        let index = self.segments.partition_point(|segment| segment.places.end <= place);
        &self.segments[index]
    }

    /// The first place whose state is no finite number.
    pub(super) fn first_lost(&self) -> Option<(usize, Fault)> {
        let lost = (0..self.len()).find(|&place| !self.state(place).is_finite());
        lost.map(|place| (place, Fault::NonFinite))
    }
}

/// One neuron as it starts.
struct Cell {
    neuron: Neuron,
    state: State,
    current: f64,
}

impl Cell {
    fn of(population: &Population, index: usize, number: u32, seed: u64) -> Self {
        let counter = Purpose::Spread(index).counter(seed);
        let mut cell = Self {
            neuron: population.neuron,
            state: State { v: population.v0, u: 0.0 },
            current: 0.0,
        };
        for (place, of) in population.spread.iter().enumerate() {
            let more = of.by * spread(of.law, counter, number, place);
            match of.of {
                SpreadOf::A => cell.neuron.a += more,
                SpreadOf::B => cell.neuron.b += more,
                SpreadOf::C => cell.neuron.c_mv += more,
                SpreadOf::D => cell.neuron.d += more,
                SpreadOf::V0 => cell.state.v += more,
                SpreadOf::Current => cell.current += more,
            }
        }
        cell.state.u = population.u0.unwrap_or_else(|| cell.neuron.usual_u0(cell.state.v));
        cell
    }
}

/// A run of cells of one population.
struct Lanes<'a> {
    v: &'a mut [f64],
    u: &'a mut [f64],
    current: &'a [f64],
    /// Rate and sensitivity of recovery of each, if they differ.
    parameters: Option<[&'a [f64]; 2]>,
    /// Where the places of those go that spike.
    fired: &'a mut Fired,
    /// Place of the first in the shard, and its number among all neurons.
    first: (u32, u64),
}

impl WithScheme for Lanes<'_> {
    type Output = Updated;

    fn with<F: FixedStep>(self, scheme: F) -> Updated {
        update_lanes(scheme, self)
    }
}

/// Cells that are carried at once: two of the widest registers full. With fewer, the compiler unrolls the
/// loop over them and no longer sees a vector in it.
const LANES: usize = 16;

/// A variable of cells that are carried at once.
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
        None => {
            for (((v, u), current), restless) in cells {
                all.update(|_| scheme, v, u, current, restless);
            }
            if let Some(rest) = rest.first_mut() {
                all.update_rest(|_| scheme, v_rest, u_rest, current_rest, rest);
            }
        }
        Some([a, b]) => {
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
    }
    // Only now: a branch among the updates would wait for each of them.
    let finite = collect(&restless[..groups], v, first.0, fired);
    fired.restless = restless;
    Updated { word: all.word(), finite }
}

/// Numbers of less than a group, and zeros after them.
#[inline(always)]
fn filled(numbers: &[f64]) -> Lane<f64> {
    let mut all = [0.0; LANES];
    all[..numbers.len()].copy_from_slice(numbers);
    all
}

/// Carries cells group by group and sums up what comes of it.
struct Group {
    /// The masks of the next group's cells.
    mask: Lane<u64>,
    word: Lane<u64>,
}

impl Group {
    #[inline(always)]
    fn new(number: u64) -> Self {
        Self { mask: std::array::from_fn(|lane| mask(number + lane as u64)), word: [0; LANES] }
    }

    /// Updates a group; marks the cells that spike or are lost, and those whose step was too long.
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

    /// Updates the cells that make no whole group, with others after them whose outcome nobody looks at.
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

/// Adds the places of the cells that are marked and not lost to `fired`, and of those whose step was too
/// long to those; tells whether none is lost.
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

/// Mark of a cell that spiked or is lost.
const RESTLESS: u8 = 1;
/// Mark of a cell whose step was too long.
const UNSTABLE: u8 = 2;

/// Places of cells that spiked, ascending.
#[derive(Debug)]
pub(super) struct Fired {
    places: Vec<u32>,
    len: usize,
    /// Marks of cells.
    restless: Vec<Lane<u8>>,
    /// Places of cells whose step was too long, see [`Neuron::unstable_below_mv`], ascending.
    pub(super) unstable: Vec<u32>,
}

impl Fired {
    /// None yet of so many cells.
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

    /// Adds one. Each cell is added once.
    #[inline(always)]
    pub(super) fn push(&mut self, place: u32) {
        self.places[self.len] = place;
        self.len += 1;
    }
}

/// What the bits of a cell's potential are combined with in the word of a step, so that its place counts.
/// The potential alone is in the word: whatever the recovery variable is shows in the next one.
#[inline(always)]
fn mask(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The word of a state at a place by itself, as [`Cells::update`] sums it up.
pub(super) fn word(state: State, number: u64) -> u64 {
    state.v.to_bits() ^ mask(number)
}
