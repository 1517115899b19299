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
        let Self { lines, first, model, fork } = self;
        for (index, step) in (first.0..end.0).enumerate() {
            let t_ms = clock.time_ms(Step(step));
            let model = Row { rows: model, index, with: Cells::All };
            match fork {
                None => lines.line(format_args!("{t_ms}{model}")),
                Some(rows) => {
                    let with = if is_forked { Cells::State } else { Cells::Empty };
                    let fork = Row { rows, index, with };
                    lines.line(format_args!("{t_ms}{model}{fork}"));
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

impl Rows {
    fn of(subject: &Subject) -> Self {
        let ends = subject.recipe().map(|recipe| {
            recipe.population_ids().map(|population| recipe.range(population).end).collect()
        });
        Self { ends: ends.unwrap_or_default(), samples: Vec::new(), counts: Vec::new(), ended: 0 }
    }

    fn clear(&mut self) {
        self.samples.clear();
        self.counts.clear();
        self.ended = 0;
    }

    /// The counts of the step under way.
    fn counts_now(&mut self) -> &mut [u32] {
        let (from, count) = (self.ended * self.ends.len(), self.ends.len());
        if self.counts.len() < from + count {
            self.counts.resize(from + count, 0);
        }
        &mut self.counts[from..from + count]
    }
}

impl Sink for Rows {
    fn sample(&mut self, sample: &Sample) {
        self.samples.push(*sample);
    }

    fn spike(&mut self, spike: &Spike) {
        let population = self.ends.partition_point(|&end| end <= spike.neuron);
        if let Some(count) = self.counts_now().get_mut(population) {
            *count += 1;
        }
    }

    fn end(&mut self, _: Step, _: u64) {
        self.counts_now();
        self.ended += 1;
    }
}

/// Which cells a row has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cells {
    /// State and current, or counts.
    All,
    /// State, or counts.
    State,
    /// As many, but empty.
    Empty,
}

/// The cells of one row, each behind a comma.
struct Row<'a> {
    rows: &'a Rows,
    index: usize,
    with: Cells,
}

impl Display for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, index, with } = *self;
        let populations = rows.ends.len();
        if with == Cells::Empty {
            // A neuron alone has potential and recovery variable.
            let cells = if populations == 0 { 2 } else { populations };
            return (0..cells).try_for_each(|_| f.write_str(","));
        }
        if populations > 0 {
            // A circuit that was halted makes no more reports.
            let count = |at| rows.counts.get(index * populations + at).copied().unwrap_or(0);
            return (0..populations).try_for_each(|at| write!(f, ",{}", count(at)));
        }
        let Some(Sample { v, u, current, .. }) = rows.samples.get(index) else { return Ok(()) };
        write!(f, ",{v},{u}")?;
        if with == Cells::All { write!(f, ",{current}") } else { Ok(()) }
    }
}
