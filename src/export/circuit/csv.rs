//! How many neurons of each population fired, step by step.

use std::io::{self, Write};

use crate::circuit::{NeuronId, Recipe};
use crate::engine::{Clock, Sink, Spike, Step};
use crate::export::Encoder;
use crate::export::lines::Lines;

/// Writes `t_ms` and the names of the populations, and one row a step: its time and how many spikes
/// of each population it has.
#[derive(Debug)]
pub struct CircuitCsv<W: Write> {
    lines: Lines<W>,
    clock: Clock,
    /// The end of each population's neurons.
    ends: Vec<NeuronId>,
    /// Spikes of each population in the present step.
    counts: Vec<u32>,
}

impl<W: Write> CircuitCsv<W> {
    /// Writes the header; `clock` tells the time of each step.
    pub fn new(out: W, clock: Clock, recipe: &Recipe) -> Self {
        let populations = &recipe.populations;
        let names = populations.iter().map(|population| &*population.name);
        let header = ["t_ms"].into_iter().chain(names).collect::<Vec<_>>().join(",");
        Self {
            lines: Lines::new(out, &header),
            clock,
            ends: recipe.population_ids().map(|at| recipe.range(at).end).collect(),
            counts: vec![0; populations.len()],
        }
    }
}

impl<W: Write> Encoder for CircuitCsv<W> {
    fn has_failed(&self) -> bool {
        self.lines.has_failed()
    }

    fn finish(self, _: bool) -> io::Result<()> {
        self.lines.finish()
    }
}

impl<W: Write> Sink for CircuitCsv<W> {
    fn spike(&mut self, spike: &Spike) {
        let index = self.ends.iter().position(|&end| spike.neuron < end);
        self.counts[index.expect("a neuron of the circuit")] += 1;
    }

    fn end(&mut self, step: Step, _: u64) {
        let row = Row { t_ms: self.clock.time_ms(step), counts: &self.counts };
        self.lines.line(format_args!("{row}"));
        self.counts.fill(0);
    }
}

struct Row<'a> {
    t_ms: f64,
    counts: &'a [u32],
}

impl std::fmt::Display for Row<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.t_ms)?;
        self.counts.iter().try_for_each(|count| write!(f, ",{count}"))
    }
}
