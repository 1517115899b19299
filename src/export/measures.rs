//! What was measured of a run, as a table or as TOML.

use std::fmt;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::Encoder;
use super::lines::Lines;
use crate::engine::{Clock, OfNeuron, Sample, Setup, Sink, Spike, Step};
use crate::measure::{BurstRule, Figure, Measured, Measurements, Quantity};

/// Output format of what was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MeasureFormat {
    /// A line for each quantity.
    #[default]
    Csv,
    /// A table for each quantity.
    Toml,
}

impl MeasureFormat {
    /// All formats.
    pub const ALL: &'static [Self] = &[Self::Csv, Self::Toml];

    /// Name of the format on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Toml => "toml",
        }
    }
}

/// Measures one neuron; [`finish`](Encoder::finish) writes what was measured.
#[derive(Debug)]
pub struct Measures<W: Write> {
    out: W,
    format: MeasureFormat,
    clock: Clock,
    measurements: Measurements,
}

impl<W: Write> Measures<W> {
    /// Measures the neuron of `setup`, whose scheme and step are those of the run, from `from_ms` to
    /// `to_ms` (ms).
    pub fn new(out: W, format: MeasureFormat, setup: &Setup, (from_ms, to_ms): (f64, f64)) -> Self {
        let measurements = Measurements::new(setup.cell.neuron, setup.scheme, setup.steps_per_ms);
        Self {
            out,
            format,
            clock: Clock::new(setup.steps_per_ms),
            measurements: measurements.within(from_ms, to_ms),
        }
    }
}

impl<W: Write> Sink for Measures<W> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.measurements.row(self.clock.time_ms(sample.step), sample);
    }

    fn restart(&mut self, step: Step) {
        self.measurements.begin_train(self.clock.time_ms(step));
    }

    fn spike(&mut self, spike: &Spike) {
        self.measurements.spike(spike);
    }
}

impl<W: Write> Encoder for OfNeuron<Measures<W>> {
    fn has_failed(&self) -> bool {
        false
    }

    /// An incomplete run has no valid figures, so nothing is written if the run `halted`.
    fn finish(self, halted: bool) -> io::Result<()> {
        let Measures { mut out, format, measurements, .. } = self.sink;
        if halted {
            return Ok(());
        }
        let measured = measurements.now();
        match format {
            MeasureFormat::Csv => write_csv(out, &measured),
            MeasureFormat::Toml => {
                let text = toml::to_string(&Tables(&measured)).expect("tables of numbers are TOML");
                out.write_all(text.as_bytes())?;
                out.flush()
            }
        }
    }
}

/// Writes a line for each quantity.
fn write_csv(out: impl Write, measured: &Measured) -> io::Result<()> {
    let mut lines = Lines::new(out, "name,unit,n,mean,sd,min,max");
    for quantity in Quantity::ALL {
        let Figure { n, now: _, mean, sd, min, max } = measured.figure(quantity);
        let (name, unit) = (quantity.name(), quantity.unit());
        let [mean, sd, min, max] = [mean, sd, min, max].map(Field);
        lines.line(format_args!("{name},{unit},{n},{mean},{sd},{min},{max}"));
    }
    lines.finish()
}

/// A number, or nothing.
struct Field(Option<f64>);

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |number| number.fmt(f))
    }
}

/// A table for each quantity, under its name; keys without a value are left out.
struct Tables<'a>(&'a Measured);

#[derive(Serialize)]
struct Table {
    n: u64,
    mean: Option<f64>,
    sd: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
    /// How bursts were told apart.
    rule: Option<&'static str>,
    below_ms: Option<f64>,
}

impl Serialize for Tables<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Quantity::ALL.into_iter().map(|quantity| {
            let rule = (quantity == Quantity::BurstSpikes).then(|| self.0.burst_rule());
            (quantity.name(), Table::of(self.0.figure(quantity), rule))
        }))
    }
}

impl Table {
    fn of(figure: Figure, rule: Option<BurstRule>) -> Self {
        let Figure { n, now: _, mean, sd, min, max } = figure;
        let (name, below_ms) = (rule.map(BurstRule::name), rule.map(BurstRule::below_ms));
        Self { n, mean, sd, min, max, rule: name, below_ms }
    }
}
