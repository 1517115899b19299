//! An f-I curve as comma-separated values.

use std::io::{self, Write};

use super::lines::Lines;
use crate::measure::Point;

/// Writes `current,spikes,mean_rate_hz,initial_rate_hz,steady_rate_hz` and a row for each of
/// `points`, in the shortest decimals that read back as the same numbers. For a current without a
/// point, all fields but the first are empty.
///
/// # Errors
/// An I/O error of `out`.
///
/// ```
/// let mut out = Vec::new();
/// izh_tui::export::write_curve(&mut out, &[(2.5, None)])?;
/// let header = "current,spikes,mean_rate_hz,initial_rate_hz,steady_rate_hz";
/// assert_eq!(String::from_utf8(out).unwrap(), format!("{header}\n2.5,,,,\n"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_curve(out: impl Write, points: &[(f64, Option<Point>)]) -> io::Result<()> {
    let header = "current,spikes,mean_rate_hz,initial_rate_hz,steady_rate_hz";
    let mut lines = Lines::new(out, header);
    for (current, point) in points {
        let Some(point) = point else {
            lines.line(format_args!("{current},,,,"));
            continue;
        };
        let Point { spikes, mean_rate_hz, initial_rate_hz, steady_rate_hz, .. } = point;
        lines.line(format_args!(
            "{current},{spikes},{mean_rate_hz},{initial_rate_hz},{steady_rate_hz}"
        ));
    }
    lines.finish()
}
