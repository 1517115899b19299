//! A neuron's parameters one by one: their names, values, and what makes a neuron of them.

use super::equations::{Equations, Membrane, Recovery, Side};
use super::neuron::Neuron;
use crate::input::brief;

/// One number among a neuron's parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// Membrane capacitance (pF).
    Capacitance,
    /// Steepness of the parabola (nS/mV).
    K,
    /// Resting potential (mV).
    Vr,
    /// Threshold potential (mV).
    Vt,
    /// Rate of recovery (1/ms).
    A,
    /// Sensitivity of recovery.
    B,
    /// Sensitivity of recovery above [`Self::Vb`].
    BAbove,
    /// Where the drive of the recovery variable changes (mV).
    Vb,
    /// Potential after a spike (mV).
    C,
    /// What a spike adds to the recovery variable.
    D,
    /// Potential at which a spike is cut off (mV).
    Peak,
    /// Change of the peak with the recovery variable (mV/pA).
    PeakPerU,
    /// Change of the potential after a spike with the recovery variable (mV/pA).
    CPerU,
    /// What a spike can raise the recovery variable to (pA).
    UMax,
}

/// What keeps parameters from making a neuron.
#[derive(Clone, Debug, PartialEq)]
pub struct Flaw {
    /// The parameter that is no good.
    pub parameter: Parameter,
    /// What is expected of it, and what was found.
    pub message: String,
}

impl Parameter {
    /// The parameters that `neuron` has, in the order in which they are listed. Those of special
    /// rules only where such a rule holds.
    #[must_use]
    pub fn all(neuron: &Neuron) -> Vec<Self> {
        let Equations::Membrane(membrane) = neuron.equations else {
            return vec![Self::A, Self::B, Self::C, Self::D, Self::Peak];
        };
        let mut all = vec![Self::Capacitance, Self::K, Self::Vr, Self::Vt, Self::A, Self::B];
        match membrane.recovery {
            Recovery::Linear => {}
            Recovery::Split { .. } => all.extend([Self::BAbove, Self::Vb]),
            Recovery::Cubic { .. } => all.push(Self::Vb),
        }
        all.extend([Self::C, Self::D, Self::Peak]);
        let special = [
            (Self::PeakPerU, membrane.peak_per_u != 0.0),
            (Self::CPerU, membrane.c_per_u != 0.0),
            (Self::UMax, membrane.u_max.is_finite()),
        ];
        all.extend(special.iter().filter(|(_, holds)| *holds).map(|(parameter, _)| *parameter));
        all
    }

    /// The name in files and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Capacitance => "C",
            Self::K => "k",
            Self::Vr => "vr",
            Self::Vt => "vt",
            Self::A => "a",
            Self::B => "b",
            Self::BAbove => "b_above",
            Self::Vb => "vb",
            Self::C => "c",
            Self::D => "d",
            Self::Peak => "peak",
            Self::PeakPerU => "peak_per_u",
            Self::CPerU => "c_per_u",
            Self::UMax => "u_max",
        }
    }

    /// The unit in `neuron`, empty where there is none.
    #[must_use]
    pub fn unit(self, neuron: &Neuron) -> &'static str {
        let has_units = neuron.equations.current_unit().is_some();
        match self {
            Self::Capacitance => "pF",
            Self::K => "nS/mV",
            Self::Vr | Self::Vt | Self::Vb | Self::C | Self::Peak => "mV",
            Self::A => "1/ms",
            Self::B if neuron.equations.drive(neuron.b, Side::Above).cubic => "pA/mV\u{b3}",
            Self::B | Self::BAbove if has_units => "nS",
            Self::D | Self::UMax if has_units => "pA",
            Self::PeakPerU | Self::CPerU => "mV/pA",
            Self::B | Self::BAbove | Self::D | Self::UMax => "",
        }
    }

    /// The value in `neuron`, if it has the parameter.
    #[must_use]
    pub fn get(self, neuron: &Neuron) -> Option<f64> {
        let mut copy = *neuron;
        self.place(&mut copy).copied()
    }

    /// Sets the value in `neuron`, if it has the parameter.
    pub fn set(self, neuron: &mut Neuron, value: f64) {
        if let Some(place) = self.place(neuron) {
            *place = value;
        }
    }

    fn place(self, neuron: &mut Neuron) -> Option<&mut f64> {
        match self {
            Self::A => return Some(&mut neuron.a),
            Self::B => return Some(&mut neuron.b),
            Self::C => return Some(&mut neuron.c_mv),
            Self::D => return Some(&mut neuron.d),
            Self::Peak => return Some(&mut neuron.peak_mv),
            _ => {}
        }
        let Equations::Membrane(membrane) = &mut neuron.equations else { return None };
        match (self, &mut membrane.recovery) {
            (Self::Capacitance, _) => Some(&mut membrane.capacitance_pf),
            (Self::K, _) => Some(&mut membrane.k),
            (Self::Vr, _) => Some(&mut membrane.vr_mv),
            (Self::Vt, _) => Some(&mut membrane.vt_mv),
            (Self::PeakPerU, _) => Some(&mut membrane.peak_per_u),
            (Self::CPerU, _) => Some(&mut membrane.c_per_u),
            (Self::UMax, _) => Some(&mut membrane.u_max),
            (Self::BAbove, Recovery::Split { b_above, .. }) => Some(b_above),
            (Self::Vb, Recovery::Split { vb_mv, .. } | Recovery::Cubic { vb_mv }) => Some(vb_mv),
            _ => None,
        }
    }
}

impl Neuron {
    /// What keeps the parameters from making a neuron that can be run, if anything does.
    #[must_use]
    pub fn flaw(&self) -> Option<Flaw> {
        let flaw = |parameter: Parameter, expected: String| {
            let found = brief(parameter.get(self).unwrap_or(f64::NAN));
            let message = format!("{}: expected {expected}, found {found}", parameter.name());
            Some(Flaw { parameter, message })
        };
        for parameter in Parameter::all(self) {
            if !parameter.get(self).is_some_and(f64::is_finite) {
                return flaw(parameter, "a finite number".to_owned());
            }
        }
        // vr and vt only name the two zeros of a parabola, in either order: published cells of the
        // hippocampus have vt below vr.
        if let Equations::Membrane(Membrane { capacitance_pf, k, .. }) = self.equations {
            for (parameter, value) in [(Parameter::Capacitance, capacitance_pf), (Parameter::K, k)]
            {
                if value <= 0.0 {
                    return flaw(parameter, "above 0".to_owned());
                }
            }
        }
        if self.c_mv >= self.peak_mv {
            return flaw(Parameter::C, format!("below the peak ({} mV)", brief(self.peak_mv)));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fast_spiking() -> Neuron {
        let membrane = Membrane {
            capacitance_pf: 20.0,
            k: 1.0,
            vr_mv: -55.0,
            vt_mv: -40.0,
            recovery: Recovery::Cubic { vb_mv: -55.0 },
            peak_per_u: 0.0,
            c_per_u: 0.0,
            u_max: f64::INFINITY,
        };
        let equations = Equations::Membrane(membrane);
        Neuron { equations, a: 0.2, b: 0.025, c_mv: -45.0, d: 0.0, peak_mv: 25.0 }
    }

    #[test]
    fn every_parameter_can_be_read_and_set() {
        let mut neuron = fast_spiking();
        for (k, parameter) in Parameter::all(&neuron).into_iter().enumerate() {
            parameter.set(&mut neuron, k as f64);
            assert_eq!(parameter.get(&neuron), Some(k as f64), "{parameter:?}");
        }
        assert_eq!(Parameter::BAbove.get(&neuron), None);
    }

    #[test]
    fn what_makes_no_neuron_is_named() {
        assert_eq!(fast_spiking().flaw(), None);
        let mut below = fast_spiking();
        Parameter::Vt.set(&mut below, -60.0);
        assert_eq!(below.flaw(), None, "vt below vr");
        for (parameter, value, message) in [
            (Parameter::Capacitance, 0.0, "C: expected above 0, found 0"),
            (Parameter::K, -1.0, "k: expected above 0, found -1"),
            (Parameter::C, 25.0, "c: expected below the peak (25 mV), found 25"),
            (Parameter::A, f64::NAN, "a: expected a finite number, found NaN"),
        ] {
            let mut neuron = fast_spiking();
            parameter.set(&mut neuron, value);
            assert_eq!(neuron.flaw().map(|flaw| flaw.message).as_deref(), Some(message));
        }
    }
}
