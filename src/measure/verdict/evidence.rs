//! What a spike or a silence proves, compared with what came before it.

use super::claim::{Awaited, Returned};
use super::pieces::{Piece, QUIET_MS, same};
use super::text::{Afterdischarge, Finding, Silence};
use super::watch::Watch;

/// How long a silence has to be to count, as a multiple of the longest interval between two spikes.
const SILENT_INTERVALS: f64 = 1.25;
/// How long a silence after spikes has to be to count like one before them, as a multiple of the latency.
const LATER_LATENCIES: f64 = 2.0;
/// How long a silence has to be under an input that made the neuron fire in an earlier piece, as a
/// multiple of the longest silence in that piece.
const ELSEWHERE_SILENCES: f64 = 3.0;
/// How long a silence has to be that follows spikes under one and the same input, as a multiple of the
/// latency.
const STILL_LATENCIES: f64 = 5.0;
/// Tolerance for rounding of times, which are differences of quotients (ms).
const SLACK_MS: f64 = 1e-6;

impl Watch {
    /// The shortest silence that is more than a pause between two spikes (ms).
    fn pause_ms(&self) -> f64 {
        SILENT_INTERVALS * self.longest_interval_ms
    }

    /// Takes the latest spike, which does not lie on an edge of the input.
    pub(super) fn take_spike(&mut self, time_ms: f64) {
        let Some(&piece) = self.pieces.present() else { return };
        if let Some((last_ms, span)) = self.last_spike
            && span == piece.span
        {
            self.longest_interval_ms = self.longest_interval_ms.max(time_ms - last_ms);
        }
        self.last_spike = Some((time_ms, piece.span));
        if piece.is_steady() {
            self.judge_steady(&piece);
        } else {
            self.judge_moving(&piece, time_ms);
        }
    }

    /// Draws the conclusion from the latest spike under a steady input.
    fn judge_steady(&mut self, piece: &Piece) {
        let latency_ms = piece.latency_ms();
        let enough_ms = latency_ms.max(self.pause_ms());
        let returned = self.returned(piece);
        if let Some((before_ms, finding)) = returned
            && before_ms > enough_ms
        {
            return self.claim_about(finding.with(Silence::Before(before_ms)), piece);
        }
        if let Some(finding) = self.against_silence(piece, enough_ms) {
            self.claim_about(finding, piece);
        } else if let Some((shortest_ms, longest_ms)) = piece.uneven_ms() {
            self.claim_about(
                Finding::Uneven { current: piece.low, shortest_ms, longest_ms },
                piece,
            );
        }
        let slowest_ms = latency_ms.max(self.longest_interval_ms);
        let from_ms = piece.last_ms;
        let still = Finding::Silent { current: piece.low, silent_ms: 0.0, fired_ms: from_ms };
        let (wait_ms, finding) = match returned {
            Some((_, finding)) => (LATER_LATENCIES * slowest_ms, finding.with(Silence::Later(0.0))),
            None => ((STILL_LATENCIES * slowest_ms).max(QUIET_MS), still),
        };
        self.awaited = Some(Awaited { at_ms: from_ms + wait_ms, from_ms, finding });
    }

    /// If the input left the level of `piece` and came back to it, or was negative until `piece` began:
    /// how long the neuron had been silent under that level before (ms), and the spikes of `piece`.
    fn returned(&self, piece: &Piece) -> Option<(f64, Returned)> {
        let &Piece { spikes, first_ms, low: current, .. } = piece;
        let after = Afterdischarge { spikes, first_ms, latency_ms: piece.latency_ms(), current };
        let mut below = true;
        let mut away = 0;
        for past in self.pieces.past().skip_while(|past| past.id >= piece.id) {
            if past.is_steady() && same(past.low, current) {
                let away_ms = piece.start_ms - past.end_ms;
                let rests = self.pieces.first() == Some(past.id) || past.length_ms() > away_ms;
                let returned = (past.silence_ms(), Returned { after, below });
                return (away > 0 && rests).then_some(returned);
            }
            below &= past.high < current;
            away += 1;
        }
        let began = away == 1 && below && current <= 0.0;
        began.then_some((0.0, Returned { after, below }))
    }

    /// The finding, if the spikes of `piece` contradict a silence of more than `enough_ms` in an earlier
    /// piece at the same level, or at a higher one.
    fn against_silence(&self, piece: &Piece, enough_ms: f64) -> Option<Finding> {
        let current = piece.low;
        let time_ms = piece.last_ms;
        let steady = || self.pieces.past().filter(|past| past.is_steady());
        let level = steady().filter(|past| same(past.low, current)).map(Piece::silence_ms);
        if let Some(silent_ms) = level.reduce(f64::max).filter(|ms| *ms > enough_ms) {
            return Some(Finding::Fired { time_ms, current, silent_ms, up_to: current });
        }
        // One spike alone does not show how fast the neuron fires.
        let mut larger = steady().filter(|past| past.low > current && !same(past.low, current));
        let past = larger.find(|past| past.silence_ms() > enough_ms && piece.spikes > 1)?;
        let silent_ms = past.silence_ms();
        Some(Finding::Inverted { time_ms, current, larger: past.low, silent_ms })
    }

    /// Draws the conclusion from a spike under a moving input.
    fn judge_moving(&mut self, piece: &Piece, time_ms: f64) {
        let current = self.pieces.current();
        let latency_ms = time_ms - self.pieces.turned_ms();
        let enough_ms = latency_ms.max(self.pause_ms());
        let coarse = self.pieces.coarse();
        // The longest stretch through which the input was at least this large and the neuron silent.
        let (mut longest_ms, mut highest) = (0.0, current);
        let (mut run_ms, mut top, mut touched) = (0.0, current, false);
        for past in self.pieces.past().filter(|past| past.span != piece.span) {
            touched |= past.low - coarse <= current && current <= past.high + coarse;
            if past.is_silent() && past.low >= current {
                run_ms += past.length_ms();
                top = top.max(past.high);
            } else {
                (run_ms, top, touched) = (0.0, current, false);
            }
            if touched && run_ms > longest_ms {
                (longest_ms, highest) = (run_ms, top);
            }
        }
        if longest_ms > enough_ms {
            let finding =
                Finding::Fired { time_ms, current, silent_ms: longest_ms, up_to: highest };
            self.claim_about(finding, piece);
        }
    }

    /// Where an input that made the neuron fire is on again, or a larger one: notes from when on a
    /// silence will be worth a claim.
    pub(super) fn await_silence_of_another(&mut self) {
        let Some(&piece) = self.pieces.present() else { return };
        let from_ms = piece.start_ms;
        let current = piece.low;
        let fired = || self.pieces.past().filter(|past| past.is_steady() && past.spikes > 0);
        let (wait_ms, finding) = if let Some(past) = fired().find(|past| same(past.low, current)) {
            let others_ms = ELSEWHERE_SILENCES * past.latency_ms().max(past.tail_ms());
            let wait_ms = past.length_ms().min(others_ms).max(self.pause_ms());
            let silent = Finding::Silent { current, silent_ms: 0.0, fired_ms: past.first_ms };
            let returned =
                self.returned(past).map(|(_, finding)| finding.with(Silence::Later(0.0)));
            // Firing after the input is the more striking half of the same contradiction.
            (wait_ms, returned.unwrap_or(silent))
        } else if let Some(past) = fired().find(|past| past.low < current && past.spikes > 1) {
            let wait_ms = past.latency_ms().max(self.pause_ms());
            let &Piece { last_ms: time_ms, low, .. } = past;
            (wait_ms, Finding::Inverted { time_ms, current: low, larger: current, silent_ms: 0.0 })
        } else {
            return;
        };
        self.awaited = Some(Awaited { at_ms: from_ms + wait_ms, from_ms, finding });
    }

    /// Claims an awaited silence once it has lasted long enough; later samples update its length.
    pub(super) fn take_silence(&mut self, time_ms: f64) {
        let Some(awaited) = self.awaited.filter(|awaited| time_ms >= awaited.at_ms - SLACK_MS)
        else {
            return;
        };
        // The present sample may be the first of another piece; the silence was in the piece before.
        let Some(piece) = self.pieces.since(awaited.from_ms) else { return };
        self.claim_about(awaited.finding.after_silence(time_ms - awaited.from_ms), &piece);
    }
}
