//! The only things that can change a running model.

use super::rejection::MARKER_BYTES_MAX;
use super::{Injection, Rejection, Site, Step, Subject};
use crate::circuit::Recipe;
use crate::model::{Neuron, Scheme};

/// A change to the running model, made between two steps.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Injects a current: into a neuron alone, or somewhere in a circuit.
    Inject {
        /// Where.
        site: Site,
        /// What.
        injection: Injection,
    },
    /// Runs the protocol of a neuron alone once from now on, or in a circuit that of a population,
    /// for all of its neurons or for one. What flowed before flows again afterwards.
    Fire {
        /// Where.
        site: Site,
    },
    /// Goes on with another integration scheme.
    Scheme {
        /// The scheme to use.
        scheme: Scheme,
    },
    /// Puts a neuron alone back into its initial state and begins a repeating protocol anew, or
    /// puts a circuit back to its start, weights included; drops running pulses.
    Reset {},
    /// Gives a neuron alone or a population other parameters; states go on from what they are. In a
    /// population each neuron still differs by what was drawn for it.
    Edit {
        /// Whose: the subject's, or a population's.
        site: Site,
        /// The neuron as it is from now on.
        neuron: Box<Neuron>,
    },
    /// Puts another neuron or circuit in the place of the present one.
    Switch(Subject),
    /// Changes nothing, but stands in the recording.
    Marker {
        /// What to remember.
        text: String,
    },
}

/// A command and the step before which it is carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The step that is the first to feel it.
    pub step: Step,
    /// What to do.
    pub command: Command,
}

impl Command {
    /// What the command puts in the place of the present subject, if it switches.
    #[must_use]
    pub fn switches_to(&self) -> Option<&Subject> {
        match self {
            Self::Switch(subject) => Some(subject),
            _ => None,
        }
    }

    /// Whether the command's own values are in range.
    ///
    /// # Errors
    /// Names the value that is not.
    pub fn validate(&self) -> Result<(), Rejection> {
        match self {
            Self::Inject { injection, .. } => injection.validate(),
            Self::Edit { neuron, .. } => match neuron.flaw() {
                None => Ok(()),
                Some(flaw) => Err(Rejection::Neuron(flaw.message)),
            },
            Self::Marker { text } if text.len() > MARKER_BYTES_MAX => Err(Rejection::MarkerTooLong),
            _ => Ok(()),
        }
    }

    /// Whether the command is one for `subject`, whatever was done to it before.
    ///
    /// # Errors
    /// That it is for a circuit or for a neuron alone, or names a place that a circuit does not
    /// have, or a scheme under which it can't be run.
    pub fn check(&self, subject: &Subject) -> Result<(), Rejection> {
        match (self, subject) {
            (
                Self::Inject { site, .. } | Self::Fire { site } | Self::Edit { site, .. },
                Subject::Neuron(_),
            ) => match site {
                Site::Subject => Ok(()),
                Site::Population(_) | Site::Neuron(_) => Err(Rejection::CircuitOnly),
            },
            (Self::Edit { site: Site::Neuron(_), .. }, Subject::Circuit(_)) => {
                Err(Rejection::PopulationOnly)
            }
            (
                Self::Inject { site, .. } | Self::Fire { site } | Self::Edit { site, .. },
                Subject::Circuit(recipe),
            ) => check_site(recipe, *site),
            (Self::Scheme { scheme }, Subject::Circuit(recipe)) => {
                Rejection::check_scheme_of(recipe, *scheme)
            }
            // Whether a scheme suits a neuron alone depends on how it was edited.
            (Self::Scheme { .. }, Subject::Neuron(_))
            | (Self::Reset {} | Self::Switch(_) | Self::Marker { .. }, _) => Ok(()),
        }
    }
}

fn check_site(recipe: &Recipe, site: Site) -> Result<(), Rejection> {
    let (neurons, populations) = (recipe.neurons(), recipe.populations.len());
    let exists = match site {
        Site::Subject => return Err(Rejection::NeuronOnly),
        Site::Population(index) => index.index() < populations,
        Site::Neuron(neuron) => neuron.number() < neurons,
    };
    if exists { Ok(()) } else { Err(Rejection::Site { neurons, populations }) }
}
