//! The only things that can change a running model.

use std::sync::Arc;

use thiserror::Error;

use super::{Injection, Site, Step, Subject};
use crate::circuit::{Recipe, TooLarge};
use crate::input::brief;
use crate::model::{Neuron, Scheme};

/// Largest current that a command or a protocol may ask for, in either direction.
pub const CURRENT_MAX: f64 = 1e6;
/// Longest pulse (ms).
const PULSE_WIDTH_MS_MAX: f64 = 1e6;
/// Longest text of a marker (bytes).
const MARKER_BYTES_MAX: usize = 1024;

/// A change to the running model, made between two steps.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Adds a current for a while.
    Pulse {
        /// The current to add; negative inhibits.
        amplitude: f64,
        /// For how long (ms).
        width_ms: f64,
    },
    /// Turns the sustained step current on, or off. Ends a repeating protocol.
    Sustain {
        /// The current to add, `None` for off.
        current: Option<f64>,
    },
    /// Sets the holding current and ends any protocol.
    Hold {
        /// The new holding current.
        current: f64,
    },
    /// Runs the preset's protocol once from now on.
    Fire {},
    /// Goes on with another integration scheme.
    Scheme {
        /// The scheme to use.
        scheme: Scheme,
    },
    /// Puts the neuron back into its initial state and drops running pulses.
    Reset {},
    /// Gives the neuron other parameters; it goes on from its present state.
    Edit {
        /// The neuron as it is from now on.
        neuron: Box<Neuron>,
    },
    /// Puts another neuron in its place.
    Switch(Box<Setup>),
    /// Injects a current somewhere in a circuit.
    Inject {
        /// Where.
        site: Site,
        /// What.
        injection: Injection,
    },
    /// Puts another circuit in the place of the present one.
    SwitchCircuit(Arc<Recipe>),
    /// Changes nothing, but stands in the recording.
    Marker {
        /// What to remember.
        text: String,
    },
}

/// A neuron with everything that a switch to it sets.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// The neuron and its protocol.
    pub subject: Subject,
    /// The integration scheme.
    pub scheme: Scheme,
    /// Steps in one millisecond, 1 to 1,000,000.
    pub steps_per_ms: u32,
}

/// A command and the step before which it is carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The step that is the first to feel it.
    pub step: Step,
    /// What to do.
    pub command: Command,
}

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Rejection {
    /// A current outside the range.
    #[error("a current must be a finite number of at most {CURRENT_MAX} in size, found {}", brief(*.0))]
    Current(f64),
    /// A pulse width outside the range.
    #[error("a pulse width must be above 0 and at most {PULSE_WIDTH_MS_MAX} ms, found {}", brief(*.0))]
    Width(f64),
    /// A pulse that would act in no step at all.
    #[error("a pulse must be at least half a step wide")]
    TooShort,
    /// Too many pulses at once.
    #[error("at most {0} pulses can act at once")]
    TooManyPulses(usize),
    /// Too many neurons of a circuit with currents of their own.
    #[error("at most {0} neurons can have currents of their own")]
    TooManyNeurons(usize),
    /// Parameters that make no neuron.
    #[error("{0}")]
    Neuron(String),
    /// A scheme under which the neuron's equations can't be run.
    #[error("scheme: expected {} for these equations, found {asked}", names(.possible))]
    Scheme {
        /// What was asked for.
        asked: Scheme,
        /// What is possible.
        possible: &'static [Scheme],
    },
    /// A place that the circuit does not have.
    #[error("expected one of the circuit's {neurons} neurons or {populations} populations")]
    Site {
        /// How many neurons it has.
        neurons: u32,
        /// How many populations it has.
        populations: usize,
    },
    /// A command for a single neuron that was given to a circuit.
    #[error("this acts on a single neuron, not on a circuit")]
    NeuronOnly,
    /// A command for a circuit that was given to a single neuron.
    #[error("this acts on a circuit, not on a single neuron")]
    CircuitOnly,
    /// A circuit that takes more memory than there may be or than there is.
    #[error("{}", .0.brief())]
    TooLarge(Box<TooLarge>),
    /// A marker that is too long.
    #[error("a marker can't be longer than {MARKER_BYTES_MAX} bytes")]
    MarkerTooLong,
}

/// The schemes as they stand in a sentence.
fn names(schemes: &[Scheme]) -> String {
    schemes.iter().map(|scheme| scheme.name()).collect::<Vec<_>>().join(" or ")
}

impl Rejection {
    /// Whether `neuron` can be run under `scheme`.
    ///
    /// # Errors
    /// Names the schemes under which it can.
    pub fn check_scheme(neuron: &Neuron, scheme: Scheme) -> Result<(), Self> {
        let possible = neuron.schemes();
        if possible.contains(&scheme) {
            return Ok(());
        }
        Err(Self::Scheme { asked: scheme, possible })
    }

    /// Whether the circuit of `recipe` can be run under `scheme`.
    fn check_scheme_of(recipe: &Recipe, scheme: Scheme) -> Result<(), Self> {
        let mut populations = recipe.populations.iter();
        populations.try_for_each(|population| Self::check_scheme(&population.neuron, scheme))?;
        // Under the exact scheme more spikes can be in flight.
        let recipe = Recipe { scheme, ..recipe.clone() };
        recipe.memory(1).check_limit().map_err(|large| Self::TooLarge(Box::new(large)))
    }

    fn check_site(recipe: &Recipe, site: Site) -> Result<(), Self> {
        let (neurons, populations) = (recipe.neurons(), recipe.populations.len());
        let exists = match site {
            Site::Population(index) => index < populations,
            Site::Neuron(neuron) => neuron < neurons,
        };
        if exists { Ok(()) } else { Err(Self::Site { neurons, populations }) }
    }
}

impl Command {
    /// Whether the command's own values are in range.
    ///
    /// # Errors
    /// Names the value that is not.
    pub fn validate(&self) -> Result<(), Rejection> {
        let current = |value: f64| {
            // Written so that NaN is refused, too.
            if value.abs() <= CURRENT_MAX { Ok(()) } else { Err(Rejection::Current(value)) }
        };
        match self {
            Self::Pulse { amplitude, width_ms }
            | Self::Inject { injection: Injection::Pulse { amplitude, width_ms }, .. } => {
                current(*amplitude)?;
                let fits = *width_ms > 0.0 && *width_ms <= PULSE_WIDTH_MS_MAX;
                if fits { Ok(()) } else { Err(Rejection::Width(*width_ms)) }
            }
            Self::Sustain { current: Some(value) }
            | Self::Hold { current: value }
            | Self::Inject {
                injection:
                    Injection::Sustain { current: Some(value) } | Injection::Hold { current: value },
                ..
            } => current(*value),
            Self::Edit { neuron } => match neuron.flaw() {
                None => Ok(()),
                Some(flaw) => Err(Rejection::Neuron(flaw.message)),
            },
            Self::Marker { text } if text.len() > MARKER_BYTES_MAX => Err(Rejection::MarkerTooLong),
            _ => Ok(()),
        }
    }

    /// Whether the command is one for a single neuron.
    ///
    /// # Errors
    /// [`Rejection::CircuitOnly`].
    pub fn check_for_neuron(&self) -> Result<(), Rejection> {
        match self {
            Self::Inject { .. } | Self::SwitchCircuit(_) => Err(Rejection::CircuitOnly),
            _ => Ok(()),
        }
    }

    /// Whether the command is one for the circuit of `recipe`.
    ///
    /// # Errors
    /// That it is for a single neuron, a place that the circuit does not have, or a scheme under
    /// which it can't be run.
    pub fn check_for_circuit(&self, recipe: &Recipe) -> Result<(), Rejection> {
        match self {
            Self::Pulse { .. }
            | Self::Sustain { .. }
            | Self::Hold { .. }
            | Self::Fire {}
            | Self::Edit { .. }
            | Self::Switch(_) => Err(Rejection::NeuronOnly),
            Self::Inject { site, .. } => Rejection::check_site(recipe, *site),
            Self::Scheme { scheme } => Rejection::check_scheme_of(recipe, *scheme),
            Self::Reset {} | Self::SwitchCircuit(_) | Self::Marker { .. } => Ok(()),
        }
    }
}
