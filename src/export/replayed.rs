//! The steps of a replay as rows of comma-separated values, beside those of its fork.

use std::fmt::{self, Display};
use std::io::{self, Write};

use super::csv::header_of;
use super::lines::Lines;
use crate::circuit::NeuronId;
use crate::engine::{Clock, Sample, Sink, Spike, Step, Subject};

/// Writes a header and one row per step of a replay, in the columns of [`super::Csv`]. Beside them
/// may stand those of the fork that lacks the newest injection: `ghost_v_mv,ghost_u` of a neuron, and
/// in a circuit `ghost_` with the name of each population; they are empty while there is no fork.
///
/// Steps are taken in stretches: [`Self::begin`], the reports of both models, [`Self::write`].
#[derive(Debug)]
pub struct Replayed<W: Write> {
    lines: Lines<W>,
    first: Step,
    model: Rows,
    fork: Option<Rows>,
}

/// The reports of one model in a stretch of steps.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The number after the last of each population's neurons; empty for a neuron alone.
    ends: Vec<NeuronId>,
    /// One a step of a neuron alone.
    samples: Vec<Sample>,
    /// Spikes in a step, population by population, step after step.
    counts: Vec<u32>,
    /// Steps of a circuit that are complete.
    ended: usize,
}

impl<W: Write> Replayed<W> {
    /// Writes the header of a replay that runs `subject`, with the columns of forks if `has_fork`.
    pub fn new(out: W, subject: &Subject, has_fork: bool) -> Self {
        let header = match subject {
            Subject::Neuron(_) => {
                format!("t_ms,v_mv,u,current{}", if has_fork { ",ghost_v_mv,ghost_u" } else { "" })
            }
            Subject::Circuit(recipe) => {
                let ghost = |name: &str| format!(",ghost_{name}");
                let names = recipe.populations.iter().map(|population| ghost(&population.name));
                header_of(recipe) + &names.filter(|_| has_fork).collect::<String>()
            }
        };
        let model = Rows::of(subject);
        let fork = has_fork.then(|| model.clone());
        Self { lines: Lines::new(out, &header), first: Step(0), model, fork }
    }

    /// Begins a stretch at `first`.
    pub fn begin(&mut self, first: Step) {
        self.first = first;
        [Some(&mut self.model), self.fork.as_mut()].into_iter().flatten().for_each(Rows::clear);
    }

    /// Receives the reports of the model.
    pub fn model(&mut self) -> &mut Rows {
        &mut self.model
    }

    /// Receives the reports of the fork, if its columns are written.
    pub fn fork(&mut self) -> Option<&mut Rows> {
        self.fork.as_mut()
    }

    /// Writes the rows of the stretch that ends before `end`, with the times of `clock`; `is_forked`
    /// is whether the model had a fork in it.
    pub fn write(&mut self, end: Step, clock: &Clock, is_forked: bool) {
        for (index, step) in (self.first.0..end.0).enumerate() {
            let t_ms = clock.time_ms(Step(step));
            let model = self.model.row(index, true);
            match &self.fork {
                None => self.lines.line(format_args!("{t_ms}{model}")),
                Some(fork) => {
                    let fork = Row { has_current: false, is_there: is_forked, ..fork.row(index, false) };
                    self.lines.line(format_args!("{t_ms}{model}{fork}"));
                }
            }
        }
    }

    /// Whether writing has failed, so that the replay can be abandoned.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.lines.has_failed()
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// The first I/O error of the whole replay.
    pub fn finish(self) -> io::Result<()> {
        self.lines.finish()
    }
}
