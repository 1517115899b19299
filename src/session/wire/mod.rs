//! The layout of a session file, for writing and reading.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::value::Datetime;

use crate::engine::{
    Checkpoint, DriveState, Experiment, Mode, NeuronStart, ProgramState, PulseState, Rejection,
    STEPS_PER_MS_MAX, Setup, Start, Step,
};
use crate::input::{InputError, Problem, finite, quoted};
use crate::model::{Scheme, State};
use crate::preset::{RawNeuron, RawProtocol, ReadTable, checked_sentence, setup_from};

mod circuit;
mod command;

pub(super) use circuit::RawCircuitExperiment;
pub(super) use command::{RawCommand, RawEvent};

/// The format version that this program writes, and the newest that it reads.
pub(super) const FORMAT: i64 = 2;

/// The first version in which white noise is independent of the step unless stated otherwise.
const FORMAT_NOISE: i64 = 2;

type Number = Spanned<f64>;

/// Wraps a value that has no position in a text.
fn placeless<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

/// The header: everything before the first block.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHeader<E> {
    pub(super) format: Spanned<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    program: Option<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    started: Option<Datetime>,
    preset: Spanned<String>,
    pub(super) experiment: E,
}

/// Context for parsing the text of a block.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// Version of the file's format.
    pub(super) format: i64,
    /// Reads the tables that the block names, if tables are available.
    pub(super) tables: Option<&'a ReadTable<'a>>,
}

impl Reading<'_> {
    /// Reads the tables that `protocol` names, and applies the defaults of the format version.
    pub(super) fn load(&self, protocol: &mut RawProtocol) -> Result<(), InputError> {
        if self.format < FORMAT_NOISE {
            protocol.noise_per_step();
        }
        protocol.load(self.tables)
    }
}

/// The initial state of a run, as written in a header.
pub(super) trait RawStart: Serialize + DeserializeOwned {
    /// Reads the tables that the experiment names.
    fn load(&mut self, reading: &Reading<'_>) -> Result<(), InputError>;

    /// Converts to an experiment, if all values are in range. `preset` is the name in the header.
    fn check(&self, preset: &Spanned<String>) -> Result<Experiment, Problem>;
}

/// The header key that every version has.
#[derive(Debug, Deserialize)]
pub(super) struct RawVersion {
    pub(super) format: Spanned<i64>,
}

/// Tells the header of a circuit from that of a neuron, whatever else the header contains.
#[derive(Debug, Deserialize)]
pub(super) struct RawKind {
    experiment: RawExperimentKind,
}

#[derive(Debug, Deserialize)]
struct RawExperimentKind {
    circuit: Option<IgnoredAny>,
}

impl RawKind {
    pub(super) fn is_circuit(&self) -> bool {
        self.experiment.circuit.is_some()
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExperiment {
    scheme: Spanned<Scheme>,
    steps_per_ms: Spanned<u64>,
    seed: Spanned<u64>,
    neuron: RawNeuron,
    initial: RawState,
    state: RawState,
    protocol: RawProtocol,
    drive: RawDrive,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawState {
    v: Number,
    u: Number,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDrive {
    holding: Number,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sustained: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    program: Option<RawProgram>,
    #[serde(default, rename = "pulse", skip_serializing_if = "Vec::is_empty")]
    pulses: Vec<RawPulse>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProgram {
    mode: Mode,
    elapsed_steps: Spanned<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPulse {
    amplitude: Number,
    steps: Spanned<u64>,
}

/// The contents of a `[[check]]` or `[end]` block.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    pub(super) step: Spanned<u64>,
    pub(super) state: RawCheckpoint,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheckpoint {
    spikes: u64,
    digest: Spanned<String>,
}

/// Header fields besides the experiment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Name and version of the recording program.
    pub program: Option<String>,
    /// Start of the recording, as a TOML date and time.
    pub started: Option<Datetime>,
}

impl<E> RawHeader<E> {
    pub(super) fn new(about: &About, preset: &str, experiment: E) -> Self {
        Self {
            format: placeless(FORMAT),
            program: about.program.clone().map(placeless),
            started: about.started,
            preset: placeless(preset.to_owned()),
            experiment,
        }
    }

    pub(super) fn check(&self) -> Result<(About, Experiment), Problem>
    where
        E: RawStart,
    {
        let program = match &self.program {
            Some(program) => Some(checked_sentence("program", program)?),
            None => None,
        };
        let experiment = self.experiment.check(&self.preset)?;
        Ok((About { program, started: self.started }, experiment))
    }
}

impl RawStart for RawExperiment {
    fn load(&mut self, reading: &Reading<'_>) -> Result<(), InputError> {
        reading.load(&mut self.protocol)
    }

    fn check(&self, preset: &Spanned<String>) -> Result<Experiment, Problem> {
        let setup = setup_from(
            preset,
            &self.neuron,
            self.initial.check()?,
            &self.protocol,
            &self.scheme,
            checked_steps_per_ms(&self.steps_per_ms)?,
        )?;
        let seed = at_most("seed", &self.seed, Experiment::SEED_MAX)?;
        let (state, drive) = (self.state.check()?, self.drive.check()?);
        Ok(Experiment { seed, start: Start::Neuron(Box::new(NeuronStart { setup, state, drive })) })
    }
}

impl RawExperiment {
    pub(super) fn new(start: &NeuronStart, seed: u64) -> Self {
        let NeuronStart { setup: Setup { cell, scheme, steps_per_ms }, state, drive } = start;
        Self {
            scheme: placeless(*scheme),
            steps_per_ms: placeless((*steps_per_ms).into()),
            seed: placeless(seed),
            neuron: (&cell.neuron).into(),
            initial: cell.initial.into(),
            state: (*state).into(),
            protocol: (&cell.protocol).into(),
            drive: drive.into(),
        }
    }
}

impl RawState {
    fn check(&self) -> Result<State, Problem> {
        Ok(State { v: finite("v", &self.v)?, u: finite("u", &self.u)? })
    }
}

impl From<State> for RawState {
    fn from(state: State) -> Self {
        Self { v: placeless(state.v), u: placeless(state.u) }
    }
}

impl RawDrive {
    fn check(&self) -> Result<DriveState, Problem> {
        if let Some(surplus) = self.pulses.get(DriveState::PULSES_MAX) {
            let message = Rejection::TooManyPulses(DriveState::PULSES_MAX).to_string();
            return Err(Problem::at(surplus.amplitude.span(), message));
        }
        let program = match &self.program {
            None => None,
            Some(program) => Some(ProgramState {
                mode: program.mode,
                elapsed_steps: at_most("elapsed_steps", &program.elapsed_steps, Step::MAX.0)?,
            }),
        };
        Ok(DriveState {
            holding: finite("holding", &self.holding)?,
            sustained: self.sustained.as_ref().map(|n| finite("sustained", n)).transpose()?,
            pulses: self.pulses.iter().map(RawPulse::check).collect::<Result<_, _>>()?,
            program,
        })
    }
}

impl From<&DriveState> for RawDrive {
    fn from(drive: &DriveState) -> Self {
        let program = |program: ProgramState| RawProgram {
            mode: program.mode,
            elapsed_steps: placeless(program.elapsed_steps),
        };
        let pulse = |pulse: &PulseState| RawPulse {
            amplitude: placeless(pulse.amplitude),
            steps: placeless(pulse.steps),
        };
        Self {
            holding: placeless(drive.holding),
            sustained: drive.sustained.map(placeless),
            program: drive.program.map(program),
            pulses: drive.pulses.iter().map(pulse).collect(),
        }
    }
}

impl RawPulse {
    fn check(&self) -> Result<PulseState, Problem> {
        Ok(PulseState {
            amplitude: finite("amplitude", &self.amplitude)?,
            steps: at_most("steps", &self.steps, Step::MAX.0)?,
        })
    }
}

impl RawCheck {
    pub(super) fn new(step: Step, state: Checkpoint) -> Self {
        let digest = placeless(state.to_string());
        let state = RawCheckpoint { spikes: state.spikes, digest };
        Self { step: placeless(step.0), state }
    }
}

impl RawCheckpoint {
    pub(super) fn check(&self) -> Result<Checkpoint, Problem> {
        let text = self.digest.get_ref();
        let hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match u64::from_str_radix(text, 16) {
            Ok(digest) if hex => Ok(Checkpoint { spikes: self.spikes, digest }),
            _ => {
                let message =
                    format!("digest: expected 16 hexadecimal digits, found {}", quoted(text));
                Err(Problem::at(self.digest.span(), message))
            }
        }
    }
}

fn checked_steps_per_ms(steps: &Spanned<u64>) -> Result<u32, Problem> {
    let most = STEPS_PER_MS_MAX;
    match u32::try_from(*steps.get_ref()) {
        Ok(n) if (1..=most).contains(&n) => Ok(n),
        _ => {
            let found = steps.get_ref();
            let message = format!("steps_per_ms: expected 1 to {most}, found {found}");
            Err(Problem::at(steps.span(), message))
        }
    }
}

/// The value of `number`, if it is at most `most`.
pub(super) fn at_most(key: &str, number: &Spanned<u64>, most: u64) -> Result<u64, Problem> {
    let value = *number.get_ref();
    if value <= most {
        return Ok(value);
    }
    Err(Problem::at(number.span(), format!("{key}: expected at most {most}, found {value}")))
}
