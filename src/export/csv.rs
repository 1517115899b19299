//! Every sample as a row of comma-separated values.

use std::io::{self, Write};

use super::Encoder;
use super::lines::Lines;
use crate::engine::{Clock, Sample, Sink};
use crate::model::Scheme;

/// Writes `t_ms,v_mv,u,current` and one row per sample, in the shortest decimals that read back as
/// the same numbers, never with an exponent.
#[derive(Debug)]
pub struct Csv<W: Write> {
    lines: Lines<W>,
    clock: Clock,
    /// The row of the step in which a run is stopped counts only where it stands at the start of its step.
    precedes_halt: bool,
    /// The last row, which is not written yet.
    last: Option<Sample>,
}

impl<W: Write> Csv<W> {
    /// Writes the header; `clock` tells the time of each sample of a run under `scheme`.
    pub fn new(out: W, clock: Clock, scheme: Scheme) -> Self {
        let lines = Lines::new(out, "t_ms,v_mv,u,current");
        Self { lines, clock, precedes_halt: scheme == Scheme::Exact, last: None }
    }

    fn write_last(&mut self) {
        if let Some(Sample { step, v, u, current }) = self.last.take() {
            let t_ms = self.clock.time_ms(step);
            self.lines.line(format_args!("{t_ms},{v},{u},{current}"));
        }
    }
}

impl<W: Write> Encoder for Csv<W> {
    /// After the step in which a neuron is stopped no row may follow.
    const STEPS_AT_ONCE: u64 = 1;

    fn has_failed(&self) -> bool {
        self.lines.has_failed()
    }

    fn finish(mut self, halted: bool) -> io::Result<()> {
        if !halted || self.precedes_halt {
            self.write_last();
        }
        self.lines.finish()
    }
}

impl<W: Write> Sink for Csv<W> {
    fn sample(&mut self, sample: &Sample) {
        self.write_last();
        self.last = Some(*sample);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Step;

    #[test]
    fn numbers_are_shortest_decimals_without_exponents() {
        let mut text = Vec::new();
        let mut csv = Csv::new(&mut text, Clock::new(10), Scheme::Paper);
        csv.sample(&Sample { step: Step(3), v: -65.0, u: 1e-7, current: 1e16 });
        csv.finish(false).unwrap();
        let expected = "t_ms,v_mv,u,current\n0.3,-65,0.0000001,10000000000000000\n";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }

    #[test]
    fn the_row_of_a_halt_counts_where_it_precedes_it() {
        for (scheme, rows) in [(Scheme::Paper, 1), (Scheme::Exact, 2)] {
            let mut text = Vec::new();
            let mut csv = Csv::new(&mut text, Clock::new(1), scheme);
            for step in [0, 1] {
                csv.sample(&Sample { step: Step(step), v: 0.5, u: 0.5, current: 0.5 });
            }
            csv.finish(true).unwrap();
            assert_eq!(String::from_utf8(text).unwrap().lines().count(), 1 + rows, "{scheme}");
        }
    }

    #[test]
    fn the_first_error_is_kept() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut csv = Csv::new(Full, Clock::new(1), Scheme::Paper);
        for step in 0..10_000 {
            csv.sample(&Sample { step: Step(step), v: 0.5, u: 0.5, current: 0.5 });
        }
        assert!(csv.has_failed());
        assert_eq!(csv.finish(false).unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
