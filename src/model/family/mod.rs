//! The families of neurons. Each has a file with its schemes and one table of its parameters, from
//! which presets, recordings, panels, spreads and edits derive.
//!
//! A new family is a variant of [`Equations`] with its right-hand side, a file here, a row in
//! [`Family::ALL`] with an arm in [`Equations::family`] and [`with_scheme`], and its documentation.

mod common;
mod definition;
mod membrane;
mod simple;
mod stepped;
mod two_slope;

use super::equations::Equations;
use super::fixed::{Kernel, WithScheme};
use super::parameter::{Bound, Flaw, Parameter};
use super::{Neuron, Scheme};
use crate::input::brief;
pub use definition::Family;

impl Family {
    /// Every family. Of several with one name, the first is meant by files that name no recovery.
    pub const ALL: &[&Self] = &[
        &simple::STANDARD,
        &simple::CLASS_1,
        &simple::ACCOMMODATION,
        &membrane::LINEAR,
        &membrane::SPLIT,
        &membrane::CUBIC,
        &two_slope::FAMILY,
    ];

    /// The family whose equations are called `name`, with this recovery, or with the default
    /// recovery if `recovery` is none.
    #[must_use]
    pub fn named(name: &str, recovery: Option<&str>) -> Option<&'static Self> {
        let all = Self::ALL.iter().copied();
        let mut called = all.filter(|family| family.name == name);
        match recovery {
            None => called.next(),
            Some(_) => called.find(|family| family.recovery == recovery),
        }
    }
}

impl Equations {
    /// The family of neurons with these equations.
    #[must_use]
    pub fn family(&self) -> &'static Family {
        match self {
            Self::Standard => &simple::STANDARD,
            Self::Class1 => &simple::CLASS_1,
            Self::Accommodation => &simple::ACCOMMODATION,
            Self::Membrane(membrane) => membrane::of(membrane),
            Self::TwoSlope(_) => &two_slope::FAMILY,
        }
    }

    /// The unit of currents and of the recovery variable; none for dimensionless equations.
    #[must_use]
    pub fn current_unit(&self) -> Option<&'static str> {
        self.family().current_unit
    }
}

/// Runs `task` with `neuron` under `scheme` in steps of `1/steps_per_ms` ms.
///
/// # Errors
/// Returns the task if the scheme is [`Scheme::Exact`], which has no fixed step.
#[inline]
pub fn with_scheme<T: WithScheme>(
    scheme: Scheme,
    neuron: &Neuron,
    steps_per_ms: u32,
    task: T,
) -> Result<T::Output, T> {
    use membrane::EulerMembrane;
    use simple::{Euler, Izh2003, Paper};
    use stepped::stepped;
    use two_slope::EulerTwoSlope;

    let kernel = Kernel::new(neuron, scheme, steps_per_ms);
    match (scheme, neuron.equations) {
        (Scheme::Exact, _) => Err(task),
        // The only fixed-step scheme of these forms: no neuron with another scheme gets here.
        (_, Equations::Membrane(_)) => stepped::<EulerMembrane, T>(kernel, task),
        (_, Equations::TwoSlope(_)) => stepped::<EulerTwoSlope, T>(kernel, task),
        (Scheme::Paper, _) => stepped::<Paper, T>(kernel, task),
        (Scheme::Euler, _) => stepped::<Euler, T>(kernel, task),
        (Scheme::Izh2003, _) => stepped::<Izh2003, T>(kernel, task),
    }
}

impl Neuron {
    /// The schemes that can run the neuron, in the order of the key that cycles through them.
    #[must_use]
    pub fn schemes(&self) -> &'static [Scheme] {
        self.equations.family().schemes
    }

    /// The default initial recovery variable for an initial potential of `v0_mv` (mV): `b v0`, or 0
    /// for equations with units, where `u = 0` at rest (v = vr).
    #[must_use]
    pub fn usual_u0(&self, v0_mv: f64) -> f64 {
        match self.equations.current_unit() {
            Some(_) => 0.0,
            None => self.b * v0_mv,
        }
    }

    /// The parameters in the order in which they are listed. Parameters of special rules are
    /// included only where the rule has an effect.
    #[must_use]
    pub fn parameters(&self) -> Vec<&'static Parameter> {
        let mut listed: Vec<&'static Parameter> = Vec::new();
        for parameter in self.equations.family().parameters {
            let before = parameter.listed_after;
            let place = listed.iter().position(|other| before == Some(other.name));
            if parameter.is_listed(self) {
                listed.insert(place.map_or(listed.len(), |place| place + 1), parameter);
            }
        }
        listed
    }

    /// The parameter called `name`, if the neuron has one.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.equations.family().parameter(name)
    }

    /// The first flaw of the parameters; none if the neuron can be run.
    #[must_use]
    pub fn flaw(&self) -> Option<Flaw> {
        let value = |parameter: &Parameter| parameter.get(self).unwrap_or(f64::NAN);
        let flaw = |parameter: &'static Parameter, expected: String| {
            let found = brief(value(parameter));
            let message = format!("{}: expected {expected}, found {found}", parameter.name);
            Some(Flaw { parameter, message })
        };
        let all = self.parameters();
        if let Some(parameter) = all.iter().find(|parameter| !value(parameter).is_finite()) {
            return flaw(parameter, "a finite number".to_owned());
        }
        // vr and vt are zeros of a parabola, in any order: some hippocampal cells have vt below vr.
        let bounded = |parameter: &&&Parameter| parameter.bound == Bound::Above0;
        if let Some(parameter) = all.iter().filter(bounded).find(|it| value(it) <= 0.0) {
            return flaw(parameter, "above 0".to_owned());
        }
        if self.c_mv >= self.peak_mv {
            return flaw(&common::C, format!("below the peak ({} mV)", brief(self.peak_mv)));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Membrane, Recovery};

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
    fn a_table_has_each_parameter_once_and_a_place_for_it() {
        for family in Family::ALL {
            let (name, recovery) = (family.name, family.recovery);
            assert_eq!(family.blank.family().name, name);
            assert_eq!(family.blank.family().recovery, recovery);
            let found = Family::named(name, recovery).map(|found| found.parameters);
            assert_eq!(found, Some(family.parameters), "{name} {recovery:?}");
            let mut neuron = family.blank_neuron();
            for (k, parameter) in family.parameters.iter().enumerate() {
                parameter.set(&mut neuron, k as f64);
            }
            // If two parameters shared a field or a name, one value would be lost.
            for (k, parameter) in family.parameters.iter().enumerate() {
                assert_eq!(parameter.get(&neuron), Some(k as f64), "{name}: {parameter:?}");
                assert_eq!(family.parameter(parameter.name), Some(parameter));
            }
        }
    }

    #[test]
    fn special_rules_are_listed_where_they_hold() {
        let listed = |neuron: &Neuron| {
            let names = neuron.parameters().into_iter().map(|parameter| parameter.name);
            names.collect::<Vec<_>>()
        };
        let mut neuron = fast_spiking();
        let usual = ["C", "k", "vr", "vt", "a", "b", "vb", "c", "d", "peak"];
        assert_eq!(listed(&neuron), usual);
        neuron.parameter("u_max").expect("a row").set(&mut neuron, 670.0);
        assert_eq!(listed(&neuron), [&usual[..], &["u_max"]].concat());
        let Equations::Membrane(membrane) = &mut neuron.equations else { unreachable!() };
        membrane.recovery = Recovery::Split { vb_mv: -65.0, b_above: 2.0 };
        membrane.u_max = f64::INFINITY;
        let split = ["C", "k", "vr", "vt", "a", "b", "b_above", "vb", "c", "d", "peak"];
        assert_eq!(listed(&neuron), split);
    }

    #[test]
    fn what_makes_no_neuron_is_named() {
        assert_eq!(fast_spiking().flaw(), None);
        let changed = |name: &str, value: f64| {
            let mut neuron = fast_spiking();
            neuron.parameter(name).expect("a row").set(&mut neuron, value);
            neuron.flaw().map(|flaw| flaw.message)
        };
        assert_eq!(changed("vt", -60.0), None, "vt below vr");
        for (name, value, message) in [
            ("C", 0.0, "C: expected above 0, found 0"),
            ("k", -1.0, "k: expected above 0, found -1"),
            ("c", 25.0, "c: expected below the peak (25 mV), found 25"),
            ("a", f64::NAN, "a: expected a finite number, found NaN"),
        ] {
            assert_eq!(changed(name, value).as_deref(), Some(message));
        }
    }
}
