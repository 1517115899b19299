//! Why commands are refused.

use thiserror::Error;

use crate::circuit::{Recipe, TooLarge, Unfit};
use crate::input::brief;
use crate::model::{Neuron, Scheme};

/// Largest current that a command or a protocol may ask for, in either direction.
pub const CURRENT_MAX: f64 = 1e6;
/// Longest pulse (ms).
pub(super) const PULSE_WIDTH_MS_MAX: f64 = 1e6;
/// Longest text of a marker (bytes).
pub(super) const MARKER_BYTES_MAX: usize = 1024;

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
    /// Parameters for one neuron of a circuit, which has those of its population.
    #[error("this acts on all neurons of a population, not on one of them")]
    PopulationOnly,
    /// Parameters that a population can't take while its circuit runs.
    #[error("{0}")]
    Population(Unfit),
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
    pub(super) fn check_scheme_of(recipe: &Recipe, scheme: Scheme) -> Result<(), Self> {
        let mut populations = recipe.populations.iter();
        populations.try_for_each(|population| Self::check_scheme(&population.neuron, scheme))?;
        // Under the exact scheme more spikes can be in flight.
        let recipe = Recipe { scheme, ..recipe.clone() };
        recipe.memory(1).check_limit().map_err(|large| Self::TooLarge(Box::new(large)))
    }
}
