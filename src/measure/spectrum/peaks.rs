//! Significant maxima of a spectrum.
//!
//! The estimate at each frequency is distributed as chi-squared over its degrees of freedom, so its
//! logarithm has a standard deviation of about `sqrt(2 / freedom)`. The spectrum is smoothed over a
//! fifth of the frequency to either side, because fast rhythms are broader than slow ones. A maximum is
//! significant if, to either side, the smoothed logarithm falls by [`STANDS_OUT`] standard deviations of
//! the difference before it rises above the maximum. With that bound about one spectrum of white noise
//! in a hundred has a peak.
//!
//! Smoothing widens a peak and shifts its maximum, even into the minimum between two lines. Therefore
//! the frequency is that of the largest maximum of the estimate itself near the smoothed maximum. Where
//! the estimate has no maximum there, there is no peak.

use std::ops::Range;

use super::{Band, Peak, Spectrum};

/// How far a peak has to stand out, in standard deviations.
const STANDS_OUT: f64 = 3.5;
/// Half width of the smoothing kernel, as a share of the frequency.
const SMOOTHING: f64 = 0.2;
/// Largest distance between the maximum of the estimate and the smoothed maximum, as a share of the
/// frequency: within it the kernel is at least half of its largest value.
const NEAR: f64 = SMOOTHING / 2.0;
/// Range in which rhythms are searched (Hz).
const RANGE_HZ: (f64, f64) = (0.0, 250.0);
/// Most peaks that are reported.
const PEAKS_MAX: usize = 4;
/// Fewest effective segments. A single event lies in two segments, so fewer could be one event and no
/// rhythm.
const SEGMENTS_MIN: f64 = 2.5;
/// Correlation of the estimate at a frequency with those at the same, the next and the next but one
/// frequency, under a Hann window.
const CORRELATION: [f64; 3] = [1.0, 4.0 / 9.0, 1.0 / 36.0];
/// Correlation of the estimates of two segments that overlap by half, under a Hann window.
const OVERLAP: f64 = 1.0 / 36.0;

/// One frequency of a smoothed spectrum.
#[derive(Clone, Copy, Debug)]
struct Point {
    power: f64,
    /// Variance of the logarithm of the power.
    variance: f64,
}

impl Spectrum {
    /// The power at each frequency, smoothed over a fifth of the frequency to either side.
    #[must_use]
    pub fn smoothed(&self) -> Vec<f64> {
        (0..self.power.len()).map(|index| self.smooth(index).power).collect()
    }

    /// The significant peaks, by ascending frequency: the four highest at most. A rhythm other than a sine
    /// has peaks at multiples of its frequency, too.
    #[must_use]
    pub fn peaks(&self) -> Vec<Peak> {
        let whole: f64 = self.power.iter().sum();
        if self.segments < SEGMENTS_MIN || whole <= 0.0 {
            return Vec::new();
        }
        let index = |frequency_hz: f64| (frequency_hz / self.resolution_hz).round() as usize;
        let (low, high) = (index(RANGE_HZ.0).max(1), index(RANGE_HZ.1).min(self.power.len()));
        let points: Vec<Point> = (low..high).map(|index| self.smooth(index)).collect();
        let mut found: Vec<usize> =
            (0..points.len()).filter(|&place| stands_out(&points, place)).collect();
        found.sort_by(|&a, &b| points[b].power.total_cmp(&points[a].power));
        found.truncate(PEAKS_MAX);
        found.sort_unstable();
        // The power between the minima to either side belongs to the peak.
        let valley = |pair: &[usize]| {
            let between = pair[0]..pair[1];
            let lowest = between.min_by(|&a, &b| points[a].power.total_cmp(&points[b].power));
            lowest.unwrap_or(pair[1])
        };
        let valleys: Vec<usize> = found.windows(2).map(valley).collect();
        let starts = [0].into_iter().chain(valleys.iter().copied());
        let ends = valleys.iter().copied().chain([points.len()]);
        let peak = |((place, start), end): ((usize, usize), usize)| {
            let frequency_hz = self.refined_hz(low + place)?;
            let around = half_height(&points[start..end], place - start);
            let around: f64 = self.power[low + start..][around].iter().sum();
            Some(Peak { frequency_hz, band: Band::of(frequency_hz), share: around / whole })
        };
        found.iter().copied().zip(starts).zip(ends).filter_map(peak).collect()
    }

    /// The frequency (Hz) of the estimate's largest maximum near the smoothed maximum `index`: the
    /// vertex of the parabola through the logarithms of the maximum and its two neighbours. None
    /// where the estimate has no maximum there.
    fn refined_hz(&self, index: usize) -> Option<f64> {
        let reach = ((NEAR * index as f64) as usize).max(1);
        let near =
            index.saturating_sub(reach).max(1)..(index + reach + 1).min(self.power.len() - 1);
        let power = &self.power;
        let is_maximum = |&bin: &usize| power[bin] > power[bin - 1] && power[bin] >= power[bin + 1];
        let top = near.filter(is_maximum).max_by(|&a, &b| power[a].total_cmp(&power[b]))?;
        let [left, middle, right] = [top - 1, top, top + 1].map(|bin| libm::log(power[bin]));
        let bend = left - 2.0 * middle + right;
        // The logarithm of an estimate of exactly 0 is not finite.
        let offset = if bend.is_finite() { 0.5 * (left - right) / bend } else { 0.0 };
        Some((top as f64 + offset) * self.resolution_hz)
    }

    /// The smoothed spectrum at `index`, by a triangular kernel whose width is proportional to the
    /// frequency.
    fn smooth(&self, index: usize) -> Point {
        let reach = ((SMOOTHING * index as f64) as usize).max(1);
        // The power at frequency 0 is only the remainder of a mean that was subtracted.
        let start = index.saturating_sub(reach).max(1);
        let end = (index + reach + 1).min(self.power.len());
        let weight = |other: usize| (reach + 1).saturating_sub(index.abs_diff(other)) as f64;
        let (mut weights, mut sum, mut common) = (0.0, 0.0, 0.0);
        for other in start..end {
            weights += weight(other);
            sum += weight(other) * self.power[other];
            for (distance, correlation) in CORRELATION.iter().enumerate() {
                let sides = if distance == 0 { 1.0 } else { 2.0 };
                if other + distance < end {
                    common += sides * correlation * weight(other) * weight(other + distance);
                }
            }
        }
        let freedom = 2.0 * self.segments / (1.0 + 2.0 * OVERLAP);
        Point { power: sum / weights, variance: 2.0 * common / (weights * weights * freedom) }
    }
}

/// Whether the maximum at `place` is significant.
fn stands_out(points: &[Point], place: usize) -> bool {
    let (before, after) = (&points[..place], &points[place + 1..]);
    falls(points[place], before.iter().rev()) && falls(points[place], after.iter())
}

/// Whether the values after `peak` fall significantly before one of them is as high.
fn falls<'a>(peak: Point, points: impl Iterator<Item = &'a Point>) -> bool {
    let lower = points.take_while(|point| point.power < peak.power);
    let valley = lower.min_by(|a, b| a.power.total_cmp(&b.power));
    valley.is_some_and(|valley| {
        let scatter = libm::sqrt(peak.variance + valley.variance);
        libm::log(peak.power / valley.power) >= STANDS_OUT * scatter
    })
}

/// The range of indices around `place` in which the power stays above half of that at `place`.
fn half_height(points: &[Point], place: usize) -> Range<usize> {
    let above = |point: &&Point| point.power > 0.5 * points[place].power;
    let before = points[..place].iter().rev().take_while(above).count();
    let after = points[place..].iter().take_while(above).count();
    place - before..place + after
}
