//! The model follows the wall clock.

use super::monitor::Monitor;
use super::past::Past;
use super::subject::cell_of;
use super::{Plane, Scope};
use crate::circuit::NeuronId;
use crate::circuit::network::Effort;
use crate::desk::{Desk, Paced, Tone, follow};
use crate::engine::{Mode, Step};
use crate::job::Allowance;
use crate::measure::{SpikeLog, Watch};
use crate::model::Scheme;
use crate::trace::{ModelNs, Trace};

/// Steps at once on the way to a moment: of a neuron alone, and of a circuit.
const SEEK_STEPS: (u64, u64) = (10_000, 64);
/// How much of a step of the true solution is done between two looks at the clock: about a millisecond.
const EFFORT: Effort = Effort::of(400);

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
        if self.engine().building().is_some() {
            return self.build(&mut allowance);
        }
        // Paused, nothing changes by itself, what is being said included.
        if self.desk.paused {
            self.record_checks();
            // But for a curve that is not complete yet.
            self.fill_curve(&mut allowance);
            return;
        }
        self.count_amid_ticks();
        follow(self, elapsed_ns, &mut allowance);
        self.follow_gain();
        self.refresh_slow_if_due();
        self.fit_plane();
        self.fill_curve(&mut allowance);
    }

    /// Goes on to `time_ms` of model time as fast as the machine can, or to the end of a replay.
    pub fn seek(&mut self, time_ms: f64) {
        let (alone, circuit) = SEEK_STEPS;
        let steps = if self.circuit.is_some() { circuit } else { alone };
        while self.seek_on(time_ms, steps) {}
        self.refresh_slow();
    }

    /// Makes up to `steps` steps on the way to `time_ms` of model time; returns whether that was not
    /// enough.
    pub fn seek_on(&mut self, time_ms: f64, steps: u64) -> bool {
        let Some(left) = self.run.steps_to(time_ms) else { return false };
        let before = self.engine().step();
        self.advance(left.min(steps));
        self.run.went_on_from(before)
    }

    /// Runs a replay that is over again from its start; returns whether there was one.
    pub(super) fn start_over(&mut self) -> bool {
        if !self.run.start_over(self.desk.threads) {
            return false;
        }
        match self.circuit {
            Some(_) => self.begin_circuit_anew(),
            None => self.begin_neuron_anew(),
        }
        self.desk.begin_pace();
        self.desk.fall_silent();
        self.desk.paused = false;
        true
    }

    /// Begins anew with the neuron that a replay begins with.
    fn begin_neuron_anew(&mut self) {
        let cell = cell_of(self.run.engine());
        self.preset_neuron = cell.neuron;
        self.artificial.suit(cell);
        self.trace = Trace::default();
        self.log = SpikeLog::default();
        (self.neuron_ns, self.set_ns) = (ModelNs::ZERO, ModelNs::ZERO);
        self.situations = Past::new(self.present_situation());
        self.watch = Watch::new(Watch::LIVE_MS);
        self.plane = Plane::default();
        self.controls.timebase.begin_run();
        self.suit_view();
    }

    /// Makes `steps` steps, each to its end, however long one of a circuit takes.
    pub(super) fn advance(&mut self, steps: u64) {
        self.advance_within(steps, Effort::UNBOUNDED);
    }

    /// Makes up to `steps` steps, and leaves one of a circuit in the middle that takes more than `effort`.
    fn advance_within(&mut self, steps: u64, effort: Effort) {
        let end = self.engine().step().0.saturating_add(steps).min(Step::MAX.0);
        self.limit_verdicts();
        while self.take_recorded() && self.engine().step().0 < end {
            match self.circuit {
                Some(_) => {
                    self.advance_circuit(end - self.engine().step().0, effort);
                    if self.is_amid_step() {
                        return;
                    }
                }
                None => self.advance_pass(end),
            }
        }
        self.settle_circuit();
        self.record_checks();
        self.look_for_blowup();
    }

    /// Ends the step that was left in the middle, if one was, however long it takes.
    pub(super) fn end_step(&mut self) {
        if self.is_amid_step() {
            self.advance(1);
        }
    }

    /// Goes on towards `end`, but not past the start of a pass of a repeating protocol, each of which has a
    /// train of spikes of its own.
    fn advance_pass(&mut self, end: u64) {
        let now = self.engine().step();
        if self.engine().pass_start() == Some(now) {
            self.begin_path();
            self.note_pass();
        }
        let stop = self.engine().next_pass().map_or(end, |pass| pass.0.min(end));
        self.advance_undisturbed(stop - now.0);
    }

    /// Has sweeps begin at the left edge with the pass of a protocol that is under way. A pass that
    /// will be repeated ends them where its pause begins.
    pub(super) fn note_pass(&mut self) {
        let engine = self.run.engine();
        let timebase = &mut self.controls.timebase;
        let Some(start) = engine.pass_start() else { return timebase.end_passes() };
        let start_ns = ModelNs::from_ms(engine.clock().time_ms(start));
        let duration_ns = ModelNs::from_ms(cell_of(engine).protocol.duration_ms);
        let repeats = engine.mode() == Some(Mode::Repeat);
        timebase.begin_pass(start_ns, repeats.then_some(start_ns + duration_ns));
    }

    /// Makes up to `steps` steps, without a command or the start of a pass between.
    fn advance_undisturbed(&mut self, steps: u64) {
        let engine = self.run.engine();
        let neuron = cell_of(engine).neuron;
        let monitor = Monitor {
            clock: *engine.clock(),
            bound: engine.unstable_below_mv(NeuronId::FIRST).map(|mv| (mv, neuron)),
            peak_between: (engine.scheme() == Scheme::Exact).then_some(neuron),
            last_u: engine.state(NeuronId::FIRST).u,
            trace: &mut self.trace,
            log: &mut self.log,
            watch: &mut self.watch,
            timebase: &mut self.controls.timebase,
        };
        self.run.advance(steps, Effort::UNBOUNDED, monitor, self.tape.sink());
    }

    /// Carries out the recorded commands that are due; returns whether the model can go on.
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

    /// Pauses for good. An alarm that stands, such as a divergence, matters more than the end.
    fn stop_replay(&mut self, tone: Tone, text: String) {
        self.desk.paused = true;
        let alarmed = self.desk.notice().is_some_and(|notice| notice.tone == Tone::Alarm);
        if tone == Tone::Alarm || !alarmed {
            self.desk.notify(tone, text);
        }
    }
}
