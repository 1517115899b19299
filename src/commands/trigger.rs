//! The `trigger` command: the events of a trigger in a run without a screen.

use super::{Choice, CommandError, HeadlessOptions};
use crate::engine::OfNeuron;
use crate::export::{Encode, Events};
use crate::measure::{KindName, SourceName, TriggerPlan, TriggerSlope};

/// Options of the `trigger` command.
#[derive(Clone, Debug, PartialEq)]
pub struct TriggerOptions {
    /// The run.
    pub run: HeadlessOptions,
    /// The neuron of a circuit, counted from 0 through all populations.
    pub neuron: Option<u32>,
    /// The settings of the trigger.
    pub plan: TriggerPlan,
    /// Most events to print; `None` for all.
    pub count: Option<u64>,
}

impl Choice for SourceName {
    const ALL: &'static [Self] = Self::OF_NEURON;
    fn name(self) -> &'static str {
        self.name()
    }
}

impl Choice for KindName {
    const ALL: &'static [Self] = Self::ALL;
    fn name(self) -> &'static str {
        self.name()
    }
}

impl Choice for TriggerSlope {
    const ALL: &'static [Self] = Self::ALL;
    fn name(self) -> &'static str {
        self.name()
    }
}

/// Runs a preset and prints the time of every event.
///
/// # Errors
/// An invalid preset, option or output, or a neuron whose state overflows.
pub fn trigger(options: &TriggerOptions) -> Result<(), CommandError> {
    let mut run = options.run.begin()?;
    let (neuron, setup) = run.look_at(options.neuron)?;
    let settings = options.plan.settings(&setup.cell.neuron);
    let settings = settings.map_err(|error| CommandError::Usage(format!("--{error}")))?;
    options.run.print(run, |out, run| {
        let events = Events::new(out, settings, &setup, options.count);
        let events = OfNeuron::new(&run.engine, neuron, events);
        run.encode(events)
    })
}
