//! The settings of the artificial units.

use super::line::Refusal;
use crate::engine::CURRENT_MAX;
use crate::input::{brief, short};
use crate::instrument::Scope;

/// A setting of the artificial units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitsField {
    Theta,
    Slope,
}

impl UnitsField {
    pub(super) const ALL: [Self; 2] = [Self::Theta, Self::Slope];
}

impl Scope {
    pub(super) fn units_words(&self, field: UnitsField) -> (&'static str, String, &'static str) {
        let (units, unit) = (self.units(), self.current_unit().unwrap_or(""));
        match field {
            UnitsField::Theta => ("theta", short(units.theta, 3), unit),
            UnitsField::Slope => ("slope", short(units.slope, 3), unit),
        }
    }

    pub(super) fn nudge_units(&mut self, field: UnitsField, up: bool) {
        match field {
            UnitsField::Theta => self.artificial.nudge_theta(up),
            UnitsField::Slope => self.artificial.nudge_slope(up),
        }
    }

    pub(super) fn set_units(&mut self, field: UnitsField, value: f64) -> Result<(), Refusal> {
        let units = &mut self.artificial.units;
        let most = brief(CURRENT_MAX);
        match field {
            UnitsField::Theta if value.abs() > CURRENT_MAX => {
                return Err(format!("expected -{most} to {most}, found {}", brief(value)));
            }
            UnitsField::Slope if !(value > 0.0 && value <= CURRENT_MAX) => {
                return Err(format!("expected above 0 and at most {most}, found {}", brief(value)));
            }
            UnitsField::Theta => units.theta = value,
            UnitsField::Slope => units.slope = value,
        }
        Ok(())
    }
}
