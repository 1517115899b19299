//! What the spiking neuron did that a unit without memory can't.
//!
//! The output of such a unit is a function of the present input. Every claim here is a
//! counterexample to that: twice the same input, and two different answers. What counts as the same
//! input, and as another answer:
//!
//! - The input is cut into pieces. In a steady piece the current stays the same (to a rounding);
//!   where it moves, a piece covers 4 % of the range seen. Levels are compared with the same
//!   tolerances, so a small step of the holding current is another input.
//! - A unit that answers a constant input by firing at a constant rate is also silent between two
//!   spikes. So a silence counts only if it is longer than the neuron needs to answer: than the
//!   time from the beginning of the piece to its first spike, and than 1.25 times the longest interval
//!   between two spikes under one input.
//! - A neuron that has fired under an input counts as silent under it after 100 ms.
//! - A spike in the very step in which the input changes belongs to neither side: it ends
//!   a silence on both and proves nothing.
//!
//! The claims, the most striking first:
//!
//! 1. The input left a level that had kept the neuron silent, came back to it, and spikes
//!    followed. (The level has to be one of rest: the first there was, or one that had been on for longer
//!    than the input was away. A negative input that ends for the first time counts as well.)
//!    It fired *on release from inhibition* if it had only been below, else *after the input
//!    ended*; three spikes or more *keep firing*. Where the silence before was too short to count, one
//!    afterwards that is twice as long as the answer took counts as well.
//! 2. *Fired* under an input that had left it silent before (for a moving input: while the
//!    input went through that level and on above it), or stays *silent* under one that made it
//!    fire: for as long as the earlier piece lasted, or three times as long as any silence in it; without a
//!    change of input, for five times as long as the answer took, and at least 100 ms.
//! 3. *Uneven*: intervals under one input of which the longest is 1.5 times the shortest or more, and a
//!    millisecond longer. In the first second of an input intervals that only grow, or only shrink, are
//!    adaptation to its onset and no such claim: a longer one has to stand between two shorter ones.
//!
//! A spike that contradicts a claim about its own piece withdraws it, and the one before stands again. A claim stands until one of the same rank or a
//! higher one follows, or any if it has stood for long.
//!
//! Each claim speaks of a time: of the spikes, or where it is about a silence or about intervals, of the end of
//! those seen so far. One that speaks of a time longer ago than its lifetime is no longer made.
//!
//! There is no claim on what came of steps that were too long; how that is known is said in `unstable`.

mod disturbance;
mod pieces;
mod text;
mod unstable;

pub use text::{Aftermath, Deed, NOTHING, Silence};

use disturbance::Disturbance;
use pieces::{Change, Piece, Pieces, QUIET_MS, same};

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

/// A deed, and what it is about.
#[derive(Clone, Copy, Debug)]
struct Claim {
    deed: Deed,
    /// The piece whose spikes can contradict it.
    piece: u64,
    made_ms: f64,
}

impl Claim {
    /// The time that it speaks of (ms).
    fn time_ms(&self) -> f64 {
        self.deed.time_ms().unwrap_or(self.made_ms)
    }
}

/// A silence that will be worth a claim when it has lasted until `at_ms`.
#[derive(Clone, Copy, Debug)]
struct Awaited {
    at_ms: f64,
    from_ms: f64,
    deed: Deed,
}

/// Spikes after the input has come back, and whether it came from below.
#[derive(Clone, Copy, Debug)]
struct Returned {
    after: Aftermath,
    below: bool,
}

impl Returned {
    fn with(self, silence: Silence) -> Deed {
        if self.below {
            Deed::Released(self.after, silence)
        } else {
            Deed::Outlasted(self.after, silence)
        }
    }
}

/// Watches input and spikes, in bounded memory.
#[derive(Clone, Debug)]
pub struct Watch {
    pieces: Pieces,
    /// Spikes since the last sample: under which input they fell shows with the next.
    waiting_ms: Vec<f64>,
    /// The last spike (ms), and the span of input that it fell into.
    last_spike: Option<(f64, u64)>,
    /// Longest interval between two spikes under one input, or while it moved (ms).
    beat_ms: f64,
    awaited: Option<Awaited>,
    claim: Option<Claim>,
    /// The claim that the present one took the place of, should that be withdrawn.
    former: Option<Claim>,
    stands_ms: f64,
    lifetime_ms: f64,
    /// Time of the latest sample (ms).
    now_ms: f64,
    /// Steps that were too long, until something is claimed again.
    disturbance: Option<Disturbance>,
}

impl Watch {
    /// Model time for which a claim stands on the live scope against lesser ones (ms).
    pub const LIVE_MS: f64 = 2000.0;

    /// The longest that a claim is made on the live scope after the time that it speaks of (ms).
    pub const LIFETIME_MS: f64 = 5000.0;

    /// A watch whose claims give way to lesser ones after `stands_ms`, which may be infinite, and are made
    /// for ever.
    #[must_use]
    pub fn new(stands_ms: f64) -> Self {
        Self {
            pieces: Pieces::default(),
            waiting_ms: Vec::new(),
            last_spike: None,
            beat_ms: 0.0,
            awaited: None,
            claim: None,
            former: None,
            stands_ms,
            lifetime_ms: f64::INFINITY,
            now_ms: 0.0,
            disturbance: None,
        }
    }

    /// Has no claim made that speaks of a time more than `lifetime_ms` ago.
    pub fn set_lifetime_ms(&mut self, lifetime_ms: f64) {
        self.lifetime_ms = lifetime_ms;
    }

    /// What there is to claim.
    #[must_use]
    pub fn deed(&self) -> Option<&Deed> {
        self.lasting().map(|claim| &claim.deed)
    }

    fn lasting(&self) -> Option<&Claim> {
        self.claim.as_ref().filter(|claim| self.lasts(claim))
    }

    fn lasts(&self, claim: &Claim) -> bool {
        self.now_ms - claim.time_ms() <= self.lifetime_ms
    }

    /// What there is to claim as a sentence that begins with the time it speaks of, `at 812 ms: ..`; or that
    /// there is nothing, and for how long if something was claimed before.
    #[must_use]
    pub fn dated_sentence(&self, unit: Option<&str>) -> String {
        match (self.lasting(), &self.claim) {
            (Some(claim), _) => claim.deed.dated_sentence(claim.time_ms(), unit),
            (None, Some(_)) => text::nothing_for(self.lifetime_ms),
            (None, None) => self.nothing(),
        }
    }

    /// What there is to claim as a sentence, or that there is nothing and why; `unit` is that of currents.
    #[must_use]
    pub fn sentence(&self, unit: Option<&str>) -> String {
        self.deed().map_or_else(|| self.nothing(), |deed| deed.sentence(unit))
    }

    /// That there is nothing to claim, and why.
    fn nothing(&self) -> String {
        self.why_none().unwrap_or_else(|| NOTHING.to_owned())
    }

    /// Forgets what came before, because the neuron's state was set from outside: nothing that it
    /// does from here on can be compared with that. What is claimed stands.
    pub fn begin_anew(&mut self) {
        let fresh = self.afresh();
        // No piece to come is the one that was claimed about.
        let settled = |claim: Option<Claim>| claim.map(|claim| Claim { piece: u64::MAX, ..claim });
        let disturbance = self.disturbance.map(Disturbance::forgotten);
        *self = Self { claim: settled(self.claim), disturbance, ..fresh };
    }

    /// Forgets all that was seen and claimed. What comes of steps that were too long goes on.
    pub fn clear(&mut self) {
        *self = Self { disturbance: self.disturbance, ..self.afresh() };
    }

    /// Begins with another neuron.
    pub fn begin_neuron(&mut self) {
        *self = self.afresh();
    }

    fn afresh(&self) -> Self {
        let &Self { lifetime_ms, now_ms, stands_ms, .. } = self;
        Self { lifetime_ms, now_ms, ..Self::new(stands_ms) }
    }

    /// Takes the current of the sample at `time_ms`.
    pub fn sample(&mut self, time_ms: f64, current: f64) {
        self.now_ms = time_ms;
        if self.is_disturbed(time_ms) {
            self.waiting_ms.clear();
            return;
        }
        let change = self.pieces.see(time_ms, current);
        self.take_spikes();
        self.take_silence(time_ms);
        match change {
            Change::Fresh => self.awaited = None,
            Change::Steady => self.await_silence_of_another(),
            Change::None => {}
        }
    }

    /// Takes a spike at `time_ms`.
    pub fn spike(&mut self, time_ms: f64) {
        self.waiting_ms.push(time_ms);
    }

    fn take_spikes(&mut self) {
        if self.waiting_ms.is_empty() {
            return;
        }
        let on_edge = self.pieces.is_on_edge();
        for index in 0..self.waiting_ms.len() {
            let time_ms = self.waiting_ms[index];
            self.pieces.add_spike(time_ms, on_edge);
            self.awaited = None;
            let near = if on_edge { 2 } else { 1 };
            self.withdraw(near);
            if !on_edge {
                self.take_spike(time_ms);
            }
        }
        self.waiting_ms.clear();
    }

    /// Takes back what is claimed about one of the latest `pieces` pieces.
    fn withdraw(&mut self, pieces: u64) {
        let Some(present) = self.pieces.present() else { return };
        let oldest = (present.id + 1).saturating_sub(pieces);
        let stands = |claim: &Claim| claim.piece < oldest || claim.piece > present.id;
        self.former = self.former.filter(stands);
        self.claim = self.claim.filter(stands).or(self.former);
    }

    fn take_spike(&mut self, time_ms: f64) {
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
    fn await_silence_of_another(&mut self) {
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
    fn take_silence(&mut self, time_ms: f64) {
        let Some(awaited) = self.awaited.filter(|awaited| time_ms >= awaited.at_ms - SLACK_MS)
        else {
            return;
        };
        // The sample at hand may be the first of another piece: the silence was in the one before.
        let Some(piece) = self.pieces.since(awaited.from_ms) else { return };
        self.say(awaited.deed.after_silence(time_ms - awaited.from_ms), &piece);
    }

    /// Claims `deed` about `piece`, unless something more striking stands.
    fn say(&mut self, deed: Deed, piece: &Piece) {
        let now_ms = self.now_ms;
        let stands = self.claim.filter(|claim| {
            claim.deed.rank() > deed.rank()
                && now_ms - claim.made_ms < self.stands_ms
                && self.lasts(claim)
        });
        if stands.is_none() {
            if self.claim.is_some_and(|claim| claim.piece != piece.id) {
                self.former = self.claim;
            }
            self.claim = Some(Claim { deed, piece: piece.id, made_ms: now_ms });
            self.disturbance = None;
        }
    }
}

#[cfg(test)]
mod tests;
