//! Encodes a segment for the text of a preset or a recording.

use toml::Spanned;

use super::super::number::placeless;
use super::super::side::SideFile;
use super::kind::Kind;
use super::raw::RawSegment;
use crate::model::stimulus::{SampleTimes, Samples};
use crate::model::{Segment, Shape};

impl RawSegment {
    /// The form of `segment` that is written, with its samples in a file if `beside`, else inline.
    pub(in crate::preset::protocol) fn new(segment: &Segment, beside: bool) -> Self {
        let mut raw = Self {
            start_ms: Some(placeless(segment.start_ms)),
            end_ms: Some(placeless(segment.end_ms)),
            edges: segment.edges,
            ..Self::default()
        };
        match &segment.shape {
            Shape::Samples(samples) if beside => raw.set_file(samples),
            shape => raw.set_shape(shape),
        }
        raw
    }

    /// Sets the keys that name the file of the samples.
    fn set_file(&mut self, samples: &Samples) {
        let file = SideFile::new(samples);
        self.kind = Some(Kind::Samples);
        self.file = Some(Spanned::new(0..0, file.name()));
        self.sha256 = Some(Spanned::new(0..0, file.sha256().to_owned()));
        if let SampleTimes::Every(sample_ms) = samples.times {
            self.sample_ms = Some(placeless(sample_ms));
        }
    }

    /// Sets the keys of a shape.
    fn set_shape(&mut self, shape: &Shape) {
        let number = |value: &f64| Some(placeless(*value));
        match shape {
            Shape::Level(level) => self.level = number(level),
            Shape::Slope { level, slope_per_ms } => {
                self.level = number(level);
                self.slope_per_ms = number(slope_per_ms);
            }
            Shape::Ramp { from, to } => {
                self.from = number(from);
                self.to = number(to);
            }
            Shape::Train { level, period_ms, width_ms } => {
                self.kind = Some(Kind::Train);
                self.level = number(level);
                self.period_ms = number(period_ms);
                self.width_ms = number(width_ms);
            }
            Shape::Sine { mean, amplitude, frequency_hz, phase_deg } => {
                self.kind = Some(Kind::Sine);
                self.level = number(mean);
                self.amplitude = number(amplitude);
                self.frequency_hz = number(frequency_hz);
                self.phase_deg = number(phase_deg);
            }
            Shape::Chirp { mean, amplitude, from_hz, to_hz, phase_deg } => {
                self.kind = Some(Kind::Chirp);
                self.level = number(mean);
                self.amplitude = number(amplitude);
                self.from_hz = number(from_hz);
                self.to_hz = number(to_hz);
                self.phase_deg = number(phase_deg);
            }
            Shape::Noise { mean, sd, per } => {
                self.kind = Some(Kind::Noise);
                self.level = number(mean);
                self.sd = number(sd);
                self.per = Some(Spanned::new(0..0, *per));
            }
            Shape::Correlated { mean, sd, tau_ms } => {
                self.kind = Some(Kind::Noise);
                self.level = number(mean);
                self.sd = number(sd);
                self.tau_ms = number(tau_ms);
            }
            Shape::Samples(samples) => {
                let list = |numbers: &[f64]| {
                    Some(Spanned::new(0..0, numbers.iter().copied().map(placeless).collect()))
                };
                self.kind = Some(Kind::Samples);
                self.values = list(&samples.values);
                match &samples.times {
                    SampleTimes::Every(sample_ms) => self.sample_ms = number(sample_ms),
                    SampleTimes::At(times_ms) => self.times_ms = list(times_ms),
                }
            }
        }
    }
}
