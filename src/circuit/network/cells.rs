//! The neurons of a shard: one array a variable, carried side by side.

use std::ops::Range;

use multiversion::multiversion;

use super::super::{Population, Recipe, SpreadOf};
use super::draw::{Purpose, spread};
use super::rows::{SHARD_MAX, Sums};
use crate::model::fixed::{FixedStep, WithScheme, with_scheme};
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
    spiked: Vec<u8>,
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
            spiked: vec![0; len.next_multiple_of(8)],
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

    pub(super) fn set_state(&mut self, place: usize, state: State) {
        (self.v[place], self.u[place]) = (state.v, state.u);
    }

    /// Updates all cells under a fixed-step scheme, without any reset, and marks those that spike.
    pub(super) fn update(&mut self, scheme: Scheme, steps_per_ms: u32, first: u32) -> Updated {
        let mut all = Updated { word: 0, finite: true };
        for segment in &self.segments {
            let Range { start, end } = segment.places;
            let lanes = Lanes {
                v: &mut self.v[start..end],
                u: &mut self.u[start..end],
                current: &self.current[start..end],
                parameters: segment.varied.then_some((&self.a[start..end], &self.b[start..end])),
                spiked: &mut self.spiked[start..end],
                first: u64::from(first) + start as u64,
            };
            let updated = with_scheme(scheme, &segment.neuron, steps_per_ms, lanes);
            let updated = updated.unwrap_or_else(|_| unreachable!("a fixed-step scheme"));
            all.word = all.word.wrapping_add(updated.word);
            all.finite &= updated.finite;
        }
        all
    }

    /// Calls `each` with the place of every cell that the update marked.
    #[inline]
    pub(super) fn for_each_spiked(&self, mut each: impl FnMut(usize)) {
        const WORDS: usize = 8;
        for (block, bytes) in self.spiked.chunks(8 * WORDS).enumerate() {
            let (words, _) = bytes.as_chunks::<8>();
            let words = words.iter().map(|bytes| u64::from_le_bytes(*bytes));
            if words.clone().fold(0, |any, word| any | word) == 0 {
                continue;
            }
            for (index, word) in words.enumerate() {
                let mut left = word;
                while left != 0 {
                    each((block * WORDS + index) * 8 + left.trailing_zeros() as usize / 8);
                    left &= left - 1;
                }
            }
        }
    }

    /// Does to the cell at `place` what a spike does.
    #[inline]
    pub(super) fn reset(&mut self, place: usize) {
        let segment = self.segment_of(place);
        let neuron = self.neuron(segment, place);
        let state = neuron.reset(self.state(place));
        self.set_state(place, state);
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
    parameters: Option<(&'a [f64], &'a [f64])>,
    spiked: &'a mut [u8],
    /// Number of the first among all neurons.
    first: u64,
}

impl WithScheme for Lanes<'_> {
    type Output = Updated;

    fn with<F: FixedStep>(self, scheme: F) -> Updated {
        let Self { v, u, current, parameters, spiked, first } = self;
        match parameters {
            None => update_alike(scheme, v, u, current, spiked, first),
            Some((a, b)) => update_varied(scheme, [a, b], v, u, current, spiked, first),
        }
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw", "x86_64+avx2"))]
fn update_alike<F: FixedStep>(
    scheme: F,
    v: &mut [f64],
    u: &mut [f64],
    current: &[f64],
    spiked: &mut [u8],
    first: u64,
) -> Updated {
    let len = v.len();
    let (u, current, spiked) = (&mut u[..len], &current[..len], &mut spiked[..len]);
    let mut all = Tally::new(first);
    for k in 0..len {
        let updated = scheme.update(State { v: v[k], u: u[k] }, current[k]);
        v[k] = updated.v;
        u[k] = updated.u;
        spiked[k] = u8::from(scheme.spikes(updated));
        all.add(updated);
    }
    all.done()
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw", "x86_64+avx2"))]
fn update_varied<F: FixedStep>(
    scheme: F,
    parameters: [&[f64]; 2],
    v: &mut [f64],
    u: &mut [f64],
    current: &[f64],
    spiked: &mut [u8],
    first: u64,
) -> Updated {
    let len = v.len();
    let [a, b] = parameters.map(|parameter| &parameter[..len]);
    let (u, current, spiked) = (&mut u[..len], &current[..len], &mut spiked[..len]);
    let mut all = Tally::new(first);
    for k in 0..len {
        let scheme = scheme.varied(a[k], b[k]);
        let updated = scheme.update(State { v: v[k], u: u[k] }, current[k]);
        v[k] = updated.v;
        u[k] = updated.u;
        spiked[k] = u8::from(scheme.spikes(updated));
        all.add(updated);
    }
    all.done()
}

/// Sums up what an update came to. The order of the cells is in the word, the order of summing is not.
struct Tally {
    word: u64,
    odd: u64,
    finite: bool,
}

impl Tally {
    #[inline(always)]
    fn new(first: u64) -> Self {
        Self { word: 0, odd: 2 * first + 1, finite: true }
    }

    #[inline(always)]
    fn add(&mut self, state: State) {
        let bits = state.v.to_bits() ^ state.u.to_bits().rotate_left(32);
        self.word = self.word.wrapping_add(bits.wrapping_mul(self.odd));
        self.odd += 2;
        self.finite &= state.is_finite();
    }

    #[inline(always)]
    fn done(self) -> Updated {
        Updated { word: self.word, finite: self.finite }
    }
}

/// The word of a state at a place by itself, as [`Cells::update`] sums it up.
pub(super) fn word(state: State, number: u64) -> u64 {
    let mut tally = Tally::new(number);
    tally.add(state);
    tally.word
}
