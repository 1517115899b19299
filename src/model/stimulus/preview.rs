//! A preview of a protocol's current.

use super::{Protocol, Samples, Schedule, Segment, Shape};

/// Sampled steps per column, for currents whose extent has no closed form.
const SAMPLES_PER_COLUMN: u64 = 32;

/// The lowest and the highest current in each of `columns` equal parts of one pass of `protocol`,
/// on steps of `1/steps_per_ms` ms and with the noise of `seed`.
///
/// The cost does not depend on the duration: noise is drawn at some of the steps only.
#[must_use]
pub fn preview(
    protocol: &Protocol,
    steps_per_ms: u32,
    seed: u64,
    columns: usize,
) -> Vec<(f64, f64)> {
    let steps = super::steps_through(protocol.duration_ms, steps_per_ms).max(1);
    let columns = columns as u64;
    let stride = (steps / (columns * SAMPLES_PER_COLUMN).max(1)).max(1);
    let schedule = Schedule::coarse(protocol, steps_per_ms, seed, stride);
    let view = View { schedule, steps_per_ms, stride };
    let edge = |column: u64| (u128::from(column) * u128::from(steps) / u128::from(columns)) as u64;
    // A column narrower than a step shows the step that contains it.
    (0..columns)
        .map(|column| view.extent(edge(column), edge(column + 1).max(edge(column) + 1)))
        .collect()
}

struct View {
    schedule: Schedule,
    steps_per_ms: u32,
    stride: u64,
}

/// Widens `extent` to include `current`.
fn include(extent: &mut Option<(f64, f64)>, current: f64) {
    let (low, high) = extent.unwrap_or((current, current));
    *extent = Some((low.min(current), high.max(current)));
}

impl View {
    /// The lowest and the highest current from step `start` to the one before `end`.
    fn extent(&self, start: u64, end: u64) -> (f64, f64) {
        let mut extent = None;
        let mut k = start;
        while k < end {
            let (segment, change) = self.schedule.segment_at(k);
            let stop = change.min(end);
            match segment {
                None => include(&mut extent, self.schedule.protocol().baseline),
                Some((segment, _)) => self.segment_extent(segment, k, stop, &mut extent),
            }
            k = stop;
        }
        extent.unwrap_or((0.0, 0.0))
    }

    fn segment_extent(
        &self,
        segment: &Segment,
        k: u64,
        stop: u64,
        extent: &mut Option<(f64, f64)>,
    ) {
        let span_ms = (stop - k) as f64 / f64::from(self.steps_per_ms);
        let baseline = self.schedule.protocol().baseline;
        match &segment.shape {
            Shape::Train { level, period_ms, .. } if span_ms > *period_ms => {
                include(extent, *level);
                include(extent, baseline);
            }
            Shape::Train { .. } => self.include_plateaus(k, stop, extent),
            Shape::Samples(samples) => self.include_samples(segment, samples, k, stop, extent),
            Shape::Sine { .. } | Shape::Chirp { .. } => {
                let elapsed = self.schedule.elapsed(segment, k, 0.0);
                match segment.oscillation() {
                    // Sampling at the period of the wave would miss its extremes.
                    Some(wave) if wave.turns_in(elapsed, span_ms) > 1.0 => {
                        include(extent, wave.mean - wave.amplitude);
                        include(extent, wave.mean + wave.amplitude);
                    }
                    _ => self.include_sampled(k, stop, extent),
                }
            }
            Shape::Level(_)
            | Shape::Slope { .. }
            | Shape::Ramp { .. }
            | Shape::Noise { .. }
            | Shape::Correlated { .. } => self.include_sampled(k, stop, extent),
        }
    }

    /// Includes every sample: sampled steps could miss the extremes of millions of samples.
    fn include_samples(
        &self,
        segment: &Segment,
        samples: &Samples,
        k: u64,
        stop: u64,
        extent: &mut Option<(f64, f64)>,
    ) {
        let begun = |step: u64| {
            let step_ms = step as f64 / f64::from(self.steps_per_ms);
            let elapsed_ms = step_ms - segment.start_ms;
            samples.begun(segment.start_ms, elapsed_ms, |time_ms| step_ms >= time_ms)
        };
        let (first, past) = (begun(k), begun(stop - 1));
        if first == 0 {
            include(extent, self.schedule.protocol().baseline);
        }
        for &current in &samples.values[first.saturating_sub(1)..past] {
            include(extent, current);
        }
    }

    fn include_plateaus(&self, mut k: u64, stop: u64, extent: &mut Option<(f64, f64)>) {
        while k < stop {
            let stretch = self.schedule.stretch(k);
            stretch.constant.into_iter().for_each(|current| include(extent, current));
            k = stretch.end;
        }
    }

    /// Includes the currents at both ends and at multiples of the stride between.
    fn include_sampled(&self, k: u64, stop: u64, extent: &mut Option<(f64, f64)>) {
        let first = k.next_multiple_of(self.stride);
        let between = (first..stop).step_by(self.stride as usize);
        for step in [k].into_iter().chain(between).chain([stop - 1]) {
            include(extent, self.schedule.current(step, step));
        }
    }
}
