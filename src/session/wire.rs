//! The layout of a session file, as it is written and as it is read.

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::value::Datetime;

use crate::engine::{
    Checkpoint, Command, DriveState, Experiment, Mode, ProgramState, PulseState, Rejection,
    STEPS_PER_MS_MAX, Setup, Step,
};
use crate::input::{Problem, finite};
use crate::model::{Scheme, State};
use crate::preset::{RawNeuron, RawProtocol, checked_sentence, setup_from};

/// The version of the layout that this program reads and writes.
pub(super) const FORMAT: i64 = 1;

type Number = Spanned<f64>;

/// Puts a value that stands in no text where a text is expected to have it.
fn placeless<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

/// Everything before the first block.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHeader {
    pub(super) format: Spanned<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    program: Option<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    started: Option<Datetime>,
    preset: Spanned<String>,
    experiment: RawExperiment,
}

/// The one key of a header that every version has.
#[derive(Debug, Deserialize)]
pub(super) struct RawVersion {
    pub(super) format: Spanned<i64>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExperiment {
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

/// `[[event]]`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEvent {
    pub(super) step: Spanned<u64>,
    pub(super) command: Spanned<RawCommand>,
}

/// `[[check]]` and `[end]`.
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

/// A command, each with its own table even where that is empty: the closing brace tells a whole
/// block from one that was cut.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
pub(super) enum RawCommand {
    Pulse {
        amplitude: Number,
        width_ms: Number,
    },
    Sustain {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        current: Option<Number>,
    },
    Hold {
        current: Number,
    },
    Fire {},
    Scheme {
        scheme: Scheme,
    },
    Reset {},
    Edit {
        neuron: Box<RawNeuron>,
    },
    Switch(Box<RawSetup>),
    Marker {
        text: String,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSetup {
    name: Spanned<String>,
    scheme: Spanned<Scheme>,
    steps_per_ms: Spanned<u64>,
    neuron: RawNeuron,
    initial: RawState,
    protocol: RawProtocol,
}

/// What a header says besides the experiment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Name and version of the program that recorded.
    pub program: Option<String>,
    /// When the recording began, as a TOML date and time.
    pub started: Option<Datetime>,
}

impl RawHeader {
    pub(super) fn new(about: &About, experiment: &Experiment) -> Self {
        Self {
            format: placeless(FORMAT),
            program: about.program.clone().map(placeless),
            started: about.started,
            preset: placeless(experiment.subject.name.clone()),
            experiment: experiment.into(),
        }
    }

    pub(super) fn check(&self) -> Result<(About, Experiment), Problem> {
        let program = match &self.program {
            Some(program) => Some(checked_sentence("program", program)?),
            None => None,
        };
        let experiment = self.experiment.check(&self.preset)?;
        Ok((About { program, started: self.started }, experiment))
    }
}

impl RawExperiment {
    fn check(&self, preset: &Spanned<String>) -> Result<Experiment, Problem> {
        let Setup { subject, scheme, steps_per_ms } = setup_from(
            preset,
            &self.neuron,
            self.initial.check()?,
            &self.protocol,
            &self.scheme,
            checked_steps_per_ms(&self.steps_per_ms)?,
        )?;
        Ok(Experiment {
            subject,
            scheme,
            steps_per_ms,
            seed: at_most("seed", &self.seed, Experiment::SEED_MAX)?,
            state: self.state.check()?,
            drive: self.drive.check()?,
        })
    }
}

impl From<&Experiment> for RawExperiment {
    fn from(experiment: &Experiment) -> Self {
        Self {
            scheme: placeless(experiment.scheme),
            steps_per_ms: placeless(experiment.steps_per_ms.into()),
            seed: placeless(experiment.seed),
            neuron: (&experiment.subject.neuron).into(),
            initial: experiment.subject.initial.into(),
            state: experiment.state.into(),
            protocol: (&experiment.subject.protocol).into(),
            drive: (&experiment.drive).into(),
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
                let message = format!("digest: expected 16 hexadecimal digits, found \"{text}\"");
                Err(Problem::at(self.digest.span(), message))
            }
        }
    }
}

impl RawEvent {
    /// The command, if it is in range.
    pub(super) fn check(&self) -> Result<Command, Problem> {
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
    fn check(&self) -> Result<Command, Problem> {
        Ok(match self {
            Self::Pulse { amplitude, width_ms } => Command::Pulse {
                amplitude: finite("amplitude", amplitude)?,
                width_ms: finite("width_ms", width_ms)?,
            },
            Self::Sustain { current } => Command::Sustain {
                current: current.as_ref().map(|current| finite("current", current)).transpose()?,
            },
            Self::Hold { current } => Command::Hold { current: finite("current", current)? },
            Self::Fire {} => Command::Fire {},
            Self::Scheme { scheme } => Command::Scheme { scheme: *scheme },
            Self::Reset {} => Command::Reset {},
            Self::Edit { neuron } => Command::Edit { neuron: Box::new(neuron.check()?) },
            Self::Switch(setup) => Command::Switch(Box::new(setup.check()?)),
            Self::Marker { text } => Command::Marker { text: text.clone() },
        })
    }
}

impl From<&Command> for RawCommand {
    fn from(command: &Command) -> Self {
        match command {
            Command::Pulse { amplitude, width_ms } => {
                Self::Pulse { amplitude: placeless(*amplitude), width_ms: placeless(*width_ms) }
            }
            Command::Sustain { current } => Self::Sustain { current: current.map(placeless) },
            Command::Hold { current } => Self::Hold { current: placeless(*current) },
            Command::Fire {} => Self::Fire {},
            Command::Scheme { scheme } => Self::Scheme { scheme: *scheme },
            Command::Reset {} => Self::Reset {},
            Command::Edit { neuron } => Self::Edit { neuron: Box::new((&**neuron).into()) },
            Command::Switch(setup) => Self::Switch(Box::new((&**setup).into())),
            Command::Inject { .. } | Command::SwitchCircuit(_) => todo!(),
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
            name: placeless(setup.subject.name.clone()),
            scheme: placeless(setup.scheme),
            steps_per_ms: placeless(setup.steps_per_ms.into()),
            neuron: (&setup.subject.neuron).into(),
            initial: setup.subject.initial.into(),
            protocol: (&setup.subject.protocol).into(),
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

/// The number, if it is not above `most`.
pub(super) fn at_most(key: &str, number: &Spanned<u64>, most: u64) -> Result<u64, Problem> {
    let value = *number.get_ref();
    if value <= most {
        return Ok(value);
    }
    Err(Problem::at(number.span(), format!("{key}: expected at most {most}, found {value}")))
}
