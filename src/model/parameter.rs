//! The parameters of neurons: each is a row in the table of its [`Family`](super::Family), from
//! which the keys of files and recordings, panels and spreads derive.

use super::neuron::Neuron;

/// One parameter of a family of neurons.
#[derive(Debug)]
pub struct Parameter {
    /// The name in files and on the screen.
    pub name: &'static str,
    /// The unit, empty where there is none.
    pub unit: &'static str,
    /// A short description.
    pub meaning: &'static str,
    /// Whether a file must contain the parameter.
    pub presence: Presence,
    /// The permitted values.
    pub bound: Bound,
    /// Change by one key press where the usual value is 0.
    pub least_step: f64,
    /// How the panel of the neuron shows the parameter.
    pub summary: Summary,
    /// The parameter after which this one is listed; none where the list has the order of the
    /// table, which is the order in files.
    pub listed_after: Option<&'static str>,
    place: fn(&mut Neuron) -> Option<&mut f64>,
}

/// Whether a file must contain a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Presence {
    /// The parameter is required.
    Required,
    /// The default where a file omits the parameter; the parameter is always written.
    Usual(f64),
    /// A special rule of single types. At this default the rule has no effect, and the parameter is
    /// neither written nor listed.
    Special(f64),
}

/// The permitted values of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Any finite number.
    Finite,
    /// A finite number above 0.
    Above0,
}

/// How the panel of the neuron shows a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    /// With this name.
    Named(&'static str),
    /// After the value of the parameter before, separated by a slash.
    Joined,
    /// Not at all.
    Hidden,
}

/// Why parameters do not form a valid neuron.
#[derive(Clone, Debug, PartialEq)]
pub struct Flaw {
    /// The invalid parameter.
    pub parameter: &'static Parameter,
    /// The expected values and the value found.
    pub message: String,
}

/// By name: a table has each name once.
impl PartialEq for Parameter {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Parameter {}

impl Parameter {
    /// A required parameter that may be any finite number; `place` finds its field in a neuron.
    pub(super) const fn new(
        name: &'static str,
        unit: &'static str,
        meaning: &'static str,
        place: fn(&mut Neuron) -> Option<&mut f64>,
    ) -> Self {
        Self {
            name,
            unit,
            meaning,
            presence: Presence::Required,
            bound: Bound::Finite,
            least_step: 1.0,
            summary: Summary::Named(name),
            listed_after: None,
            place,
        }
    }

    /// The value in `neuron`, if it has the parameter.
    #[must_use]
    pub fn get(&self, neuron: &Neuron) -> Option<f64> {
        let mut copy = *neuron;
        (self.place)(&mut copy).copied()
    }

    /// Sets the value in `neuron`, if it has the parameter.
    pub fn set(&self, neuron: &mut Neuron, value: f64) {
        if let Some(place) = (self.place)(neuron) {
            *place = value;
        }
    }

    /// Whether the parameter is listed and written for `neuron`: that of a special rule is listed
    /// only where the rule has an effect.
    #[must_use]
    pub fn is_listed(&self, neuron: &Neuron) -> bool {
        match self.presence {
            Presence::Required | Presence::Usual(_) => true,
            Presence::Special(absent) => self.get(neuron) != Some(absent),
        }
    }

    /// The parameter with another unit.
    pub(super) const fn in_unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// The parameter with another presence in files.
    pub(super) const fn present(self, presence: Presence) -> Self {
        Self { presence, ..self }
    }

    /// The parameter, restricted to values above 0.
    pub(super) const fn above_0(self) -> Self {
        Self { bound: Bound::Above0, ..self }
    }

    /// The parameter with another change by a key press from 0.
    pub(super) const fn by(self, least_step: f64) -> Self {
        Self { least_step, ..self }
    }

    /// The parameter, shown in another way in the panel.
    pub(super) const fn shown(self, summary: Summary) -> Self {
        Self { summary, ..self }
    }

    /// The parameter, listed after the parameter `name`.
    pub(super) const fn listed_after(self, name: &'static str) -> Self {
        Self { listed_after: Some(name), ..self }
    }
}
