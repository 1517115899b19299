//! Connection rules. Rows of targets are generated source by source, each from its own random
//! numbers, and never all at once.

use std::ops::Range;
use std::sync::Arc;

use super::super::{Delay, NeuronId, PopulationId, Recipe, Rule};
use super::draw::{Purpose, pair};
use crate::model::Counter;

/// One synapse in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// Number of the target among all neurons.
    pub(super) neuron: u32,
    /// Its index in the row as it was drawn (or by number, where nothing is drawn): weight and
    /// delay are drawn for this index.
    pub(super) place: u32,
}

/// The neurons of several populations, numbered consecutively.
#[derive(Clone, Debug)]
pub(super) struct Group {
    ranges: Vec<Range<u32>>,
    /// The populations of each range.
    populations: Vec<Range<usize>>,
    len: u32,
}

impl Group {
    pub(super) fn of(recipe: &Recipe, populations: &[PopulationId]) -> Self {
        let mut ranges: Vec<Range<u32>> = Vec::new();
        let mut runs: Vec<Range<usize>> = Vec::new();
        for &population in populations {
            let range = NeuronId::numbers(&recipe.range(population));
            let index = population.index();
            match (ranges.last_mut(), runs.last_mut()) {
                (Some(last), Some(run)) if last.end == range.start => {
                    (last.end, run.end) = (range.end, index + 1);
                }
                _ => {
                    ranges.push(range);
                    runs.push(index..index + 1);
                }
            }
        }
        let len = ranges.iter().map(|range| range.end - range.start).sum();
        Self { ranges, populations: runs, len }
    }

    pub(super) fn len(&self) -> u32 {
        self.len
    }

    /// Its parts, each a range of neurons.
    pub(super) fn ranges(&self) -> &[Range<u32>] {
        &self.ranges
    }

    /// The number of the neuron at the index `place` of the group.
    #[inline]
    pub(super) fn neuron(&self, mut place: u32) -> u32 {
        for range in &self.ranges {
            let len = range.end - range.start;
            if place < len {
                return range.start + place;
            }
            place -= len;
        }
        unreachable!("a place in the group")
    }

    /// The ranges of neurons of its populations, each with the difference between a neuron's number
    /// and its index in the group.
    pub(super) fn runs(&self) -> impl Iterator<Item = (&Range<usize>, u32)> {
        let mut before = 0;
        self.populations.iter().zip(&self.ranges).map(move |(populations, range)| {
            // Wrapping: a neuron's number may be smaller than its index in the group.
            let shift = range.start.wrapping_sub(before);
            before += range.end - range.start;
            (populations, shift)
        })
    }

    /// The index of a neuron in the group, if it is in it.
    #[inline]
    pub(super) fn place(&self, neuron: u32) -> Option<u32> {
        let mut before = 0;
        for range in &self.ranges {
            if range.contains(&neuron) {
                return Some(before + neuron - range.start);
            }
            before += range.end - range.start;
        }
        None
    }
}

/// Generates the rows of a projection.
#[derive(Clone, Debug)]
pub(super) struct Wiring {
    recipe: Arc<Recipe>,
    projection: usize,
    pub(super) sources: Arc<Group>,
    pub(super) targets: Group,
    counter: Counter,
    /// A bit mask with one bit for each target.
    marked: Vec<u64>,
    /// Targets in the order in which they were drawn.
    drawn: Vec<u32>,
    /// The rows of a rule that draws the sources of each target (`in-degree`).
    columns: Columns,
}

/// Rows that are transposed from columns. Each column is drawn twice, once to count and once to
/// store, so nothing but the rows takes memory.
#[derive(Clone, Debug, Default)]
struct Columns {
    starts: Vec<usize>,
    /// Index of the next free entry of each row, once all are counted.
    next: Vec<usize>,
    targets: Vec<u32>,
    /// Number of columns that have been counted, and of those that have been stored.
    counted: u32,
    kept: u32,
}

impl Wiring {
    pub(super) fn new(recipe: &Arc<Recipe>, index: usize, seed: u64) -> Self {
        let projection = &recipe.projections[index];
        let sources = Arc::new(Group::of(recipe, &projection.from));
        let targets = Group::of(recipe, &projection.to);
        let words = (targets.len().max(sources.len()) as usize).div_ceil(64);
        Self {
            recipe: Arc::clone(recipe),
            projection: index,
            sources,
            targets,
            counter: Purpose::Wiring(index).counter(seed),
            marked: vec![0; words],
            drawn: Vec::new(),
            columns: Columns::default(),
        }
    }

    /// Draws the next column of a rule that draws sources; all columns come before the first row.
    /// Returns the number of its synapses, or `None` if none is left.
    pub(super) fn collect(&mut self) -> Option<u32> {
        let Rule::InDegree(degree) = self.recipe.projections[self.projection].rule else {
            return None;
        };
        let sources = self.sources.len() as usize;
        let mut columns = std::mem::take(&mut self.columns);
        if columns.counted < self.targets.len() {
            columns.starts.resize(sources + 1, 0);
            self.draw_column(columns.counted, degree);
            self.drawn.iter().for_each(|&source| columns.starts[source as usize + 1] += 1);
            columns.counted += 1;
        } else if columns.kept < self.targets.len() {
            if columns.next.is_empty() {
                for source in 1..columns.starts.len() {
                    columns.starts[source] += columns.starts[source - 1];
                }
                columns.targets = vec![0; columns.starts[sources]];
                columns.next.clone_from(&columns.starts);
            }
            self.draw_column(columns.kept, degree);
            for &source in &self.drawn {
                let next = &mut columns.next[source as usize];
                columns.targets[*next] = columns.kept;
                *next += 1;
            }
            columns.kept += 1;
        } else {
            self.columns = columns;
            return None;
        }
        self.columns = columns;
        Some(degree)
    }

    /// Draws the sources of a target.
    fn draw_column(&mut self, target: u32, degree: u32) {
        let own = self.targets.neuron(target);
        let autapses = self.recipe.projections[self.projection].autapses;
        let skip = if autapses { None } else { self.sources.place(own) };
        self.draw_distinct(target, degree, self.sources.len(), skip);
    }

    /// Writes the synapses of the source at the index `source` into `row`, targets ascending.
    pub(super) fn row(&mut self, source: u32, row: &mut Vec<Target>) {
        row.clear();
        let own = self.sources.neuron(source);
        let recipe = Arc::clone(&self.recipe);
        let projection = &recipe.projections[self.projection];
        let skip = if projection.autapses { None } else { self.targets.place(own) };
        let len = self.targets.len();
        match &projection.rule {
            Rule::AllToAll => {
                self.drawn.clear();
                self.drawn.extend((0..len).filter(|&target| Some(target) != skip));
            }
            Rule::Probability(p) => self.draw_independent(source, *p, skip),
            Rule::OutDegree(degree) => {
                self.draw_distinct(source, *degree, len, skip);
                if !matches!(projection.delay, Delay::Each { .. }) {
                    self.sort_by_bits(len);
                }
            }
            Rule::OneToOne => {
                self.drawn.clear();
                self.drawn.push(source);
            }
            Rule::List(pairs) => {
                let first = pairs.partition_point(|(from, _)| *from < source);
                let row = pairs[first..].iter().take_while(|(from, _)| *from == source);
                self.drawn.clear();
                self.drawn.extend(row.map(|(_, to)| *to));
            }
            Rule::InDegree(_) => {
                let columns = &self.columns;
                let source = source as usize;
                self.drawn.clear();
                let range = columns.starts[source]..columns.starts[source + 1];
                self.drawn.extend_from_slice(&columns.targets[range]);
            }
        }
        let places = self.drawn.iter().enumerate();
        row.extend(places.map(|(place, &target)| Target {
            neuron: self.targets.neuron(target),
            place: place as u32,
        }));
        if matches!(projection.delay, Delay::Each { .. }) {
            row.sort_unstable_by_key(|target| target.neuron);
        }
    }

    /// Draws each target with probability `p`, by drawing the geometric number of targets to skip.
    fn draw_independent(&mut self, source: u32, p: f64, skip: Option<u32>) {
        self.drawn.clear();
        let len = self.targets.len();
        if p >= 1.0 {
            self.drawn.extend((0..len).filter(|&target| Some(target) != skip));
            return;
        }
        if p <= 0.0 {
            return;
        }
        let log_missed = libm::log1p(-p);
        let mut target = 0.0;
        for draw in 0.. {
            let chance = 1.0 - self.counter.unit(pair(source, draw));
            target += libm::floor(libm::log(chance) / log_missed);
            if target >= f64::from(len) {
                return;
            }
            if Some(target as u32) != skip {
                self.drawn.push(target as u32);
            }
            target += 1.0;
        }
    }

    /// Draws `count` distinct numbers below `len`, none of them `skip`, in any order.
    fn draw_distinct(&mut self, row: u32, count: u32, len: u32, skip: Option<u32>) {
        self.drawn.clear();
        let possible = len - u32::from(skip.is_some());
        if u64::from(count) * 2 > u64::from(possible) {
            self.draw_by_swaps(row, count, len, skip);
            return;
        }
        let marked = &mut self.marked[..(len as usize).div_ceil(64)];
        marked.fill(0);
        if let Some(skip) = skip {
            marked[skip as usize / 64] |= 1 << (skip % 64);
        }
        let mut draw = 0;
        while self.drawn.len() < count as usize {
            let number = self.counter.below(pair(row, draw), len);
            draw += 1;
            let (word, bit) = (number as usize / 64, 1 << (number % 64));
            if marked[word] & bit == 0 {
                marked[word] |= bit;
                self.drawn.push(number);
            }
        }
        if let Some(skip) = skip {
            marked[skip as usize / 64] &= !(1 << (skip % 64));
        }
    }

    /// Draws like [`Self::draw_distinct`] where most of the numbers are wanted: the start of a
    /// Fisher-Yates shuffle.
    fn draw_by_swaps(&mut self, row: u32, count: u32, len: u32, skip: Option<u32>) {
        self.drawn.extend((0..len).filter(|&number| Some(number) != skip));
        let possible = self.drawn.len() as u32;
        let count = count.min(possible);
        for place in 0..count {
            let other = place + self.counter.below(pair(row, place), possible - place);
            self.drawn.swap(place as usize, other as usize);
        }
        self.drawn.truncate(count as usize);
        let marked = &mut self.marked[..(len as usize).div_ceil(64)];
        marked.fill(0);
        for &number in &self.drawn {
            marked[number as usize / 64] |= 1 << (number % 64);
        }
    }

    /// Sorts what was drawn by reading the bit mask, whose bits are set already: faster than a
    /// sort.
    fn sort_by_bits(&mut self, len: u32) {
        self.drawn.clear();
        for (word, &bits) in self.marked[..(len as usize).div_ceil(64)].iter().enumerate() {
            let mut bits = bits;
            while bits != 0 {
                self.drawn.push(word as u32 * 64 + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
    }
}
