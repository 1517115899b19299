//! What a spike, or a silence, contradicts.

use super::claim::{Awaited, Returned};
use super::pieces::{Piece, QUIET_MS, same};
use super::text::{Aftermath, Deed, Silence};
use super::watch::Watch;

/// How many times the longest interval between spikes a silence has to last.
const BEATS: f64 = 1.25;
/// A silence after a spike counts as much as one before it if it is so many times the answer.
const LATER_ANSWERS: f64 = 2.0;
/// Silence in another piece: so many times any silence of the piece that fired.
const ELSEWHERE_SILENCES: f64 = 3.0;
/// Silence that begins under the input that is still on: so many times the answer.
const STILL_ANSWERS: f64 = 5.0;
/// Slack for times that are differences of quotients (ms).
const SLACK_MS: f64 = 1e-6;

impl Watch {
    pub(super) fn take_spike(&mut self, time_ms: f64) {
        let Some(&piece) = self.pieces.present() else { return };
        if let Some((last_ms, span)) = self.last_spike
            && span == piece.span
        {
            self.beat_ms = self.beat_ms.max(time_ms - last_ms);
        }
        self.last_spike = Some((time_ms, piece.span));
        if piece.is_steady() {
            self.judge_steady(&piece);
        } else {
            self.judge_moving(&piece, time_ms);
        }
    }

    /// What the latest spike means under an input that stays.
    fn judge_steady(&mut self, piece: &Piece) {
        let answer_ms = piece.latency_ms();
        let enough_ms = answer_ms.max(BEATS * self.beat_ms);
        let returned = self.returned(piece);
        if let Some((before_ms, deed)) = returned
            && before_ms > enough_ms
        {
            return self.say(deed.with(Silence::Before(before_ms)), piece);
        }
        if let Some(deed) = self.against_silence(piece, enough_ms) {
            self.say(deed, piece);
        } else if let Some((shortest_ms, longest_ms)) = piece.uneven_ms() {
            self.say(Deed::Uneven { current: piece.low, shortest_ms, longest_ms }, piece);
        }
        let answer_ms = answer_ms.max(self.beat_ms);
        let from_ms = piece.last_ms;
        let still = Deed::Silent { current: piece.low, silent_ms: 0.0, fired_ms: from_ms };
        let (wait_ms, deed) = match returned {
            Some((_, deed)) => (LATER_ANSWERS * answer_ms, deed.with(Silence::Later(0.0))),
            None => ((STILL_ANSWERS * answer_ms).max(QUIET_MS), still),
        };
        self.awaited = Some(Awaited { at_ms: from_ms + wait_ms, from_ms, deed });
    }

    /// Whether the input left the level of `piece` and came back to it, or was negative until
    /// `piece` began: how long the neuron had been silent before (ms), and what its spikes are.
    fn returned(&self, piece: &Piece) -> Option<(f64, Returned)> {
        let &Piece { spikes, first_ms, low: current, .. } = piece;
        let after = Aftermath { spikes, first_ms, latency_ms: piece.latency_ms(), current };
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

    /// What contradicts the spikes of `piece`: a silence of more than `enough_ms` in an earlier
    /// piece at its level, or at a higher one.
    fn against_silence(&self, piece: &Piece, enough_ms: f64) -> Option<Deed> {
        let current = piece.low;
        let time_ms = piece.last_ms;
        let steady = || self.pieces.past().filter(|past| past.is_steady());
        let level = steady().filter(|past| same(past.low, current)).map(Piece::silence_ms);
        if let Some(silent_ms) = level.reduce(f64::max).filter(|ms| *ms > enough_ms) {
            return Some(Deed::Fired { time_ms, current, silent_ms, up_to: current });
        }
        // Where there is no interval yet, it is not known how fast the neuron fires.
        let mut larger = steady().filter(|past| past.low > current && !same(past.low, current));
        let past = larger.find(|past| past.silence_ms() > enough_ms && piece.spikes > 1)?;
        let silent_ms = past.silence_ms();
        Some(Deed::Inverted { time_ms, current, larger: past.low, silent_ms })
    }

    /// What a spike means under an input that moves.
    fn judge_moving(&mut self, piece: &Piece, time_ms: f64) {
        let current = self.pieces.current();
        let answer_ms = time_ms - self.pieces.turned_ms();
        let enough_ms = answer_ms.max(BEATS * self.beat_ms);
        let coarse = self.pieces.coarse();
        // The longest time through which the input was at least as large and the neuron silent.
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
            let deed = Deed::Fired { time_ms, current, silent_ms: longest_ms, up_to: highest };
            self.say(deed, piece);
        }
    }

    /// An input that made the neuron fire is on again, or a larger one is: from when on silence is
    /// worth a claim.
    pub(super) fn await_silence_of_another(&mut self) {
        let Some(&piece) = self.pieces.present() else { return };
        let from_ms = piece.start_ms;
        let current = piece.low;
        let fired = || self.pieces.past().filter(|past| past.is_steady() && past.spikes > 0);
        let (wait_ms, deed) = if let Some(past) = fired().find(|past| same(past.low, current)) {
            let others_ms = ELSEWHERE_SILENCES * past.latency_ms().max(past.tail_ms());
            let wait_ms = past.length_ms().min(others_ms).max(BEATS * self.beat_ms);
            let silent = Deed::Silent { current, silent_ms: 0.0, fired_ms: past.first_ms };
            let returned = self.returned(past).map(|(_, deed)| deed.with(Silence::Later(0.0)));
            // Firing after the input is the more striking half of the same contradiction.
            (wait_ms, returned.unwrap_or(silent))
        } else if let Some(past) = fired().find(|past| past.low < current && past.spikes > 1) {
            let wait_ms = past.latency_ms().max(BEATS * self.beat_ms);
            let &Piece { last_ms: time_ms, low, .. } = past;
            (wait_ms, Deed::Inverted { time_ms, current: low, larger: current, silent_ms: 0.0 })
        } else {
            return;
        };
        self.awaited = Some(Awaited { at_ms: from_ms + wait_ms, from_ms, deed });
    }

    /// Claims a silence that has lasted long enough, and keeps count of one that is claimed.
    pub(super) fn take_silence(&mut self, time_ms: f64) {
        let Some(awaited) = self.awaited.filter(|awaited| time_ms >= awaited.at_ms - SLACK_MS)
        else {
            return;
        };
        // The sample at hand may be the first of another piece: the silence was in the one before.
        let Some(piece) = self.pieces.since(awaited.from_ms) else { return };
        self.say(awaited.deed.after_silence(time_ms - awaited.from_ms), &piece);
    }
}
