//! The circuit follows the wall clock.

use super::moment::Zeroed;
use super::monitor::{Monitor, Route};
use super::{CHANNELS, Channel, CircuitScope, CircuitView, network_of, recipe_of, weights};
use crate::circuit::Probe;
use crate::circuit::network::Effort;
use crate::desk::{Paced, Pacer, Tone, Work};
use crate::engine::{Halted, Site, Step};
use crate::input::brief;
use crate::instrument::past::Past;
use crate::instrument::recording::Word;
use crate::job::{Allowance, Pieces};
use crate::keys::Intent;
use crate::measure::Spectrum;
use crate::model::Scheme;

/// Steps between two looks at the clock: at first, and at most.
pub(super) const PIECES: Pieces = Pieces::new(1, 10_000);
/// Steps at once on the way to a moment.
const SEEK_STEPS: u64 = 64;
/// How much of a step of the true solution is done between two looks at the clock: about a millisecond.
const EFFORT: Effort = Effort::of(400);
/// Wall time between two looks at what takes long to work out (ns).
const LOOK_NS: u64 = 500_000_000;
/// Model time of which the spectrum is (ms).
const SPECTRUM_MS: u64 = 8192;

impl Paced for CircuitScope {
    fn make(&mut self, steps: u64) -> Option<u64> {
        let before = self.engine().step().0;
        self.advance_within(steps, EFFORT);
        (!self.desk.paused).then(|| self.engine().step().0 - before)
    }

    fn pieces(&mut self) -> &mut Pieces {
        &mut self.pieces
    }
}

impl CircuitScope {
    /// Lets `elapsed_ns` of wall time pass. `allowance` is asked between pieces of the work whether
    /// there is time for another; steps for which there is none are dropped and shown as lag.
    pub fn tick(&mut self, elapsed_ns: u64, mut allowance: impl Allowance) {
        self.wall_ns += elapsed_ns;
        if self.engine().building().is_some() {
            return self.build(&mut allowance);
        }
        // Paused, nothing changes by itself, what is being said included.
        if self.desk.paused {
            self.record_checks();
            return;
        }
        self.notice = self.notice.take().filter(|notice| notice.expires_ns > self.wall_ns);
        self.lag.expire(self.wall_ns);
        let steps_per_ms = self.engine().clock().steps_per_ms();
        let speed = self.desk.speed;
        let pace = self.pacer.pace(elapsed_ns, speed, steps_per_ms);
        // A step that was left in the middle was due before, and is not lost if it still is.
        let pace = pace.and(self.is_amid_step());
        self.amid_ticks = if self.is_amid_step() { self.amid_ticks + 1 } else { 0 };
        let lost_ms = pace.make(self, speed, steps_per_ms, &mut allowance);
        let begun_ms = f64::from(u8::from(self.is_amid_step())) / f64::from(steps_per_ms);
        self.lag.add(lost_ms - begun_ms, self.wall_ns);
        self.follow_gain();
        if self.wall_ns >= self.look_ns {
            self.look_ns = self.wall_ns + LOOK_NS;
            self.refresh_slow();
        }
    }

    /// Goes on building the circuit, if it is not yet there; its time stands still meanwhile.
    pub fn build(&mut self, allowance: &mut impl Allowance) {
        if self.engine().building().is_none() || !self.run.build(allowance) {
            return;
        }
        // Only now its synapses are known.
        let network = network_of(self.run.engine());
        for channel in self.channels.iter_mut().filter(|channel| channel.synapses_are_unknown()) {
            let synapses = network.synapses_onto(channel.neuron(), Channel::SYNAPSES_MAX);
            channel.set_synapses(synapses);
        }
        self.probe();
        self.refresh_slow();
    }

    /// What is being done that takes long, if anything is.
    #[must_use]
    pub fn work(&self) -> Option<Work> {
        let engine = self.engine();
        let building = engine
            .building()
            .map(|progress| Work { what: format!("building {}", self.recipe().name), progress });
        let stepping = || {
            let progress = engine.step_progress().filter(|_| self.amid_ticks > 1)?;
            Some(Work { what: "computing a step".to_owned(), progress })
        };
        building.or_else(stepping)
    }

    /// Goes on to `time_ms` of model time as fast as the machine can, or to the end of a replay.
    pub fn seek(&mut self, time_ms: f64) {
        while self.seek_on(time_ms, SEEK_STEPS) {}
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
        if !self.run.start_over(self.threads) {
            return false;
        }
        self.total = 0;
        self.zeroed = Past::new(Zeroed { since_ms: 0.0, before: 0 });
        self.schemes = Past::new(self.engine().scheme());
        self.desk.timebase.begin_run();
        self.begin_circuit();
        self.pacer = Pacer::default();
        self.notice = None;
        self.desk.paused = false;
        true
    }

    /// Works out what takes long to.
    pub(super) fn refresh_slow(&mut self) {
        let counts = match self.spectrum_of() {
            None => self.activity.counts(self.end_ns(), SPECTRUM_MS),
            Some(population) => self.activity.counts_of(population, self.end_ns(), SPECTRUM_MS),
        };
        self.spectrum = Spectrum::of(&counts);
        if self.view == CircuitView::Weights {
            self.weights = weights::histograms(self.recipe(), network_of(self.engine()));
        }
    }

    /// Makes `steps` steps; a circuit that blows up is paused.
    pub(super) fn advance(&mut self, steps: u64) {
        self.advance_within(steps, Effort::UNBOUNDED);
    }

    /// Makes up to `steps` steps, and leaves one in the middle that takes more than `effort`.
    fn advance_within(&mut self, steps: u64, effort: Effort) {
        let end = self.engine().step().0.saturating_add(steps).min(Step::MAX.0);
        while self.take_recorded() && self.engine().step().0 < end {
            self.advance_undisturbed(end - self.engine().step().0, effort);
            if self.is_amid_step() {
                return;
            }
        }
        let now_ns = self.now_ns();
        self.stimuli.settle(now_ns);
        self.activity.reach(now_ns);
        self.record_checks();
        self.look_for_blowup();
    }

    /// Whether a step has been left in the middle. Commands have to wait for its end.
    #[must_use]
    pub fn is_amid_step(&self) -> bool {
        self.engine().is_amid_step()
    }

    /// Ends the step that was left in the middle, if one was, however long it takes.
    pub(super) fn end_step(&mut self) {
        if self.is_amid_step() {
            self.advance(1);
        }
    }

    /// Makes up to `steps` steps, without a command between.
    fn advance_undisturbed(&mut self, steps: u64, effort: Effort) {
        let engine = self.run.engine();
        let recipe = recipe_of(engine).clone();
        let first_of = |index| engine.unstable_below_mv(recipe.range(index).start);
        let bounds_mv: Vec<_> = (0..recipe.populations.len()).map(first_of).collect();
        let monitor = Monitor {
            clock: *engine.clock(),
            total: &mut self.total,
            firing: &mut self.firing,
            raster: &mut self.raster,
            activity: &mut self.activity,
            ends: &self.ends,
            channels: &mut self.channels,
            routes: &self.routes,
            peaks: (engine.scheme() == Scheme::Exact).then_some(&*recipe),
            spiked: [false; CHANNELS],
            bounds_mv: &bounds_mv,
            too_long: &mut self.too_long,
        };
        self.run.advance(steps, effort, monitor, self.tape.sink());
    }

    /// Carries out the recorded commands that are due; returns whether the circuit can go on.
    fn take_recorded(&mut self) -> bool {
        let keymap = self.keymap();
        let Some(due) = self.run.take_due(keymap) else { return true };
        for command in &due.commands {
            self.note_command(command);
        }
        self.tell(due.diverged);
        let goes_on = due.is_all && due.end.is_none();
        due.end.into_iter().for_each(|end| self.stop_replay(end));
        goes_on
    }

    /// Pauses for good. An alarm that stands, such as a divergence, matters more than the end.
    fn stop_replay(&mut self, (tone, text): Word) {
        self.desk.paused = true;
        let alarmed = self.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Alarm);
        if tone == Tone::Alarm || !alarmed {
            self.notify(tone, text);
        }
    }

    fn look_for_blowup(&mut self) {
        let Some(Halted { neuron, time_ms, .. }) = self.engine().halt() else { return };
        let name = self.site_name(Site::Neuron(neuron));
        let remedy = match self.is_replay() {
            true => String::new(),
            false => format!(": {} resets", self.keymap().label(Intent::Reset)),
        };
        let time = brief(time_ms);
        let text = format!("neuron {neuron} ({name}) blew up at {time} ms{remedy}");
        self.desk.paused = true;
        self.notify(Tone::Alarm, text);
    }

    /// Has the engine look at what the channels show.
    pub(super) fn probe(&mut self) {
        let probes =
            self.channels.iter().enumerate().flat_map(|(index, channel)| {
                channel.probes().map(move |probe| (Route(index), probe))
            });
        let (routes, probes): (Vec<Route>, Vec<Probe>) = probes.unzip();
        self.routes = routes;
        self.run.set_probes(probes);
    }
}
