//! Commands as written in blocks.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::circuit::checked_recipe;
use super::{Number, RawState, Reading, at_most, checked_steps_per_ms, placeless};
use crate::circuit::{NEURONS_MAX, NeuronId, POPULATIONS_MAX, PopulationId};
use crate::engine::{Command, Injection, Setup, Site, Subject};
use crate::input::{InputError, Problem, finite};
use crate::model::Scheme;
use crate::preset::{RawCircuit, RawNeuron, RawProtocol, setup_from};

/// The contents of an `[[event]]` block.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::session) struct RawEvent {
    pub(in crate::session) step: Spanned<u64>,
    pub(in crate::session) command: Spanned<RawCommand>,
}

/// A command; with the number of a population or neuron, a command for a circuit. Even an empty
/// command is a table, because its closing brace tells a complete block from a truncated one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
pub(in crate::session) enum RawCommand {
    Pulse {
        amplitude: Number,
        width_ms: Number,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        population: Option<Spanned<u64>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        neuron: Option<Spanned<u64>>,
    },
    Sustain {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        current: Option<Number>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        population: Option<Spanned<u64>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        neuron: Option<Spanned<u64>>,
    },
    Hold {
        current: Number,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        population: Option<Spanned<u64>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        neuron: Option<Spanned<u64>>,
    },
    Fire {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        population: Option<Spanned<u64>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        neuron: Option<Spanned<u64>>,
    },
    Scheme {
        scheme: Scheme,
    },
    Reset {},
    Edit {
        /// TOML requires plain values before tables.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        population: Option<Spanned<u64>>,
        neuron: Box<RawNeuron>,
    },
    Switch(Box<RawSetup>),
    Circuit(Box<RawCircuit>),
    Marker {
        text: String,
    },
    /// A switch to the subject that the file has written out as this number, under this name.
    Again {
        number: Spanned<u64>,
        name: Spanned<String>,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::session) struct RawSetup {
    name: Spanned<String>,
    scheme: Spanned<Scheme>,
    steps_per_ms: Spanned<u64>,
    neuron: RawNeuron,
    initial: RawState,
    protocol: RawProtocol,
}

impl RawEvent {
    /// Converts to a command, if all values are in range.
    pub(in crate::session) fn check(&self) -> Result<Command, Problem> {
        let command = self.command.get_ref().check()?;
        match command.validate() {
            Ok(()) => Ok(command),
            Err(rejection) => {
                let message = format!("expected a command in range: {rejection}");
                Err(Problem::at(self.command.span(), message))
            }
        }
    }
}

impl RawCommand {
    /// The command for `injection` at `site`.
    fn new(site: Site, injection: Injection) -> Self {
        let (population, neuron) = raw_site(site);
        match injection {
            Injection::Pulse { amplitude, width_ms } => {
                let (amplitude, width_ms) = (placeless(amplitude), placeless(width_ms));
                Self::Pulse { amplitude, width_ms, population, neuron }
            }
            Injection::Sustain { current } => {
                Self::Sustain { current: current.map(placeless), population, neuron }
            }
            Injection::Hold { current } => {
                Self::Hold { current: placeless(current), population, neuron }
            }
        }
    }

    /// A switch to the subject already written out as `number`, under `name`.
    pub(in crate::session) fn again(number: u64, name: &str) -> Self {
        Self::Again { number: placeless(number), name: placeless(name.to_owned()) }
    }

    /// Whether the command writes out a subject.
    pub(in crate::session) fn is_switch(&self) -> bool {
        matches!(self, Self::Switch(_) | Self::Circuit(_))
    }

    /// Reads the tables that the command names.
    pub(in crate::session) fn load(&mut self, reading: &Reading<'_>) -> Result<(), InputError> {
        match self {
            Self::Switch(setup) => reading.load(&mut setup.protocol),
            Self::Circuit(circuit) => circuit.load(reading.tables),
            _ => Ok(()),
        }
    }

    fn check(&self) -> Result<Command, Problem> {
        Ok(match self {
            Self::Pulse { amplitude, width_ms, population, neuron } => {
                let amplitude = finite("amplitude", amplitude)?;
                let width_ms = finite("width_ms", width_ms)?;
                let injection = Injection::Pulse { amplitude, width_ms };
                Command::Inject { site: site(population, neuron)?, injection }
            }
            Self::Sustain { current, population, neuron } => {
                let current =
                    current.as_ref().map(|current| finite("current", current)).transpose()?;
                let injection = Injection::Sustain { current };
                Command::Inject { site: site(population, neuron)?, injection }
            }
            Self::Hold { current, population, neuron } => {
                let injection = Injection::Hold { current: finite("current", current)? };
                Command::Inject { site: site(population, neuron)?, injection }
            }
            Self::Fire { population, neuron } => Command::Fire { site: site(population, neuron)? },
            Self::Scheme { scheme } => Command::Scheme { scheme: *scheme },
            Self::Reset {} => Command::Reset {},
            Self::Edit { population, neuron } => {
                let neuron = Box::new(neuron.check()?);
                Command::Edit { site: site(population, &None)?, neuron }
            }
            Self::Switch(setup) => Command::Switch(setup.check()?.into()),
            Self::Circuit(circuit) => Command::Switch(checked_recipe(circuit)?.into()),
            Self::Marker { text } => Command::Marker { text: text.clone() },
            Self::Again { number, .. } => {
                let message = "expected to be looked up before";
                return Err(Problem::at(number.span(), message));
            }
        })
    }
}

/// The written form of a site: the population's number and the neuron's.
fn raw_site(site: Site) -> (Option<Spanned<u64>>, Option<Spanned<u64>>) {
    match site {
        Site::Subject => (None, None),
        Site::Population(index) => (Some(placeless(index.index() as u64)), None),
        Site::Neuron(number) => (None, Some(placeless(number.number().into()))),
    }
}

/// The site at which a command acts; without a number, the single neuron. Whether a population or
/// neuron exists is checked later, by the circuit.
fn site(population: &Option<Spanned<u64>>, neuron: &Option<Spanned<u64>>) -> Result<Site, Problem> {
    match (population, neuron) {
        (None, None) => Ok(Site::Subject),
        (Some(index), None) => {
            let index = at_most("population", index, POPULATIONS_MAX as u64 - 1)?;
            Ok(Site::Population(PopulationId::new(index as usize)))
        }
        (None, Some(number)) => {
            let number = at_most("neuron", number, u64::from(NEURONS_MAX) - 1)?;
            Ok(Site::Neuron(NeuronId::new(number as u32)))
        }
        (Some(_), Some(surplus)) => {
            let message = "expected either population or neuron, found both";
            Err(Problem::at(surplus.span(), message))
        }
    }
}

impl From<&Command> for RawCommand {
    fn from(command: &Command) -> Self {
        match command {
            Command::Inject { site, injection } => Self::new(*site, *injection),
            Command::Fire { site } => {
                let (population, neuron) = raw_site(*site);
                Self::Fire { population, neuron }
            }
            Command::Scheme { scheme } => Self::Scheme { scheme: *scheme },
            Command::Reset {} => Self::Reset {},
            Command::Edit { site, neuron } => {
                let (population, _) = raw_site(*site);
                Self::Edit { population, neuron: Box::new((&**neuron).into()) }
            }
            Command::Switch(Subject::Neuron(setup)) => Self::Switch(Box::new((&**setup).into())),
            Command::Switch(Subject::Circuit(recipe)) => {
                Self::Circuit(Box::new((&**recipe).into()))
            }
            Command::Marker { text } => Self::Marker { text: text.clone() },
        }
    }
}

impl RawSetup {
    fn check(&self) -> Result<Setup, Problem> {
        setup_from(
            &self.name,
            &self.neuron,
            self.initial.check()?,
            &self.protocol,
            &self.scheme,
            checked_steps_per_ms(&self.steps_per_ms)?,
        )
    }
}

impl From<&Setup> for RawSetup {
    fn from(setup: &Setup) -> Self {
        Self {
            name: placeless(setup.cell.name.clone()),
            scheme: placeless(setup.scheme),
            steps_per_ms: placeless(setup.steps_per_ms.into()),
            neuron: (&setup.cell.neuron).into(),
            initial: setup.cell.initial.into(),
            protocol: (&setup.cell.protocol).into(),
        }
    }
}
