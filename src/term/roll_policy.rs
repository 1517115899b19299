//! The choice between a rolling trace and a sweep, which takes fewer bytes, by the measured link.

use super::flow::Flow;

/// Length of the intervals over which the frame rate is measured (ns).
const SECOND_NS: u64 = 1_000_000_000;

/// Decides whether a link can carry a rolling trace, by the number of whole frames that were
/// answered in each second.
#[derive(Clone, Debug)]
pub struct RollPolicy {
    since_ns: u64,
    carried_before: u64,
    held_back: u32,
    /// Number of seconds in a row that speak for a change: too few frames while the trace rolls,
    /// enough frames while it sweeps.
    seconds: u32,
    /// Number of good seconds needed before rolling is tried again.
    patience: u32,
    /// Whether the link can't be measured; then the trace always sweeps.
    is_blind: bool,
}

impl Default for RollPolicy {
    fn default() -> Self {
        let (since_ns, carried_before, held_back, seconds) = (0, 0, 0, 0);
        let patience = Self::PATIENCE;
        Self { since_ns, carried_before, held_back, seconds, patience, is_blind: false }
    }
}

impl RollPolicy {
    /// Frames per second below which the trace should not roll.
    const ROLL_MIN: f64 = 10.0;
    /// Frames per second that a sweep has to reach before rolling is tried again.
    const SWEEP_MIN: f64 = 15.0;
    /// Factor by which these rates are reduced for a silent terminal.
    const SILENT_PART: f64 = 0.5;
    /// Number of seconds in a row below `ROLL_MIN` after which the trace sweeps.
    const POOR_SECONDS: u32 = 2;
    /// Seconds of good sweeping before rolling is tried again, doubled with each try, and at most.
    const PATIENCE: u32 = 30;
    const PATIENCE_MAX: u32 = 960;

    /// The policy for a link whose replies do not measure it: always sweep.
    #[must_use]
    pub fn blind() -> Self {
        Self { is_blind: true, ..Self::default() }
    }

    /// Records a frame that was due and could not be sent, or was cut.
    pub fn hold_back(&mut self) {
        self.held_back += 1;
    }

    /// Starts the current second anew.
    pub fn skip(&mut self, now_ns: u64, flow: &Flow) {
        (self.since_ns, self.carried_before, self.held_back) = (now_ns, flow.carried(), 0);
    }

    /// Whether the trace should roll, given whether it rolls now.
    pub fn rolls(&mut self, now_ns: u64, flow: &Flow, rolls: bool) -> bool {
        if self.is_blind {
            return false;
        }
        if !flow.is_steady(now_ns) {
            self.skip(now_ns, flow);
            return rolls;
        }
        let elapsed_ns = now_ns.saturating_sub(self.since_ns);
        if elapsed_ns < SECOND_NS {
            return rolls;
        }
        let carried_per_s = (flow.carried() - self.carried_before) as f64 * 1e9 / elapsed_ns as f64;
        // A low frame rate does not speak against the link if no frame was held back.
        let part = if flow.is_silent(now_ns) { Self::SILENT_PART } else { 1.0 };
        let below = |least: f64| self.held_back > 0 && carried_per_s < least * part;
        let speaks = if rolls { below(Self::ROLL_MIN) } else { !below(Self::SWEEP_MIN) };
        self.seconds = if speaks { self.seconds + 1 } else { 0 };
        self.skip(now_ns, flow);
        let needed = if rolls { Self::POOR_SECONDS } else { self.patience };
        if self.seconds < needed {
            return rolls;
        }
        self.seconds = 0;
        if !rolls {
            self.patience = (self.patience * 2).min(Self::PATIENCE_MAX);
        }
        !rolls
    }
}

#[cfg(test)]
mod tests {
    use super::super::flow::Content;
    use super::*;

    const MS: u64 = 1_000_000;

    /// Whether the trace rolls after each second, in which so many of 30 due frames were answered.
    fn judged(
        roll_policy: &mut RollPolicy,
        flow: &mut Flow,
        mut rolls: bool,
        rates: &[u32],
    ) -> Vec<bool> {
        let mut now_ns = roll_policy.since_ns;
        let second = |rate: &u32| {
            for _ in 0..*rate {
                flow.sent(now_ns, 100, Content::Whole);
                flow.answer(now_ns);
            }
            (*rate..30).for_each(|_| roll_policy.hold_back());
            now_ns += SECOND_NS;
            rolls = roll_policy.rolls(now_ns, flow, rolls);
            rolls
        };
        rates.iter().map(second).collect()
    }

    #[test]
    fn a_link_too_slow_to_roll_gets_a_sweep_and_is_tried_again_ever_more_rarely() {
        let (mut roll_policy, mut flow) = (RollPolicy::default(), Flow::default());
        let mut judged = |rolls, rates: &[u32]| judged(&mut roll_policy, &mut flow, rolls, rates);
        assert_eq!(judged(true, &[30, 11, 9, 12, 9]), [true; 5]);
        assert_eq!(judged(true, &[9, 9]), [false; 2]);
        assert_eq!(judged(false, &[14; 100]), [false; 100]);
        let back = judged(false, &[30; 30]);
        assert_eq!((back[28], back[29]), (false, true));
        assert_eq!(judged(true, &[9, 9]), [true, false]);
        let back = judged(false, &[30; 60]);
        assert_eq!((back[58], back[59]), (false, true));
    }

    #[test]
    fn few_frames_are_no_fault_of_a_link_that_took_them_all() {
        let (mut roll_policy, mut flow) = (RollPolicy::default(), Flow::default());
        for second in 1..10 {
            flow.sent(second * SECOND_NS - MS, 100, Content::Whole);
            flow.answer(second * SECOND_NS - MS);
            assert!(roll_policy.rolls(second * SECOND_NS, &flow, true));
        }
    }
}
