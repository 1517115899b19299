//! The spike-triggered average as comma-separated values.

use std::io::{self, Write};
use std::ops::Range;

use super::Encoder;
use super::lines::Lines;
use crate::circuit::{NeuronId, Reading};
use crate::engine::{Clock, Engine, OfNeuron, Sample, Sink, Spike, Step};
use crate::measure::{Aligned, SpikeAverage, row_of};

/// The signal of a spike-triggered average.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlignedSignal {
    /// Membrane potential (mV).
    V,
    /// Recovery variable.
    U,
    /// The whole current.
    Current,
    /// Firing rate of the neuron's population (Hz): spikes of the population whose row this is, per
    /// neuron and time of a row.
    Rate,
}

/// Writes `offset_ms,mean,sd,n`: the average of a signal around all spikes of one neuron.
#[derive(Debug)]
pub struct Sta<W: Write> {
    lines: Lines<W>,
    clock: Clock,
    /// The neurons of the population, whose rate may be asked for.
    population: Range<NeuronId>,
    average: OfNeuron<Rows>,
}

/// The rows of one neuron on their way into the average.
#[derive(Debug)]
struct Rows {
    signal: AlignedSignal,
    /// Rate that one spike in a row makes (Hz).
    rate_hz: f64,
    /// Spikes of the population in the row that comes next, and in the one after it.
    counts: [u32; 2],
    /// The row that comes next.
    next: u64,
    average: SpikeAverage,
}

impl<W: Write> Sta<W> {
    /// Writes the header. The average is that of `signal` around the spikes of `neuron` in `engine`,
    /// which has not made a step yet, from `before` rows before each spike to `after` rows after it.
    pub fn new(
        out: W,
        engine: &Engine,
        neuron: NeuronId,
        signal: AlignedSignal,
        (before, after): (usize, usize),
    ) -> Self {
        let clock = *engine.clock();
        let population = match engine.recipe().and_then(|it| Some((it, it.population_of(neuron)?)))
        {
            None => NeuronId::FIRST..NeuronId::new(1),
            Some((recipe, population)) => recipe.range(population),
        };
        let size = population.end.index() - population.start.index();
        let rows = Rows {
            signal,
            rate_hz: 1000.0 * f64::from(clock.steps_per_ms()) / size as f64,
            counts: [0; 2],
            next: 0,
            average: SpikeAverage::new(before, after, clock),
        };
        let average = OfNeuron::new(engine, neuron, rows);
        Self { lines: Lines::new(out, "offset_ms,mean,sd,n"), clock, population, average }
    }

    fn write(&mut self, aligned: &Aligned) {
        let per_ms = f64::from(self.clock.steps_per_ms());
        for (offset, of) in aligned.offsets() {
            let (offset_ms, n) = (offset as f64 / per_ms, of.n());
            match (of.mean(), of.sd()) {
                (Some(mean), Some(sd)) => {
                    self.lines.line(format_args!("{offset_ms},{mean},{sd},{n}"));
                }
                _ => self.lines.line(format_args!("{offset_ms},,,{n}")),
            }
        }
    }
}

impl Rows {
    /// Counts a spike of the population in `row`, which is the last one, or one of the next two.
    fn count(&mut self, row: u64) {
        match row.checked_sub(self.next) {
            None => self.average.add_to_last(self.rate_hz),
            Some(place) => self.counts[place as usize] += 1,
        }
    }
}

impl Sink for Rows {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        let value = match self.signal {
            AlignedSignal::V => sample.v,
            AlignedSignal::U => sample.u,
            AlignedSignal::Current => sample.current,
            AlignedSignal::Rate => f64::from(self.counts[0]) * self.rate_hz,
        };
        self.counts = [self.counts[1], 0];
        self.next = sample.step.0 + 1;
        self.average.row(sample.step, value);
    }

    fn spike(&mut self, spike: &Spike) {
        self.average.spike(spike);
    }

    fn restart(&mut self, _: Step) {
        self.average.restart();
    }
}

impl<W: Write> Sink for Sta<W> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.average.sample(sample);
    }

    #[inline]
    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        self.average.reading(probe, step, reading);
    }

    fn spike(&mut self, spike: &Spike) {
        let is_counted = self.average.sink.signal == AlignedSignal::Rate;
        if is_counted && self.population.contains(&spike.neuron) {
            self.average.sink.count(row_of(spike, &self.clock).0);
        }
        self.average.spike(spike);
    }

    fn restart(&mut self, step: Step) {
        self.average.restart(step);
    }
}

impl<W: Write> Encoder for Sta<W> {
    fn has_failed(&self) -> bool {
        self.lines.has_failed()
    }

    /// The average of an incomplete run would be that of another one, so nothing follows the header if
    /// the run `halted`.
    fn finish(mut self, halted: bool) -> io::Result<()> {
        if !halted {
            let rows = &mut self.average.sink;
            let none = SpikeAverage::new(0, 0, self.clock);
            let aligned = std::mem::replace(&mut rows.average, none).finish();
            self.write(&aligned);
        }
        self.lines.finish()
    }
}
