//! The circuit follows the wall clock.

use super::monitor::{Monitor, Route};
use super::{CHANNELS, CircuitScope, CircuitView, weights};
use crate::app::settings::Tone;
use crate::circuit::Probe;

/// Updates of neurons between two looks at the clock: some tenths of a millisecond of work.
const BATCH_UPDATES: u64 = 40_000;
/// Most steps between two looks at the clock.
const BATCH_STEPS_MAX: u64 = 10_000;
/// Wall time between two looks at what takes long to work out (ns).
const LOOK_NS: u64 = 500_000_000;

impl CircuitScope {
    /// Lets `elapsed_ns` of wall time pass. `go_on` is asked between batches of steps whether
    /// there is time for another; steps for which there is none are dropped and shown as lag.
    pub fn tick(&mut self, elapsed_ns: u64, go_on: impl FnMut() -> bool) {
        self.wall_ns += elapsed_ns;
        // Paused, nothing changes by itself, what is being said included.
        if self.paused {
            return;
        }
        self.notice = self.notice.take().filter(|notice| notice.expires_ns > self.wall_ns);
        self.lag.expire(self.wall_ns);
        let steps_per_ms = self.engine().clock().steps_per_ms();
        let pace = self.pacer.pace(elapsed_ns, self.speed, steps_per_ms);
        let (batch, speed) = (self.batch(), self.speed);
        let make = |steps| {
            self.advance(steps);
            !self.paused
        };
        let lost_ms = pace.make(batch, speed, steps_per_ms, make, go_on);
        self.lag.add(lost_ms, self.wall_ns);
        if self.wall_ns >= self.look_ns {
            self.look_ns = self.wall_ns + LOOK_NS;
            self.look();
        }
    }

    /// Steps between two looks at the clock.
    fn batch(&self) -> u64 {
        (BATCH_UPDATES / u64::from(self.recipe().neurons().max(1))).clamp(1, BATCH_STEPS_MAX)
    }

    /// Works out what takes long to.
    pub(super) fn look(&mut self) {
        if self.view == CircuitView::Weights {
            self.weights = weights::histograms(self.recipe(), self.engine().network());
        }
    }

    /// Makes `steps` steps; a circuit that blows up is paused.
    pub(super) fn advance(&mut self, steps: u64) {
        let engine = &mut self.engine;
        let recipe = engine.recipe().clone();
        let mut monitor = Monitor {
            clock: *engine.clock(),
            counts: &mut self.counts,
            channels: &mut self.channels,
            routes: &self.routes,
            peaks: Monitor::peaks(engine.scheme(), &recipe),
            spiked: [false; CHANNELS],
        };
        engine.advance(steps, &mut monitor);
        let now_ns = self.now_ns();
        self.stimuli.settle(now_ns);
        self.look_for_blowup();
    }

    fn look_for_blowup(&mut self) {
        let Some((blowup, time_ms)) = self.engine().blowup() else { return };
        let name = self.site_name(crate::engine::Site::Neuron(blowup.neuron));
        let text = format!("neuron {} ({name}) blew up at {time_ms} ms: r resets", blowup.neuron);
        self.paused = true;
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
        self.engine.set_probes(probes);
    }
}
