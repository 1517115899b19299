//! The rules over rows.

use super::edge::{Edge, Passed};
use super::settings::{TriggerKind, TriggerSettings, TriggerSlope};

/// The rules of a trigger over rows, one for each slope.
#[derive(Clone, Debug)]
pub(super) struct Rules(Vec<Rule>);

/// A rule on one slope.
#[derive(Clone, Debug)]
struct Rule {
    edge: Edge,
    kind: TriggerKind,
    is_rising: bool,
    low: f64,
    steps_per_ms: f64,
    /// The step of the edge since which a pulse lasts or a time runs.
    since: Option<u64>,
    /// Whether the pulse under way has reached the second level, or the time has run out.
    is_done: bool,
    was_inside: Option<bool>,
}

impl Rules {
    pub(super) fn new(settings: &TriggerSettings, steps_per_ms: u32) -> Self {
        let slopes: &[bool] = match settings.slope {
            TriggerSlope::Rise => &[true],
            TriggerSlope::Fall => &[false],
            TriggerSlope::Either => &[true, false],
        };
        let rule = |is_rising: &bool| Rule {
            edge: Edge::new(*is_rising, settings.level, settings.hysteresis),
            kind: settings.kind,
            is_rising: *is_rising,
            low: settings.level,
            steps_per_ms: f64::from(steps_per_ms),
            since: None,
            is_done: false,
            was_inside: None,
        };
        Self(slopes.iter().map(rule).collect())
    }

    /// Takes the row of `step`; returns whether it is an event.
    pub(super) fn row(&mut self, step: u64, signal: f64) -> bool {
        let mut is_event = false;
        // Each rule has to see the row, whatever another one makes of it.
        for rule in &mut self.0 {
            is_event |= rule.row(step, signal);
        }
        is_event
    }
}

impl Rule {
    fn row(&mut self, step: u64, signal: f64) -> bool {
        match self.kind {
            TriggerKind::Edge => self.edge.row(signal) == Passed::Edge,
            TriggerKind::Width { min_ms, max_ms } => {
                self.pulse(step, signal, None).is_some_and(|(length_ms, _)| {
                    min_ms <= length_ms && max_ms.is_none_or(|max| length_ms <= max)
                })
            }
            TriggerKind::Runt { level2 } => {
                self.pulse(step, signal, Some(level2)).is_some_and(|(_, has_reached)| !has_reached)
            }
            TriggerKind::Window { high } => self.window(signal, high),
            TriggerKind::Timeout { after_ms } => self.timeout(step, signal, after_ms),
            TriggerKind::Spike | TriggerKind::Burst { .. } => false,
        }
    }

    fn span_ms(&self, from: u64, to: u64) -> f64 {
        (to - from) as f64 / self.steps_per_ms
    }

    /// The length (ms) of a pulse that ends in this row, and whether it reached `level2`.
    fn pulse(&mut self, step: u64, signal: f64, level2: Option<f64>) -> Option<(f64, bool)> {
        let passed = self.edge.row(signal);
        if passed == Passed::Edge {
            (self.since, self.is_done) = (Some(step), false);
        }
        let reaches = |level: f64| self.edge.along(level) <= self.edge.along(signal);
        self.is_done |= level2.is_some_and(reaches);
        match (passed, self.since) {
            (Passed::Armed, Some(since)) => {
                self.since = None;
                Some((self.span_ms(since, step), self.is_done))
            }
            _ => None,
        }
    }

    fn window(&mut self, signal: f64, high: f64) -> bool {
        let is_inside = self.low <= signal && signal <= high;
        let was_inside = self.was_inside.replace(is_inside);
        was_inside.is_some_and(|was| was != is_inside && was == self.is_rising)
    }

    fn timeout(&mut self, step: u64, signal: f64, after_ms: f64) -> bool {
        let is_edge = self.edge.row(signal) == Passed::Edge;
        let since = *self.since.get_or_insert(step);
        if is_edge {
            (self.since, self.is_done) = (Some(step), false);
            return false;
        }
        let runs_out = !self.is_done && step > since && self.span_ms(since, step) >= after_ms;
        self.is_done |= runs_out;
        runs_out
    }
}
