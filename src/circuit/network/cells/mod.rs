//! The neurons of a shard as a structure of arrays, updated in SIMD lanes.

mod fired;
mod lanes;

use std::ops::Range;

use super::cell::Cell;
use super::rows::{SHARD_MAX, Sums};
use crate::circuit::{NeuronId, PopulationId, Recipe};
use crate::model::family::with_scheme;
use crate::model::{Fault, Neuron, Scheme, State};
use fired::Fired;
use lanes::{Lanes, Parameters};
pub(super) use lanes::{Updated, word};

/// Neurons of one population in a shard.
#[derive(Clone, Debug)]
pub(in crate::circuit::network) struct Segment {
    /// Index of the population.
    pub(in crate::circuit::network) population: PopulationId,
    /// The range of indices within the shard.
    pub(in crate::circuit::network) places: Range<usize>,
    /// The common parameters.
    pub(in crate::circuit::network) neuron: Neuron,
    /// Whether the neurons differ in `a` or `b`.
    varied: bool,
    /// All parameters of each neuron, if neurons differ in others than a, b, c and d, which have
    /// their own arrays.
    own: Option<Vec<Neuron>>,
}

/// The neurons of a shard.
#[derive(Clone, Debug)]
pub(in crate::circuit::network) struct Cells {
    pub(in crate::circuit::network) segments: Vec<Segment>,
    pub(in crate::circuit::network) v: Vec<f64>,
    pub(in crate::circuit::network) u: Vec<f64>,
    /// The currents of the step, for every 16-bit index.
    pub(in crate::circuit::network) current: Box<Sums>,
    a: Vec<f64>,
    b: Vec<f64>,
    c_mv: Vec<f64>,
    d: Vec<f64>,
    /// A constant current for each neuron, if any has one.
    pub(in crate::circuit::network) offset: Option<Vec<f64>>,
    /// The neurons that spiked in the last update.
    pub(in crate::circuit::network) fired: Fired,
}

impl Cells {
    /// The neurons of `recipe` in `range`, in their initial state.
    pub(in crate::circuit::network) fn new(recipe: &Recipe, range: &Range<u32>, seed: u64) -> Self {
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
        for (id, population) in recipe.numbered_populations() {
            let all = NeuronId::numbers(&recipe.range(id));
            let here = all.start.max(range.start)..all.end.min(range.end);
            if here.is_empty() {
                continue;
            }
            cells.segments.push(Segment {
                population: id,
                places: (here.start - range.start) as usize..(here.end - range.start) as usize,
                neuron: population.neuron,
                varied: population.spreads("a") || population.spreads("b"),
                own: population.keeps_neurons().then(|| Vec::with_capacity(here.len())),
            });
            for neuron in here {
                let cell = Cell::of(population, id, neuron - all.start, seed);
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

    /// Sets the parameters of `population` in `recipe` plus the values drawn for each neuron;
    /// `first` is the number of the first cell of the shard. States stay.
    pub(in crate::circuit::network) fn take_parameters(
        &mut self,
        recipe: &Recipe,
        population: PopulationId,
        (first, seed): (u32, u64),
    ) {
        let of = recipe.population(population);
        let start = recipe.range(population).start.number();
        for segment in self.segments.iter_mut().filter(|segment| segment.population == population) {
            segment.neuron = of.neuron;
            for (own, place) in segment.places.clone().enumerate() {
                let number = first + place as u32 - start;
                let neuron = Cell::of(of, population, number, seed).neuron;
                (self.a[place], self.b[place]) = (neuron.a, neuron.b);
                (self.c_mv[place], self.d[place]) = (neuron.c_mv, neuron.d);
                if let Some(kept) = &mut segment.own {
                    kept[own] = neuron;
                }
            }
        }
    }

    pub(in crate::circuit::network) fn len(&self) -> usize {
        self.v.len()
    }

    /// The parameters of the neuron at the index `place` in `segment`.
    pub(in crate::circuit::network) fn neuron(&self, segment: &Segment, place: usize) -> Neuron {
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

    pub(in crate::circuit::network) fn state(&self, place: usize) -> State {
        State { v: self.v[place], u: self.u[place] }
    }

    /// Updates all cells under a fixed-step scheme without resets, and records those that spike.
    /// `first` is the number of the first cell among all neurons.
    pub(in crate::circuit::network) fn update(
        &mut self,
        (scheme, steps_per_ms): (Scheme, u32),
        first: u32,
    ) -> Updated {
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
    pub(in crate::circuit::network) fn reset_fired(&mut self) {
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

    pub(in crate::circuit::network) fn segment_of(&self, place: usize) -> &Segment {
        &self.segments[self.segment_index(place)]
    }

    pub(in crate::circuit::network) fn segment_index(&self, place: usize) -> usize {
        self.segments.partition_point(|segment| segment.places.end <= place)
    }

    /// The index and the fault of the first cell whose state is not finite.
    pub(in crate::circuit::network) fn first_lost(&self) -> Option<(usize, Fault)> {
        let lost = (0..self.len()).find(|&place| !self.state(place).is_finite());
        lost.map(|place| (place, Fault::NonFinite))
    }
}
