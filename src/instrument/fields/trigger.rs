//! The settings of the trigger.

use super::line::Refusal;
use crate::input::{brief, short};
use crate::instrument::Scope;
use crate::instrument::trigger::Windows;
use crate::measure::{KindName, PlanError, SourceName, TriggerPlan, TriggerSlope};
use crate::scope::{TriggerMode, ladder_down, ladder_up};
use crate::trace::{Column, Range};

/// A setting of the trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TriggerField {
    Source,
    Kind,
    Slope,
    Level,
    Hysteresis,
    Holdoff,
    Position,
    Mode,
    Level2,
    Min,
    Max,
    Timeout,
    Idle,
    Average,
    Persist,
}

use TriggerField::{
    Average, Holdoff, Hysteresis, Idle, Kind, Level, Level2, Max, Min, Mode, Persist, Position,
    Slope, Source, Timeout,
};

/// Change of the share of the window before the event by one key press.
const POSITION_STEP: f64 = 0.1;
/// Shortest time other than 0, and longest time, that keys reach (ms).
const TIME_MS: (f64, f64) = (0.1, 1e6);
/// Columns in which the bounds of a signal are looked up.
const COLUMNS: usize = 256;

/// The value after `now` in `all`, or the one before it; the last one stays.
fn neighbour<T: Copy + PartialEq>(all: &[T], now: T, up: bool) -> T {
    let place = all.iter().position(|value| *value == now).unwrap_or(0);
    let next = if up { place + 1 } else { place.saturating_sub(1) };
    all.get(next).copied().unwrap_or(now)
}

/// The next time of the 1-2-5 steps, 0 at the lower end.
fn next_time(time_ms: f64, up: bool) -> f64 {
    match up {
        true => ladder_up(time_ms.max(TIME_MS.0 * 0.5), TIME_MS.1),
        false if time_ms <= TIME_MS.0 => 0.0,
        false => ladder_down(time_ms, TIME_MS.0),
    }
}

fn slope_name(slope: TriggerSlope) -> &'static str {
    match slope {
        TriggerSlope::Rise => "rising",
        TriggerSlope::Fall => "falling",
        TriggerSlope::Either => "either",
    }
}

impl Scope {
    /// The settings that there are for the present rule, in their order.
    pub(super) fn trigger_fields(&self) -> Vec<TriggerField> {
        let own: &[TriggerField] = match self.trigger.plan.kind() {
            KindName::Edge | KindName::Spike => &[],
            KindName::Width => &[Min, Max],
            KindName::Runt | KindName::Window => &[Level2],
            KindName::Timeout => &[Timeout],
            KindName::Burst => &[Idle],
        };
        let all = [Source, Kind, Slope, Level, Hysteresis, Holdoff, Position, Mode];
        all.iter().chain(own).chain(&[Average, Persist]).copied().collect()
    }

    /// Name, value and unit of a setting.
    pub(super) fn trigger_words(
        &self,
        field: TriggerField,
    ) -> (&'static str, String, &'static str) {
        let (plan, unit) = (&self.trigger.plan, self.signal_unit());
        let acquisition = &self.controls.timebase.acquisition;
        let time = |ms: f64| short(ms, 3);
        match field {
            Source => ("source", plan.source.name().to_owned(), ""),
            Kind => ("type", plan.kind().name().to_owned(), ""),
            Slope => ("slope", slope_name(plan.slope).to_owned(), ""),
            Level => ("level", short(self.trigger_level(), 3), unit),
            Level2 => ("level2", plan.level2.map_or_else(String::new, |it| short(it, 3)), unit),
            Hysteresis => ("hysteresis", short(plan.hysteresis, 3), unit),
            Holdoff => ("holdoff", time(plan.holdoff_ms), "ms"),
            Position => ("position", short(acquisition.position, 2), ""),
            Mode => ("mode", acquisition.mode.name().to_owned(), ""),
            Min => ("min", time(plan.min_ms), "ms"),
            Max => ("max", time(plan.max_ms), "ms"),
            Timeout => ("timeout", time(plan.timeout_ms), "ms"),
            Idle => ("idle", time(plan.idle_ms), "ms"),
            Average => ("average", self.trigger.windows.average().to_string(), ""),
            Persist => {
                let is_on = self.trigger.windows.persists;
                ("persist", if is_on { "on" } else { "off" }.to_owned(), "")
            }
        }
    }

    /// The unit of the trigger's signal.
    fn signal_unit(&self) -> &'static str {
        match self.trigger.plan.source {
            SourceName::V | SourceName::Spike => "mV",
            SourceName::Dv => "mV/ms",
            SourceName::U | SourceName::Current => self.current_unit().unwrap_or(""),
            SourceName::Rate => "Hz",
        }
    }

    /// The level, as the user set it or as it suits the selected neuron.
    fn trigger_level(&self) -> f64 {
        self.trigger.plan.level_for(&self.engine().neuron(self.selected_neuron()))
    }

    /// Changes a setting by a step, or to the next value.
    pub(super) fn nudge_trigger(&mut self, field: TriggerField, up: bool) {
        let sign = if up { 1.0 } else { -1.0 };
        let plan = self.trigger.plan;
        match field {
            Source => self.choose_source(neighbour(self.trigger_sources(), plan.source, up)),
            Kind => self.choose_kind(up),
            Slope => self.choose_slope(up),
            Level => {
                self.take_plan(TriggerPlan { level: Some(self.trigger_level() + sign), ..plan })
            }
            Level2 => {
                let level2 = plan.level2.unwrap_or_else(|| self.trigger_level()) + sign;
                self.take_plan(TriggerPlan { level2: Some(level2), ..plan });
            }
            Hysteresis => {
                let hysteresis = (plan.hysteresis + sign).max(0.0);
                self.take_plan(TriggerPlan { hysteresis, ..plan });
            }
            Holdoff => {
                let holdoff_ms = next_time(plan.holdoff_ms, up);
                self.take_plan(TriggerPlan { holdoff_ms, ..plan });
            }
            Min => self.take_plan(TriggerPlan { min_ms: next_time(plan.min_ms, up), ..plan }),
            Max => self.take_plan(TriggerPlan { max_ms: next_time(plan.max_ms, up), ..plan }),
            Timeout => {
                let timeout_ms = next_time(plan.timeout_ms, up);
                self.take_plan(TriggerPlan { timeout_ms, ..plan });
            }
            Idle => self.take_plan(TriggerPlan { idle_ms: next_time(plan.idle_ms, up), ..plan }),
            Position | Mode | Average | Persist => self.nudge_acquisition(field, up),
        }
    }

    /// Changes how pictures are taken.
    fn nudge_acquisition(&mut self, field: TriggerField, up: bool) {
        let sign = if up { 1.0 } else { -1.0 };
        let acquisition = &mut self.controls.timebase.acquisition;
        match field {
            Position => {
                // From a third the steps lead to whole tenths.
                let tenths = acquisition.position / POSITION_STEP;
                let next = if up { (tenths + 0.01).floor() } else { (tenths - 0.01).ceil() };
                acquisition.position = ((next + sign) / 10.0).clamp(0.0, 1.0);
            }
            Mode => {
                acquisition.mode = neighbour(&TriggerMode::ALL, acquisition.mode, up);
                self.arm_trigger();
            }
            Average => {
                let now = self.trigger.windows.average();
                let (least, most) = Windows::AVERAGE;
                let next = if up { now * 2 } else { now / 2 };
                self.trigger.windows.set_average(next.clamp(least, most));
            }
            Persist => self.trigger.windows.persists = up,
            _ => {}
        }
    }

    /// Takes a number that was typed for a setting.
    pub(super) fn set_trigger(&mut self, field: TriggerField, value: f64) -> Result<(), Refusal> {
        let mut plan = self.trigger.plan;
        let time = |least: f64| {
            let fits = (least..=TIME_MS.1).contains(&value);
            let (most, found) = (brief(TIME_MS.1), brief(value));
            let expected = || format!("expected {least} to {most} ms, found {found}");
            fits.then_some(value).ok_or_else(expected)
        };
        match field {
            Source | Kind | Slope | Mode | Persist => {
                return Err(format!("expected a choice by the arrows, found {}", brief(value)));
            }
            Level => plan.level = Some(value),
            Level2 => plan.level2 = Some(value),
            Hysteresis if value < 0.0 => {
                return Err(format!("expected 0 or more, found {}", brief(value)));
            }
            Hysteresis => plan.hysteresis = value,
            Holdoff => plan.holdoff_ms = time(0.0)?,
            Min => plan.min_ms = time(0.0)?,
            Max => plan.max_ms = time(0.0)?,
            Timeout => plan.timeout_ms = time(0.0)?,
            Idle => plan.idle_ms = time(0.0)?,
            Position if !(0.0..=1.0).contains(&value) => {
                return Err(format!("expected 0 to 1, found {}", brief(value)));
            }
            Position => self.controls.timebase.acquisition.position = value,
            Average => {
                let (least, most) = Windows::AVERAGE;
                if value.fract() != 0.0 || !(least as f64..=most as f64).contains(&value) {
                    let found = brief(value);
                    return Err(format!("expected {least} to {most} windows, found {found}"));
                }
                self.trigger.windows.set_average(value as usize);
            }
        }
        self.check_plan(plan).map_err(|error| error.message)?;
        self.trigger.plan = plan;
        Ok(())
    }

    /// Whether the settings suit each other.
    fn check_plan(&self, plan: TriggerPlan) -> Result<(), PlanError> {
        let neuron = self.engine().neuron(self.selected_neuron());
        plan.settings(&neuron).map(|_| ())
    }

    /// Takes settings if they suit each other; a step that would lead beyond another setting does nothing.
    fn take_plan(&mut self, plan: TriggerPlan) {
        if self.check_plan(plan).is_ok() {
            self.trigger.plan = plan;
        }
    }

    /// Takes another signal, with a level in the middle of what is shown of it.
    fn choose_source(&mut self, source: SourceName) {
        let before = self.trigger.plan;
        if source == before.source {
            return;
        }
        let usual = TriggerPlan::default();
        let bounds = |value: fn(&Column) -> Option<Range>| {
            Range::around(self.picture(COLUMNS).iter().filter_map(value))
        };
        let shown = match source {
            SourceName::U => bounds(|column| column.u),
            SourceName::Current => bounds(|column| column.current),
            _ => None,
        };
        let middle = |range: Range| {
            let step = ladder_down(f64::from(range.high - range.low).max(0.1) / 10.0, 0.01);
            ((f64::from(range.middle()) / step).round() * step, step)
        };
        let (level, hysteresis) = match (source, shown.map(middle)) {
            (_, Some((level, step))) => (Some(level), step),
            (SourceName::Dv | SourceName::Rate, None) => (Some(10.0), usual.hysteresis),
            (SourceName::U | SourceName::Current, None) => (Some(0.0), 1.0),
            (SourceName::V | SourceName::Spike, None) => (None, usual.hysteresis),
        };
        // Of the spikes there are rules over spikes alone; those belong to no other source.
        let is_of_spikes = source == SourceName::Spike || before.source == SourceName::Spike;
        let kind = if is_of_spikes { None } else { before.kind };
        let plan = TriggerPlan { source, kind, level, hysteresis, level2: None, ..before };
        self.trigger.plan = self.repaired(plan);
    }

    /// Takes the next rule, or the one before, that the source has.
    fn choose_kind(&mut self, up: bool) {
        let before = self.trigger.plan;
        let kinds: Vec<KindName> = KindName::ALL
            .iter()
            .copied()
            .filter(|kind| before.source != SourceName::Spike || kind.is_of_spikes())
            .collect();
        let kind = Some(neighbour(&kinds, before.kind(), up));
        self.trigger.plan = self.repaired(TriggerPlan { kind, ..before });
    }

    /// Takes the next slope, or the one before.
    fn choose_slope(&mut self, up: bool) {
        let before = self.trigger.plan;
        let slopes = match before.kind() {
            // No level lies beyond another in both directions.
            KindName::Runt => &TriggerSlope::ALL[..2],
            _ => TriggerSlope::ALL,
        };
        let slope = neighbour(slopes, before.slope, up);
        self.trigger.plan = self.repaired(TriggerPlan { slope, ..before });
    }

    /// `plan`, with a signal that the channel has, a second level beyond the first, and a slope that a
    /// runt can have.
    pub(in crate::instrument) fn repaired(&self, mut plan: TriggerPlan) -> TriggerPlan {
        if !self.trigger_sources().contains(&plan.source) {
            plan = TriggerPlan::default();
        }
        if plan.kind() == KindName::Runt && plan.slope == TriggerSlope::Either {
            plan.slope = TriggerSlope::Rise;
        }
        if plan.kind().has_second_level() && self.check_plan(plan).is_err() {
            let neuron = self.engine().neuron(self.selected_neuron());
            let falls = plan.kind() == KindName::Runt && plan.slope == TriggerSlope::Fall;
            let distance = 4.0 * plan.hysteresis.max(1.0) * if falls { -1.0 } else { 1.0 };
            plan.level2 = Some(plan.level_for(&neuron) + distance);
        }
        plan
    }

    /// Sets the level of the trigger, as a drag of the pointer does.
    pub(crate) fn set_trigger_level(&mut self, level: f64) {
        let plan = TriggerPlan { level: Some(level), ..self.trigger.plan };
        self.trigger.plan = self.repaired(plan);
    }
}
