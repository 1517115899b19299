//! Every sample as a row of comma-separated values.

use std::io::{self, Write};

use super::lines::Lines;
use crate::engine::{Clock, Sample, Sink};

/// Writes `t_ms,v_mv,u,current` and one row per sample, in the shortest decimals that read back as
/// the same numbers, never with an exponent.
#[derive(Debug)]
pub struct Csv<W: Write> {
    lines: Lines<W>,
    clock: Clock,
}

impl<W: Write> Csv<W> {
    /// Writes the header; `clock` tells the time of each sample.
    pub fn new(out: W, clock: Clock) -> Self {
        Self { lines: Lines::new(out, "t_ms,v_mv,u,current"), clock }
    }

    /// Whether a row could not be written.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.lines.has_failed()
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// The first error of the whole run.
    pub fn finish(self) -> io::Result<()> {
        self.lines.finish()
    }
}

impl<W: Write> Sink for Csv<W> {
    fn sample(&mut self, sample: &Sample) {
        let t_ms = self.clock.time_ms(sample.step);
        let Sample { v, u, current, .. } = sample;
        self.lines.line(format_args!("{t_ms},{v},{u},{current}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Step;

    #[test]
    fn numbers_are_shortest_decimals_without_exponents() {
        let mut text = Vec::new();
        let mut csv = Csv::new(&mut text, Clock::new(10));
        csv.sample(&Sample { step: Step(3), v: -65.0, u: 1e-7, current: 1e16 });
        csv.finish().unwrap();
        let expected = "t_ms,v_mv,u,current\n0.3,-65,0.0000001,10000000000000000\n";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
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
        let mut csv = Csv::new(Full, Clock::new(1));
        for step in 0..10_000 {
            csv.sample(&Sample { step: Step(step), v: 0.5, u: 0.5, current: 0.5 });
        }
        assert!(csv.has_failed());
        assert_eq!(csv.finish().unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
