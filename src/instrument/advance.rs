//! The model follows the wall clock.

use super::analyses::Change;
use super::monitor::{Feed, Monitor};
use super::{CHANNELS, Circuit, Scope};
use crate::circuit::network::Effort;
use crate::desk::{Desk, Paced, Tone, follow};
use crate::engine::{Site, Step};
use crate::job::Allowance;
use crate::measure::Spectrum;
use crate::model::Scheme;
use crate::scope::Page;

/// Steps in one piece of a seek: of a neuron alone, and of a circuit.
const SEEK_STEPS: (u64, u64) = (10_000, 64);
/// Work on one step of the exact scheme between two readings of the clock: about a millisecond.
const EFFORT: Effort = Effort::of(400);
/// Wall time between two updates of the spectrum and the weights (ns).
const LOOK_NS: u64 = 500_000_000;
/// Model time that the spectrum covers (ms).
const SPECTRUM_MS: u64 = 8192;

impl Paced for Scope {
    fn desk_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn steps_per_ms(&self) -> u32 {
        self.engine().clock().steps_per_ms()
    }

    fn make(&mut self, steps: u64) -> Option<u64> {
        let before = self.engine().step().0;
        self.advance_within(steps, EFFORT);
        (!self.desk.paused).then(|| match self.circuit {
            Some(_) => self.engine().step().0 - before,
            None => steps,
        })
    }

    fn is_amid_step(&self) -> bool {
        self.engine().is_amid_step()
    }
}

impl Scope {
    /// Lets `elapsed_ns` of wall time pass. `allowance` is asked between pieces of the work whether
    /// there is time for another; steps for which there is none are dropped and shown as lag.
    pub fn tick(&mut self, elapsed_ns: u64, mut allowance: impl Allowance) {
        self.desk.pass(elapsed_ns);
        self.settle_cursors();
        if self.engine().building().is_some() {
            return self.build(&mut allowance);
        }
        // While the scope is paused, model and notices stand still.
        if self.desk.paused {
            self.record_checks();
            // An incomplete f-I curve is still filled.
            self.fill_curve(&mut allowance);
            return;
        }
        self.count_amid_ticks();
        self.follow_clock(elapsed_ns, &mut allowance);
        self.follow_gain();
        self.refresh_slow_if_due();
        self.fit_plane();
        self.fill_curve(&mut allowance);
    }

    /// Makes the steps that are due, and counts what they cost.
    fn follow_clock(&mut self, elapsed_ns: u64, allowance: &mut impl Allowance) {
        let (before_ns, before) = (allowance.now_ns(), self.engine().step().0);
        follow(self, elapsed_ns, allowance);
        let took_ns = allowance.now_ns().saturating_sub(before_ns);
        self.meter_ghost(self.engine().step().0.saturating_sub(before), took_ns);
    }

    /// Updates the spectrum and the weights, if an update is due.
    fn refresh_slow_if_due(&mut self) {
        let wall_ns = self.desk.wall_ns();
        if wall_ns >= self.look_ns {
            self.look_ns = wall_ns + LOOK_NS;
            if self.cursors().is_some() {
                self.recall();
            }
            self.refresh_slow();
        }
    }

    /// Updates the spectrum, and the histograms of a circuit's weights while they are shown.
    pub(super) fn refresh_slow(&mut self) {
        if self.circuit.is_some() || self.page == Page::Spectrum {
            let (activity, end_ns) = (&self.activity, self.end_ns());
            let counts = match self.circuit().and_then(Circuit::spectrum_of) {
                None => activity.counts(end_ns, SPECTRUM_MS),
                Some(population) => activity.counts_of(population, end_ns, SPECTRUM_MS),
            };
            self.spectrum = Spectrum::of(&counts);
        }
        if self.page == Page::Weights {
            self.count_weights();
        }
    }

    /// The spectrum of the activity in the last eight seconds, of all neurons or of the population
    /// [`Circuit::spectrum_of`], updated twice a second; `None` before half a second of activity.
    #[must_use]
    pub fn spectrum(&self) -> Option<&Spectrum> {
        self.spectrum.as_ref()
    }

    /// Advances to `time_ms` of model time, or to the end of a replay, as fast as the machine can.
    pub fn seek(&mut self, time_ms: f64) {
        let (alone, circuit) = SEEK_STEPS;
        let steps = if self.circuit.is_some() { circuit } else { alone };
        while self.seek_on(time_ms, steps) {}
        self.refresh_slow();
    }

    /// Makes up to `steps` steps towards `time_ms` of model time; returns whether more steps are needed.
    pub fn seek_on(&mut self, time_ms: f64, steps: u64) -> bool {
        let Some(left) = self.run.steps_to(time_ms) else { return false };
        let before = self.engine().step();
        self.advance(left.min(steps));
        self.run.went_on_from(before)
    }

    /// Restarts a replay that has ended; returns whether a replay had ended.
    pub(super) fn start_over(&mut self) -> bool {
        if !self.run.start_over(self.desk.threads) {
            return false;
        }
        self.begin_anew();
        self.set_ghost(self.has_ghost_on());
        self.desk.begin_pace();
        self.desk.fall_silent();
        self.desk.paused = false;
        true
    }

    /// Makes `steps` whole steps, however long a step of a circuit takes.
    pub(super) fn advance(&mut self, steps: u64) {
        self.advance_within(steps, Effort::UNBOUNDED);
    }

    /// Makes up to `steps` steps; a step of a circuit that takes more than `effort` is interrupted.
    fn advance_within(&mut self, steps: u64, effort: Effort) {
        let end = self.engine().step().0.saturating_add(steps).min(Step::MAX.0);
        self.limit_verdicts();
        while self.advance_ghost(effort) && self.take_recorded() && self.engine().step().0 < end {
            self.advance_pass(end, effort);
            if self.is_amid_step() {
                return;
            }
        }
        self.settle();
        if self.engine().sweeps().is_some() {
            self.note_pass();
        }
        self.take_windows();
        self.record_checks();
        self.look_for_blowup();
    }

    /// Completes an interrupted step, if there is one, however long it takes.
    pub(super) fn end_step(&mut self) {
        if self.is_amid_step() {
            self.advance(1);
        }
    }

    /// Advances towards `end`, but not past the start of the next pass of a repeating protocol or of the
    /// next sweep that begins from the initial state, since each begins a new spike train.
    fn advance_pass(&mut self, end: u64, effort: Effort) {
        self.suit_trigger();
        let now = self.engine().step();
        let begins_pass = self.engine().pass_start() == Some(now);
        if begins_pass || self.engine().restarts() {
            self.begin_path();
        }
        if begins_pass {
            self.note_pass();
            self.changed(Change::Pass, Site::Subject);
        }
        let steps = (end - now.0).min(self.engine().steps_to_restart());
        self.advance_undisturbed(steps, effort);
    }

    /// Makes up to `steps` steps with no command and no start of a pass among them.
    fn advance_undisturbed(&mut self, steps: u64, effort: Effort) {
        let Self { run, tape, channels, raster, activity, controls, circuit, trigger, .. } = self;
        let engine = run.engine();
        let (mut feeds, clock) = ([const { None }; CHANNELS], *engine.clock());
        for (feed, channel) in feeds.iter_mut().zip(&*channels) {
            *feed = Some(Feed::of(engine, channel.neuron()));
        }
        let between_samples = engine.scheme() == Scheme::Exact;
        let (routes, circuit) = match circuit.as_deref_mut() {
            None => (&[][..], None),
            Some(state) => {
                let (routes, monitor) = state.monitor(engine);
                (routes, Some(monitor))
            }
        };
        let trigger = trigger.watch(self.selected);
        let timebase = &mut controls.timebase;
        let monitor = Monitor {
            clock,
            channels,
            feeds,
            between_samples,
            routes,
            trigger,
            timebase,
            raster,
            activity,
            circuit,
        };
        run.advance(steps, effort, monitor, tape.sink());
    }

    /// Carries out the recorded commands that are due; returns whether the model can advance.
    fn take_recorded(&mut self) -> bool {
        let keymap = self.desk.keymap;
        let Some(due) = self.run.take_due(keymap) else { return true };
        for command in &due.commands {
            self.note_command(command);
        }
        self.tell(due.diverged);
        let goes_on = due.is_all && due.end.is_none();
        due.end.into_iter().for_each(|(tone, text)| self.stop_replay(tone, text));
        goes_on
    }

    /// Pauses a replay that can't advance. A standing alarm, such as a divergence, keeps its notice.
    fn stop_replay(&mut self, tone: Tone, text: String) {
        self.desk.paused = true;
        let alarmed = self.desk.notice().is_some_and(|notice| notice.tone == Tone::Alarm);
        if tone == Tone::Alarm || !alarmed {
            self.desk.notify(tone, text);
        }
    }
}
