//! A neuron's equations and parameters as TOML: the layout is that of a preset's `[neuron]` and of a
//! recording.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::input::{Problem, finite};
use crate::model::{Equations, Membrane, Neuron, Parameter, Recovery};

type Number = Spanned<f64>;

/// The right-hand sides by their names in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Form {
    #[serde(rename = "standard")]
    Standard,
    #[serde(rename = "class-1")]
    Class1,
    #[serde(rename = "accommodation")]
    Accommodation,
    #[serde(rename = "2007")]
    Membrane,
}

/// What the recovery variable follows in the form of 2007.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Follows {
    #[default]
    Linear,
    Split,
    Cubic,
}

/// A neuron's parameters before they have been checked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawNeuron {
    equations: Spanned<Form>,
    #[serde(default, rename = "C", skip_serializing_if = "Option::is_none")]
    capacitance: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    k: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vr: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vt: Option<Number>,
    a: Number,
    b: Number,
    c: Number,
    d: Number,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    peak: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recovery: Option<Spanned<Follows>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vb: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    b_above: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    peak_per_u: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    c_per_u: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    u_max: Option<Number>,
}

/// A number that stands in no text.
fn placeless<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

impl RawNeuron {
    /// The neuron, if its parameters make one.
    ///
    /// # Errors
    /// Names the parameter that does not, or is missing, or has no use.
    pub fn check(&self) -> Result<Neuron, Problem> {
        let equations = match self.equations.get_ref() {
            Form::Standard => Equations::Standard,
            Form::Class1 => Equations::Class1,
            Form::Accommodation => Equations::Accommodation,
            Form::Membrane => Equations::Membrane(self.membrane()?),
        };
        self.refuse_surplus()?;
        let peak_mv = match (&self.peak, equations) {
            (None, Equations::Membrane(_)) => self.required("peak", &self.peak)?,
            (None, _) => Neuron::PEAK_MV,
            (Some(peak), _) => finite("peak", peak)?,
        };
        let neuron = Neuron {
            equations,
            a: finite("a", &self.a)?,
            b: finite("b", &self.b)?,
            c_mv: finite("c", &self.c)?,
            d: finite("d", &self.d)?,
            peak_mv,
        };
        match neuron.flaw() {
            None => Ok(neuron),
            Some(flaw) => Err(Problem::at(self.place(flaw.parameter), flaw.message)),
        }
    }

    /// The recovery variable at the start where a preset does not say: `b v0`, or 0 in the form of
    /// 2007, which rests at vr without it.
    ///
    /// # Errors
    /// `b` is no finite number.
    pub(super) fn u0(&self, v0_mv: f64) -> Result<f64, Problem> {
        match self.equations.get_ref() {
            Form::Membrane => Ok(0.0),
            _ => Ok(finite("b", &self.b)? * v0_mv),
        }
    }

    fn membrane(&self) -> Result<Membrane, Problem> {
        let or = |key: &str, number: &Option<Number>, absent: f64| match number {
            Some(number) => finite(key, number),
            None => Ok(absent),
        };
        Ok(Membrane {
            capacitance_pf: self.required("C", &self.capacitance)?,
            k: self.required("k", &self.k)?,
            vr_mv: self.required("vr", &self.vr)?,
            vt_mv: self.required("vt", &self.vt)?,
            recovery: self.recovery()?,
            peak_per_u: or("peak_per_u", &self.peak_per_u, 0.0)?,
            c_per_u: or("c_per_u", &self.c_per_u, 0.0)?,
            u_max: or("u_max", &self.u_max, f64::INFINITY)?,
        })
    }

    /// Where a parameter stands in the text.
    fn place(&self, parameter: Parameter) -> std::ops::Range<usize> {
        let number = match parameter {
            Parameter::A => Some(&self.a),
            Parameter::B => Some(&self.b),
            Parameter::C => Some(&self.c),
            Parameter::D => Some(&self.d),
            Parameter::Capacitance => self.capacitance.as_ref(),
            Parameter::K => self.k.as_ref(),
            Parameter::Vr => self.vr.as_ref(),
            Parameter::Vt => self.vt.as_ref(),
            Parameter::BAbove => self.b_above.as_ref(),
            Parameter::Vb => self.vb.as_ref(),
            Parameter::Peak => self.peak.as_ref(),
            Parameter::PeakPerU => self.peak_per_u.as_ref(),
            Parameter::CPerU => self.c_per_u.as_ref(),
            Parameter::UMax => self.u_max.as_ref(),
        };
        number.map_or(self.equations.span(), Spanned::span)
    }

    fn follows(&self) -> Follows {
        self.recovery.as_ref().map(|recovery| *recovery.get_ref()).unwrap_or_default()
    }

    fn recovery(&self) -> Result<Recovery, Problem> {
        let vb_mv = || self.required("vb", &self.vb);
        Ok(match self.follows() {
            Follows::Linear => Recovery::Linear,
            Follows::Cubic => Recovery::Cubic { vb_mv: vb_mv()? },
            Follows::Split => Recovery::Split {
                vb_mv: vb_mv()?,
                b_above: self.required("b_above", &self.b_above)?,
            },
        })
    }

    fn required(&self, key: &str, number: &Option<Number>) -> Result<f64, Problem> {
        match number {
            Some(number) => finite(key, number),
            None => Err(self.wrong(number, format!("{key}: expected with these equations"))),
        }
    }

    /// A mistake at a number, or at the equations that would have it if it is not there.
    fn wrong(&self, number: &Option<Number>, message: String) -> Problem {
        let place = number.as_ref().map_or(self.equations.span(), Spanned::span);
        Problem::at(place, message)
    }

    /// A key that the equations have no use for is a mistake, not a comment.
    fn refuse_surplus(&self) -> Result<(), Problem> {
        let membrane = *self.equations.get_ref() == Form::Membrane;
        let follows = self.follows();
        let recovery = self.recovery.as_ref().map(placeless_of);
        let keys = [
            ("C", &self.capacitance, membrane),
            ("k", &self.k, membrane),
            ("vr", &self.vr, membrane),
            ("vt", &self.vt, membrane),
            ("recovery", &recovery, membrane),
            ("vb", &self.vb, membrane && follows != Follows::Linear),
            ("b_above", &self.b_above, membrane && follows == Follows::Split),
            ("peak_per_u", &self.peak_per_u, membrane),
            ("c_per_u", &self.c_per_u, membrane),
            ("u_max", &self.u_max, membrane),
        ];
        match keys.iter().find(|(_, number, wanted)| number.is_some() && !wanted) {
            None => Ok(()),
            Some((key, number, _)) => {
                Err(self.wrong(number, format!("{key}: not expected with these equations")))
            }
        }
    }
}

/// A number in the place of another value.
fn placeless_of<T>(value: &Spanned<T>) -> Number {
    Spanned::new(value.span(), 0.0)
}

impl From<&Neuron> for RawNeuron {
    fn from(neuron: &Neuron) -> Self {
        let mut raw = Self {
            equations: placeless(match neuron.equations {
                Equations::Standard => Form::Standard,
                Equations::Class1 => Form::Class1,
                Equations::Accommodation => Form::Accommodation,
                Equations::Membrane(_) => Form::Membrane,
            }),
            a: placeless(neuron.a),
            b: placeless(neuron.b),
            c: placeless(neuron.c_mv),
            d: placeless(neuron.d),
            peak: Some(placeless(neuron.peak_mv)),
            capacitance: None,
            k: None,
            vr: None,
            vt: None,
            recovery: None,
            vb: None,
            b_above: None,
            peak_per_u: None,
            c_per_u: None,
            u_max: None,
        };
        if let Equations::Membrane(membrane) = neuron.equations {
            raw.add_membrane(&membrane);
        }
        raw
    }
}

impl RawNeuron {
    fn add_membrane(&mut self, membrane: &Membrane) {
        let number = |value: f64| Some(placeless(value));
        let unless = |value: f64, usual: f64| (value != usual).then(|| placeless(value));
        self.capacitance = number(membrane.capacitance_pf);
        self.k = number(membrane.k);
        self.vr = number(membrane.vr_mv);
        self.vt = number(membrane.vt_mv);
        self.peak_per_u = unless(membrane.peak_per_u, 0.0);
        self.c_per_u = unless(membrane.c_per_u, 0.0);
        self.u_max = unless(membrane.u_max, f64::INFINITY);
        match membrane.recovery {
            Recovery::Linear => {}
            Recovery::Cubic { vb_mv } => {
                self.recovery = Some(placeless(Follows::Cubic));
                self.vb = number(vb_mv);
            }
            Recovery::Split { vb_mv, b_above } => {
                self.recovery = Some(placeless(Follows::Split));
                self.vb = number(vb_mv);
                self.b_above = number(b_above);
            }
        }
    }
}
