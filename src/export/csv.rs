//! All steps as rows of comma-separated values.

use std::fmt;
use std::io::{self, Write};

use super::encoder::{Encoder, STEPS_AT_ONCE};
use super::lines::Lines;
use crate::circuit::{NeuronId, Recipe};
use crate::engine::{Clock, Sample, Sink, Spike, Step, Subject};
use crate::model::{Scheme, Sweeps};

/// Writes a header and one row per step, in the shortest decimals that read back as the same
/// numbers, never with an exponent. A neuron has the columns `t_ms,v_mv,u,current` and, where its
/// protocol has sweeps, `sweep`, which counts from 1; a circuit has `t_ms` and, under each
/// population's name, the number of its spikes.
#[derive(Debug)]
pub struct Csv<W: Write> {
    lines: Lines<W>,
    clock: Clock,
    rows: Rows,
}

/// Contents of the rows.
#[derive(Debug)]
enum Rows {
    /// The samples of a single neuron.
    Samples {
        /// Whether the row of the step in which a run is stopped is valid: only if it shows the
        /// step's start.
        precedes_halt: bool,
        /// The last row, not yet written.
        last: Option<Sample>,
        /// The sweeps of the protocol that runs from step 0 on.
        sweeps: Option<Sweeps>,
    },
    /// Spikes of each population in the present step, and the end of each population's neurons.
    Counts { counts: Vec<u32>, ends: Vec<NeuronId> },
}

impl<W: Write> Csv<W> {
    /// Writes the header for a run of `subject`, whose protocol runs in `sweeps` from step 0 on.
    pub fn new(out: W, subject: &Subject, sweeps: Option<Sweeps>) -> Self {
        let (header, rows) = match subject {
            Subject::Neuron(setup) => {
                let precedes_halt = setup.scheme == Scheme::Exact;
                let sweep = if sweeps.is_some() { ",sweep" } else { "" };
                let header = format!("t_ms,v_mv,u,current{sweep}");
                (header, Rows::Samples { precedes_halt, last: None, sweeps })
            }
            Subject::Circuit(recipe) => (header_of(recipe), Rows::of(recipe)),
        };
        Self { lines: Lines::new(out, &header), clock: Clock::new(subject.steps_per_ms()), rows }
    }

    fn write_sample(&mut self, sample: &Sample, sweeps: Option<Sweeps>) {
        let Sample { step, v, u, current } = sample;
        let t_ms = self.clock.time_ms(*step);
        match sweeps {
            None => self.lines.line(format_args!("{t_ms},{v},{u},{current}")),
            Some(sweeps) => {
                let sweep = sweeps.index_at(step.0, self.clock.steps_per_ms()) + 1;
                self.lines.line(format_args!("{t_ms},{v},{u},{current},{sweep}"));
            }
        }
    }
}

/// The header: time and population names.
pub(super) fn header_of(recipe: &Recipe) -> String {
    let names = recipe.populations.iter().map(|population| &*population.name);
    ["t_ms"].into_iter().chain(names).collect::<Vec<_>>().join(",")
}

impl Rows {
    fn of(recipe: &Recipe) -> Self {
        Self::Counts {
            counts: vec![0; recipe.populations.len()],
            ends: recipe.population_ids().map(|at| recipe.range(at).end).collect(),
        }
    }
}

impl<W: Write> Encoder for Csv<W> {
    fn steps_at_once(&self) -> u64 {
        match self.rows {
            // No row may follow the step in which a neuron is stopped.
            Rows::Samples { .. } => 1,
            Rows::Counts { .. } => STEPS_AT_ONCE,
        }
    }

    fn has_failed(&self) -> bool {
        self.lines.has_failed()
    }

    fn finish(mut self, halted: bool) -> io::Result<()> {
        if let Rows::Samples { precedes_halt, last: Some(last), sweeps } = self.rows
            && (!halted || precedes_halt)
        {
            self.write_sample(&last, sweeps);
        }
        self.lines.finish()
    }
}

impl<W: Write> Sink for Csv<W> {
    fn sample(&mut self, sample: &Sample) {
        let Rows::Samples { last, sweeps, .. } = &mut self.rows else { return };
        let sweeps = *sweeps;
        if let Some(before) = last.replace(*sample) {
            self.write_sample(&before, sweeps);
        }
    }

    fn spike(&mut self, spike: &Spike) {
        if let Rows::Counts { counts, ends } = &mut self.rows {
            let index = ends.iter().position(|&end| spike.neuron < end);
            counts[index.expect("a neuron of the circuit")] += 1;
        }
    }

    fn end(&mut self, step: Step, _: u64) {
        if let Rows::Counts { counts, .. } = &mut self.rows {
            let row = CountsRow { t_ms: self.clock.time_ms(step), counts };
            self.lines.line(format_args!("{row}"));
            counts.fill(0);
        }
    }
}

struct CountsRow<'a> {
    t_ms: f64,
    counts: &'a [u32],
}

impl fmt::Display for CountsRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.t_ms)?;
        self.counts.iter().try_for_each(|count| write!(f, ",{count}"))
    }
}
