//! An edge with hysteresis.

/// One slope of a trigger.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// 1 on the rising slope, -1 on the falling one.
    sign: f64,
    level: f64,
    hysteresis: f64,
    is_armed: bool,
    last: Option<f64>,
}

/// What a row does to an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passed {
    /// Nothing.
    Nothing,
    /// It is an edge.
    Edge,
    /// It arms the trigger again.
    Armed,
}

impl Edge {
    pub(super) fn new(is_rising: bool, level: f64, hysteresis: f64) -> Self {
        let sign = if is_rising { 1.0 } else { -1.0 };
        Self { sign, level: sign * level, hysteresis, is_armed: true, last: None }
    }

    /// `value` in the direction of the slope.
    pub(super) fn along(&self, value: f64) -> f64 {
        self.sign * value
    }

    /// Takes a row.
    pub(super) fn row(&mut self, signal: f64) -> Passed {
        let x = self.along(signal);
        let Some(last) = self.last.replace(x) else { return Passed::Nothing };
        if !self.is_armed {
            self.is_armed = x <= self.level - self.hysteresis;
            return if self.is_armed { Passed::Armed } else { Passed::Nothing };
        }
        let is_edge = last < self.level && self.level <= x;
        self.is_armed = !is_edge;
        if is_edge { Passed::Edge } else { Passed::Nothing }
    }
}
