//! A neuron's parameters one by one: each is a row in the table of its family
//! ([`Family`](super::Family)), from which files, recordings, panels and spreads derive.

use super::neuron::Neuron;

/// One number among a neuron's parameters.
#[derive(Debug)]
pub struct Parameter {
    /// The name in files and on the screen.
    pub name: &'static str,
    /// The unit, empty where there is none.
    pub unit: &'static str,
    /// What it is, in a few words.
    pub meaning: &'static str,
    /// Whether a file has to say it.
    pub presence: Presence,
    /// What it may be.
    pub bound: Bound,
    /// How far a key changes it where its usual value is 0.
    pub least_step: f64,
    /// How the panel of the neuron shows it.
    pub summary: Summary,
    /// The name of the parameter that it follows where parameters are listed; none for its place in
    /// the table, which is that in files.
    pub listed_after: Option<&'static str>,
    place: fn(&mut Neuron) -> Option<&mut f64>,
}

/// Whether a file has to say a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Presence {
    /// It has to.
    Required,
    /// It is this where a file does not say, and is always written.
    Usual(f64),
    /// A special rule of single types: without effect at this value, where it is neither written nor
    /// listed.
    Special(f64),
}

/// What a parameter may be.
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
    /// By a name of its own.
    Named(&'static str),
    /// Behind the value before it, with a stroke between.
    Joined,
    /// Not at all.
    Hidden,
}

/// What keeps parameters from making a neuron.
#[derive(Clone, Debug, PartialEq)]
pub struct Flaw {
    /// The parameter that is no good.
    pub parameter: &'static Parameter,
    /// What is expected of it, and what was found.
    pub message: String,
}

/// A table has each name once.
impl PartialEq for Parameter {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Parameter {}

impl Parameter {
    /// A parameter that is required and may be any finite number; `place` is where a neuron of its
    /// family has it.
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

    /// Whether it is listed and written for `neuron`: one of a special rule only where that holds.
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

    /// The parameter, with what a file may leave out.
    pub(super) const fn present(self, presence: Presence) -> Self {
        Self { presence, ..self }
    }

    /// The parameter, above 0.
    pub(super) const fn above_0(self) -> Self {
        Self { bound: Bound::Above0, ..self }
    }

    /// The parameter with another step from 0.
    pub(super) const fn by(self, least_step: f64) -> Self {
        Self { least_step, ..self }
    }

    /// The parameter, shown in another way.
    pub(super) const fn shown(self, summary: Summary) -> Self {
        Self { summary, ..self }
    }

    /// The parameter, listed after another.
    pub(super) const fn listed_after(self, name: &'static str) -> Self {
        Self { listed_after: Some(name), ..self }
    }
}
