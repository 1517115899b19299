//! The shape of a segment's current, kind by kind.

use std::ops::Range;

use super::kind::Kind;
use super::raw::RawSegment;
use crate::engine::CURRENT_MAX;
use crate::input::{Problem, brief};
use crate::model::Shape;
use crate::preset::protocol::number::{DURATION_MS_MAX, Number};
use crate::preset::protocol::samples::RawSamples;

/// Longest time constant of noise (ms).
const TAU_MS_MAX: f64 = 1e6;

impl RawSegment {
    pub(super) fn shape(
        &self,
        kind: Kind,
        place: &Range<usize>,
        unit: Option<&str>,
    ) -> Result<Shape, Problem> {
        let current = |key, value| self.current(key, value, place);
        let level = || current("level", &self.level);
        Ok(match kind {
            Kind::Level | Kind::Sweep => Shape::Level(level()?),
            Kind::Slope => Shape::Slope {
                level: level()?,
                slope_per_ms: self.number("slope_per_ms", &self.slope_per_ms, place)?,
            },
            Kind::Ramp => {
                Shape::Ramp { from: current("from", &self.from)?, to: current("to", &self.to)? }
            }
            Kind::Train => self.train(level()?, place)?,
            Kind::Sine => Shape::Sine {
                mean: level()?,
                amplitude: current("amplitude", &self.amplitude)?,
                frequency_hz: self.frequency_hz(place)?,
                phase_deg: self.phase_deg()?,
            },
            Kind::Chirp => Shape::Chirp {
                mean: level()?,
                amplitude: current("amplitude", &self.amplitude)?,
                from_hz: self.chirp_hz("from_hz", &self.from_hz, place)?,
                to_hz: self.chirp_hz("to_hz", &self.to_hz, place)?,
                phase_deg: self.phase_deg()?,
            },
            Kind::Noise => self.noise(level()?, place)?,
            Kind::Samples => Shape::Samples(self.samples(place, unit).check()?),
        })
    }

    fn train(&self, level: f64, place: &Range<usize>) -> Result<Shape, Problem> {
        let range = Shape::PERIOD_MS_MIN..=DURATION_MS_MAX;
        let expected = format!("{} to {DURATION_MS_MAX}", Shape::PERIOD_MS_MIN);
        let fits = |value: f64| range.contains(&value);
        let period_ms = self.ranged("period_ms", &self.period_ms, place, fits, &expected)?;
        let expected = format!("above 0 and at most the period ({})", brief(period_ms));
        let fits = |value: f64| value > 0.0 && value <= period_ms;
        let width_ms = self.ranged("width_ms", &self.width_ms, place, fits, &expected)?;
        Ok(Shape::Train { level, period_ms, width_ms })
    }

    fn noise(&self, mean: f64, place: &Range<usize>) -> Result<Shape, Problem> {
        let fits = |value: f64| (0.0..=CURRENT_MAX).contains(&value);
        let expected = format!("0 or more and at most {CURRENT_MAX}");
        let sd = self.ranged("sd", &self.sd, place, fits, &expected)?;
        if self.tau_ms.is_none() {
            let per = self.per.as_ref().map(|per| *per.get_ref()).unwrap_or_default();
            return Ok(Shape::Noise { mean, sd, per });
        }
        if let Some(surplus) = &self.per {
            let message = "per: not expected beside tau_ms, where sd is that of the current itself";
            return Err(Problem::at(surplus.span(), message));
        }
        let fits = |value: f64| value > 0.0 && value <= TAU_MS_MAX;
        let expected = format!("above 0 and at most {TAU_MS_MAX}");
        let tau_ms = self.ranged("tau_ms", &self.tau_ms, place, fits, &expected)?;
        Ok(Shape::Correlated { mean, sd, tau_ms })
    }

    fn frequency_hz(&self, place: &Range<usize>) -> Result<f64, Problem> {
        let fits = |value: f64| value > 0.0 && value <= Shape::FREQUENCY_HZ_MAX;
        let expected = format!("above 0 and at most {}", Shape::FREQUENCY_HZ_MAX);
        self.ranged("frequency_hz", &self.frequency_hz, place, fits, &expected)
    }

    fn chirp_hz(
        &self,
        key: &str,
        value: &Option<Number>,
        place: &Range<usize>,
    ) -> Result<f64, Problem> {
        let fits = |value: f64| (0.0..=Shape::FREQUENCY_HZ_MAX).contains(&value);
        self.ranged(key, value, place, fits, &format!("0 to {}", Shape::FREQUENCY_HZ_MAX))
    }

    fn phase_deg(&self) -> Result<f64, Problem> {
        match &self.phase_deg {
            None => Ok(0.0),
            given => {
                let fits = |value: f64| (-360.0..=360.0).contains(&value);
                self.ranged("phase_deg", given, &(0..0), fits, "-360 to 360")
            }
        }
    }

    fn samples<'a>(&'a self, place: &'a Range<usize>, unit: Option<&'a str>) -> RawSamples<'a> {
        let of_file = ["sha256", "time_column", "current_column"];
        RawSamples {
            place,
            file: self.file.as_ref(),
            table: self.table.as_ref(),
            of_file: self.given().find(|(key, _)| of_file.contains(key)),
            unit,
            sample_ms: self.sample_ms.as_ref(),
            times_ms: self.times_ms.as_ref(),
            values: self.values.as_ref(),
        }
    }
}
