//! An f-I curve as comma-separated values.

use std::io::{self, Write};

use super::lines::Lines;
use crate::measure::Point;

/// Writes `current,spikes,mean_rate_hz,initial_rate_hz,steady_rate_hz` and a row for each of
/// `points`, in the shortest decimals that read back as the same numbers.
///
/// # Errors
/// What can't be written.
pub fn write_curve(out: impl Write, points: &[Point]) -> io::Result<()> {
    let header = "current,spikes,mean_rate_hz,initial_rate_hz,steady_rate_hz";
    let mut lines = Lines::new(out, header);
    for point in points {
        let Point { current, spikes, mean_rate_hz, initial_rate_hz, steady_rate_hz, .. } = point;
        lines.line(format_args!(
            "{current},{spikes},{mean_rate_hz},{initial_rate_hz},{steady_rate_hz}"
        ));
    }
    lines.finish()
}
