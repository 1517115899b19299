//! The power spectrum of counts that arrive one by one, in bounded memory.

use std::f64::consts::PI;

use super::Spectrum;
use super::fft::Fft;
use crate::engine::{Sink, Spike, Step};

/// Counts in a second, one for each millisecond.
const COUNTS_PER_S: f64 = 1000.0;
/// Lengths of a segment (ms), the longest first.
const SEGMENTS_MS: [usize; 4] = [1024, 512, 256, 128];
/// Fewest half segments: six segments that overlap by half.
const HALVES_MIN: usize = 7;

/// Welch's method: the mean of the spectra of segments that overlap by half, each without its mean and
/// under a Hann window. (IEEE Trans. Audio Electroacoust. 15 (1967) 70)
#[derive(Clone, Debug)]
pub struct Welch {
    fft: Fft,
    window: Vec<f64>,
    /// The latest counts, at most a segment.
    counts: Vec<f64>,
    /// Workspace of the transform.
    parts: (Vec<f64>, Vec<f64>),
    /// Sum of the spectra of all segments.
    power: Vec<f64>,
    segments: u64,
    /// Sums over the segments of their total power and of its square.
    totals: (f64, f64),
}

impl Welch {
    /// An estimator for `counts` counts, one a millisecond: with segments of 1,024 ms, or shorter ones if
    /// fewer than six would fit; none if six segments of 128 ms do not fit. More counts may follow.
    #[must_use]
    pub fn for_counts(counts: u64) -> Option<Self> {
        let fits = |length: &&usize| (**length / 2 * HALVES_MIN) as u64 <= counts;
        SEGMENTS_MS.iter().find(fits).map(|&length| Self::new(length))
    }

    fn new(length: usize) -> Self {
        let hann = |k| 0.5 - 0.5 * libm::cos(2.0 * PI * k as f64 / length as f64);
        Self {
            fft: Fft::new(length),
            window: (0..length).map(hann).collect(),
            counts: Vec::with_capacity(length),
            parts: (vec![0.0; length], vec![0.0; length]),
            power: vec![0.0; length / 2 + 1],
            segments: 0,
            totals: (0.0, 0.0),
        }
    }

    /// Takes the count of the next millisecond.
    pub fn push(&mut self, count: f64) {
        self.counts.push(count);
        if self.counts.len() == self.window.len() {
            self.add_segment();
            self.counts.drain(..self.window.len() / 2);
        }
    }

    fn add_segment(&mut self) {
        let length = self.window.len();
        let mean = self.counts.iter().sum::<f64>() / length as f64;
        let (re, im) = &mut self.parts;
        for ((part, count), window) in re.iter_mut().zip(&self.counts).zip(&self.window) {
            *part = (count - mean) * window;
        }
        im.fill(0.0);
        self.fft.transform(re, im);
        let weight = self.window.iter().map(|window| window * window).sum::<f64>() * COUNTS_PER_S;
        let mut total = 0.0;
        for (bin, power) in self.power.iter_mut().enumerate() {
            // The power of a negative frequency is added to that of the positive one.
            let sides = if bin == 0 || bin == length / 2 { 1.0 } else { 2.0 };
            let of_bin = sides * (re[bin] * re[bin] + im[bin] * im[bin]) / weight;
            *power += of_bin;
            total += of_bin;
        }
        self.segments += 1;
        self.totals = (self.totals.0 + total, self.totals.1 + total * total);
    }

    /// The spectrum of all complete segments so far; none before the first.
    #[must_use]
    pub fn spectrum(&self) -> Option<Spectrum> {
        if self.segments == 0 {
            return None;
        }
        let segments = self.segments as f64;
        let (sum, squares) = self.totals;
        Some(Spectrum {
            resolution_hz: COUNTS_PER_S / self.window.len() as f64,
            power: self.power.iter().map(|power| power / segments).collect(),
            // Effective number of segments: the square of the sum over the sum of squares.
            segments: if squares > 0.0 { sum * sum / squares } else { 0.0 },
        })
    }
}

/// Counts the spikes of a running circuit in every millisecond and computes their spectrum.
#[derive(Clone, Debug)]
pub struct Activity {
    steps_per_ms: u64,
    count: u32,
    welch: Option<Welch>,
}

impl Activity {
    /// No counts yet, for a circuit with `steps_per_ms` steps in a millisecond that is to run for
    /// `duration_ms`.
    #[must_use]
    pub fn new(steps_per_ms: u32, duration_ms: f64) -> Self {
        let welch = Welch::for_counts(duration_ms as u64);
        Self { steps_per_ms: u64::from(steps_per_ms), count: 0, welch }
    }

    /// The spectrum of the whole run so far; none if it is too short for one.
    #[must_use]
    pub fn spectrum(&self) -> Option<Spectrum> {
        self.welch.as_ref().and_then(Welch::spectrum)
    }
}

impl Sink for Activity {
    #[inline]
    fn spike(&mut self, _: &Spike) {
        self.count = self.count.saturating_add(1);
    }

    #[inline]
    fn end(&mut self, step: Step, _: u64) {
        if (step.0 + 1).is_multiple_of(self.steps_per_ms) {
            if let Some(welch) = &mut self.welch {
                welch.push(f64::from(self.count));
            }
            self.count = 0;
        }
    }
}
