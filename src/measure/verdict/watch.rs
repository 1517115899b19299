//! The observer of input and spikes, and the claim that stands.

use super::claim::{Awaited, Claim};
use super::disturbance::Disturbance;
use super::pieces::{Change, Piece, Pieces};
use super::text::{self, Finding, NOTHING};

/// Watches input and spikes, in bounded memory.
///
/// ```
/// use izh_tui::measure::Watch;
///
/// // Inhibition from 30 to 35 ms, and a spike at 50 ms: a rebound.
/// let mut watch = Watch::new(f64::INFINITY);
/// for step in 0..400 {
///     let time_ms = f64::from(step) * 0.25;
///     if time_ms == 50.0 {
///         watch.spike(time_ms);
///     }
///     watch.sample(time_ms, if (30.0..35.0).contains(&time_ms) { -15.0 } else { 0.0 });
/// }
/// let verdict = watch.sentence(None);
/// assert!(verdict.starts_with("fired on release from inhibition"), "{verdict}");
/// ```
#[derive(Clone, Debug)]
pub struct Watch {
    pub(super) pieces: Pieces,
    /// Spikes since the last sample; the next sample tells under which input they fell.
    waiting_ms: Vec<f64>,
    /// The last spike (ms), and the span of input that it fell into.
    pub(super) last_spike: Option<(f64, u64)>,
    /// Longest interval between two spikes under one input, or during one movement of the input (ms).
    pub(super) longest_interval_ms: f64,
    pub(super) awaited: Option<Awaited>,
    claim: Option<Claim>,
    /// The claim before the present one, which stands again if the present one is withdrawn.
    former: Option<Claim>,
    stands_ms: f64,
    pub(super) lifetime_ms: f64,
    /// Time of the latest sample (ms).
    pub(super) now_ms: f64,
    /// The latest steps that were too long, until something is claimed again.
    pub(super) disturbance: Option<Disturbance>,
}

impl Watch {
    /// Model time for which a claim on the live scope stands against claims of lower rank (ms).
    pub const LIVE_MS: f64 = 2000.0;

    /// Lifetime of a claim on the live scope, counted from its own time (ms).
    pub const LIFETIME_MS: f64 = 5000.0;

    /// A watch whose claims give way to claims of lower rank after `stands_ms`, which may be infinite, and
    /// have an infinite lifetime.
    #[must_use]
    pub fn new(stands_ms: f64) -> Self {
        Self {
            pieces: Pieces::default(),
            waiting_ms: Vec::new(),
            last_spike: None,
            longest_interval_ms: 0.0,
            awaited: None,
            claim: None,
            former: None,
            stands_ms,
            lifetime_ms: f64::INFINITY,
            now_ms: 0.0,
            disturbance: None,
        }
    }

    /// Sets the lifetime of claims: none is made whose time is more than `lifetime_ms` ago.
    pub fn set_lifetime_ms(&mut self, lifetime_ms: f64) {
        self.lifetime_ms = lifetime_ms;
    }

    /// The finding that is claimed, if there is one.
    #[must_use]
    pub fn finding(&self) -> Option<&Finding> {
        self.lasting().map(|claim| &claim.finding)
    }

    fn lasting(&self) -> Option<&Claim> {
        self.claim.as_ref().filter(|claim| self.lasts(claim))
    }

    fn lasts(&self, claim: &Claim) -> bool {
        self.now_ms - claim.time_ms() <= self.lifetime_ms
    }

    /// The claim as a sentence that begins with its time, `at 812 ms: ..`; or a sentence that there is
    /// none, and since when if there was one before. `unit` is that of currents.
    #[must_use]
    pub fn dated_sentence(&self, unit: Option<&str>) -> String {
        match (self.lasting(), &self.claim) {
            (Some(claim), _) => claim.finding.dated_sentence(claim.time_ms(), unit),
            (None, Some(_)) => text::nothing_for(self.lifetime_ms),
            (None, None) => self.nothing(),
        }
    }

    /// The claim as a sentence, or a sentence that there is none and why; `unit` is that of currents.
    #[must_use]
    pub fn sentence(&self, unit: Option<&str>) -> String {
        self.finding().map_or_else(|| self.nothing(), |finding| finding.sentence(unit))
    }

    /// The sentence that there is no claim, and why.
    fn nothing(&self) -> String {
        self.why_none().unwrap_or_else(|| NOTHING.to_owned())
    }

    /// Forgets the input and spikes so far, because the neuron's state was set from outside and what it
    /// does from here on cannot be compared with what it did before. The present claim stands.
    pub fn begin_anew(&mut self) {
        let fresh = self.afresh();
        // No later spike falls into the piece that was claimed about.
        let settled = |claim: Option<Claim>| claim.map(|claim| Claim { piece: u64::MAX, ..claim });
        let disturbance = self.disturbance.map(Disturbance::forgotten);
        *self = Self { claim: settled(self.claim), disturbance, ..fresh };
    }

    /// Forgets everything that was seen and claimed, but not steps that were too long.
    pub fn clear(&mut self) {
        *self = Self { disturbance: self.disturbance, ..self.afresh() };
    }

    /// Begins anew with another neuron.
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
        let change = self.pieces.take(time_ms, current);
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

    /// Withdraws claims about the latest `pieces` pieces.
    fn withdraw(&mut self, pieces: u64) {
        let Some(present) = self.pieces.present() else { return };
        let oldest = (present.id + 1).saturating_sub(pieces);
        let stands = |claim: &Claim| claim.piece < oldest || claim.piece > present.id;
        self.former = self.former.filter(stands);
        self.claim = self.claim.filter(stands).or(self.former);
    }

    /// Claims `finding` about `piece`, unless a claim of higher rank stands.
    pub(super) fn claim_about(&mut self, finding: Finding, piece: &Piece) {
        let now_ms = self.now_ms;
        let stands = self.claim.filter(|claim| {
            claim.finding.rank() > finding.rank()
                && now_ms - claim.made_ms < self.stands_ms
                && self.lasts(claim)
        });
        if stands.is_none() {
            if self.claim.is_some_and(|claim| claim.piece != piece.id) {
                self.former = self.claim;
            }
            self.claim = Some(Claim { finding, piece: piece.id, made_ms: now_ms });
            self.disturbance = None;
        }
    }
}
