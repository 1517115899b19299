//! The `trigger` command: the events of a trigger in a run without a screen.

use super::{Choice, CommandError, HeadlessOptions};
use crate::engine::{OfNeuron, Setup};
use crate::export::{Encode, Events};
use crate::input::brief;
use crate::measure::{TriggerKind, TriggerSettings, TriggerSlope, TriggerSource};

/// Options of the `trigger` command.
#[derive(Clone, Debug, PartialEq)]
pub struct TriggerOptions {
    /// The run.
    pub run: HeadlessOptions,
    /// The neuron of a circuit, counted from 0 through all populations.
    pub neuron: Option<u32>,
    /// The signal.
    pub source: SourceChoice,
    /// The rule; `None` for an edge, or for every spike where the source is the spikes.
    pub kind: Option<KindChoice>,
    /// The slope.
    pub slope: TriggerSlope,
    /// The level, in place of what suits the neuron.
    pub level: Option<f64>,
    /// The second level of a runt or a window.
    pub level2: Option<f64>,
    /// The hysteresis, in place of 5.
    pub hysteresis: Option<f64>,
    /// Least time between two events that are printed (ms).
    pub holdoff_ms: f64,
    /// Shortest and longest pulse (ms); 0 for no limit.
    pub width_ms: (f64, f64),
    /// Time without an edge (ms).
    pub timeout_ms: f64,
    /// Shortest silence before a burst (ms).
    pub idle_ms: f64,
    /// Most events to print; `None` for all.
    pub count: Option<u64>,
}

impl TriggerOptions {
    /// Time without an edge where none is given (ms).
    pub const TIMEOUT_MS_DEFAULT: f64 = 100.0;
    /// Shortest silence before a burst where none is given (ms).
    pub const IDLE_MS_DEFAULT: f64 = 20.0;
}

/// The signal of a trigger, by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceChoice {
    /// Membrane potential.
    #[default]
    V,
    /// Recovery variable.
    U,
    /// Rate of change of the membrane potential.
    Dv,
    /// The whole current.
    Current,
    /// The spikes.
    Spike,
}

impl Choice for SourceChoice {
    const ALL: &'static [Self] = &[Self::V, Self::U, Self::Dv, Self::Current, Self::Spike];
    fn name(self) -> &'static str {
        match self {
            Self::V => "v",
            Self::U => "u",
            Self::Dv => "dv",
            Self::Current => "current",
            Self::Spike => "spike",
        }
    }
}

/// The rule of a trigger, by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KindChoice {
    /// An edge.
    #[default]
    Edge,
    /// The end of a pulse of a certain length.
    Width,
    /// The end of a pulse that did not reach the second level.
    Runt,
    /// Leaving or entering a window.
    Window,
    /// A time without an edge.
    Timeout,
    /// Every spike.
    Spike,
    /// The first spike after a silence.
    Burst,
}

impl Choice for KindChoice {
    const ALL: &'static [Self] = &[
        Self::Edge,
        Self::Width,
        Self::Runt,
        Self::Window,
        Self::Timeout,
        Self::Spike,
        Self::Burst,
    ];
    fn name(self) -> &'static str {
        match self {
            Self::Edge => "edge",
            Self::Width => "width",
            Self::Runt => "runt",
            Self::Window => "window",
            Self::Timeout => "timeout",
            Self::Spike => "spike",
            Self::Burst => "burst",
        }
    }
}

impl Choice for TriggerSlope {
    const ALL: &'static [Self] = &[Self::Rise, Self::Fall, Self::Either];
    fn name(self) -> &'static str {
        match self {
            Self::Rise => "rise",
            Self::Fall => "fall",
            Self::Either => "either",
        }
    }
}

/// Runs a preset and prints the time of every event.
///
/// # Errors
/// An invalid preset, option or output, or a neuron whose state overflows.
pub fn trigger(options: &TriggerOptions) -> Result<(), CommandError> {
    let mut run = options.run.begin()?;
    let (neuron, setup) = run.look_at(options.neuron)?;
    let settings = settings(options, &setup)?;
    options.run.print(run, |out, run| {
        let events = Events::new(out, settings, &setup, options.count);
        let events = OfNeuron::new(&run.engine, neuron, events);
        run.encode(events)
    })
}

/// The trigger settings that the options describe.
fn settings(options: &TriggerOptions, setup: &Setup) -> Result<TriggerSettings, CommandError> {
    let usual = TriggerSettings::of(&setup.cell.neuron);
    let level = options.level.unwrap_or(usual.level);
    let source = match options.source {
        SourceChoice::V | SourceChoice::Spike => TriggerSource::V,
        SourceChoice::U => TriggerSource::U,
        SourceChoice::Dv => TriggerSource::Dv,
        SourceChoice::Current => TriggerSource::Current,
    };
    let kind = kind(options, level)?;
    let hysteresis = options.hysteresis.unwrap_or(usual.hysteresis);
    let (slope, holdoff_ms) = (options.slope, options.holdoff_ms);
    Ok(TriggerSettings { source, kind, slope, level, hysteresis, holdoff_ms })
}

/// The rule, which has to suit the source.
fn asked_kind(options: &TriggerOptions) -> Result<KindChoice, CommandError> {
    let is_of_spikes = options.source == SourceChoice::Spike;
    match options.kind {
        None if is_of_spikes => Ok(KindChoice::Spike),
        None => Ok(KindChoice::Edge),
        Some(kind) if is_of_spikes && !matches!(kind, KindChoice::Spike | KindChoice::Burst) => {
            let message = format!(
                "--type: expected spike or burst for --source spike, found {}",
                kind.name()
            );
            Err(CommandError::Usage(message))
        }
        Some(kind) => Ok(kind),
    }
}

/// The rule with its parameters, for a trigger at `level`.
fn kind(options: &TriggerOptions, level: f64) -> Result<TriggerKind, CommandError> {
    Ok(match asked_kind(options)? {
        KindChoice::Edge => TriggerKind::Edge,
        KindChoice::Width => width(options.width_ms)?,
        KindChoice::Runt => {
            let is_beyond = |level2: f64| match options.slope {
                TriggerSlope::Rise => level2 > level,
                TriggerSlope::Fall => level2 < level,
                // It can't lie beyond the level in both directions.
                TriggerSlope::Either => false,
            };
            TriggerKind::Runt { level2: second_level(options, level, is_beyond)? }
        }
        KindChoice::Window => {
            TriggerKind::Window { high: second_level(options, level, |level2| level2 > level)? }
        }
        KindChoice::Timeout => TriggerKind::Timeout { after_ms: options.timeout_ms },
        KindChoice::Spike => TriggerKind::Spike,
        KindChoice::Burst => TriggerKind::Burst { idle_ms: options.idle_ms },
    })
}

/// Pulses from `min_ms` to `max_ms` in length; a `max_ms` of 0 is no limit.
fn width((min_ms, max_ms): (f64, f64)) -> Result<TriggerKind, CommandError> {
    if max_ms > 0.0 && max_ms < min_ms {
        let (min, max) = (brief(min_ms), brief(max_ms));
        let message = format!("--max: expected 0, or at least --min {min}, found {max}");
        return Err(CommandError::Usage(message));
    }
    Ok(TriggerKind::Width { min_ms, max_ms: (max_ms > 0.0).then_some(max_ms) })
}

/// The second level, which has to lie beyond the first.
fn second_level(
    options: &TriggerOptions,
    level: f64,
    is_beyond: impl Fn(f64) -> bool,
) -> Result<f64, CommandError> {
    let found = match options.level2 {
        Some(level2) if is_beyond(level2) => return Ok(level2),
        Some(level2) => brief(level2),
        None => "none".to_owned(),
    };
    let level = brief(level);
    let slope = options.slope.name();
    let message =
        format!("--level2: expected a level beyond {level} for slope {slope}, found {found}");
    Err(CommandError::Usage(message))
}
