//! A tile of the gallery: a neuron that repeats its protocol, and the picture of its passes.

use crate::circuit::NeuronId;
use crate::engine::{DriveState, Engine, Experiment, Sample, Sink, Spike, Step, Unstable};
use crate::gallery::Exhibit;
use crate::model::Scheme;
use crate::model::stimulus::steps_through;
use crate::trace::{ModelNs, Sweep};

/// Longest pass that is run once before the first frame, so that its picture is complete from the start
/// (steps).
const PREVIEW_STEPS_MAX: u64 = 100_000;

/// A neuron with the picture of its passes.
#[derive(Clone, Debug)]
pub struct Tile {
    exhibit: Exhibit,
    engine: Engine,
    sweep: Sweep,
    spikes: u64,
    /// Steps of one pass, without the pause after it.
    pass_steps: u64,
}

impl Tile {
    /// The neuron of `exhibit` before its first pass, with the picture of a whole one.
    pub(crate) fn new(exhibit: Exhibit, seed: u64) -> Self {
        let setup = &exhibit.preset.subject;
        let protocol = &setup.cell.protocol;
        let engine = Engine::new(&Experiment::neuron(setup, DriveState::repeat(protocol), seed));
        let pass_steps = steps_through(protocol.duration_ms, setup.steps_per_ms);
        let mut tile =
            Self { exhibit, engine, sweep: Sweep::new(pass_steps), spikes: 0, pass_steps };
        if pass_steps <= PREVIEW_STEPS_MAX {
            let start = tile.engine.clone();
            tile.advance_to_step(pass_steps);
            tile.engine = start;
        }
        tile
    }

    /// The preset and its place in the figure.
    #[must_use]
    pub fn exhibit(&self) -> &Exhibit {
        &self.exhibit
    }

    /// The engine that runs the neuron.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The picture of the present pass over that of the pass before.
    #[must_use]
    pub fn sweep(&self) -> &Sweep {
        &self.sweep
    }

    /// Number of spikes in the present pass, or, in the pause between two passes, in the last one.
    #[must_use]
    pub fn spikes(&self) -> u64 {
        self.spikes
    }

    /// Length of one pass, without the pause after it (ms).
    #[must_use]
    pub fn duration_ms(&self) -> f64 {
        self.exhibit.preset.subject.cell.protocol.duration_ms
    }

    /// Makes the steps that are due at `now_ns` of model time.
    pub(crate) fn advance_to(&mut self, now_ns: ModelNs) {
        self.advance_to_step(now_ns.steps(self.steps_per_ms()).min(Step::MAX.0));
    }

    /// The first model time at which another step is due (ns).
    pub(crate) fn next_due_ns(&self) -> ModelNs {
        ModelNs::of_steps(self.engine.step().0 + 1, self.steps_per_ms())
    }

    fn steps_per_ms(&self) -> u32 {
        self.engine.clock().steps_per_ms()
    }

    fn advance_to_step(&mut self, target: u64) {
        while self.engine.step().0 < target {
            let now = self.engine.step();
            let start = self.engine.pass_start().unwrap_or(now);
            if start == now {
                self.sweep.begin();
                self.spikes = 0;
            }
            let stop = self.engine.next_pass().map_or(target, |pass| pass.0.min(target));
            let exact = self.engine.scheme() == Scheme::Exact;
            let cell = &self.exhibit.preset.subject.cell;
            let mut pen = Pen {
                first: start.0,
                past: start.0 + self.pass_steps,
                end_ms: self.engine.clock().time_ms(start) + cell.protocol.duration_ms,
                peak_between_mv: exact.then_some(cell.neuron.peak_mv),
                unstable_below_mv: self.engine.unstable_below_mv(NeuronId::FIRST),
                sweep: &mut self.sweep,
                spikes: &mut self.spikes,
            };
            self.engine.advance(stop - now.0, &mut pen);
        }
    }
}

/// A sink that draws a pass and counts its spikes. The pause after a pass changes neither.
struct Pen<'a> {
    sweep: &'a mut Sweep,
    spikes: &'a mut u64,
    /// First step of the pass, and the first step after it.
    first: u64,
    past: u64,
    /// Time of the end of the pass (ms); the last step may reach past it.
    end_ms: f64,
    /// Potential to draw for a spike that falls between two samples (mV).
    peak_between_mv: Option<f64>,
    /// The potential below which a step is too long (mV).
    unstable_below_mv: Option<f64>,
}

impl Sink for Pen<'_> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        if (self.first..self.past).contains(&sample.step.0) {
            self.sweep.push(sample.v, sample.current);
        }
    }

    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        if let Some(bound_mv) = self.unstable_below_mv.filter(|_| unstable.time_ms <= self.end_ms) {
            self.sweep.mark_unstable(bound_mv);
        }
    }

    #[inline]
    fn spike(&mut self, spike: &Spike) {
        if spike.time_ms <= self.end_ms {
            *self.spikes += 1;
            if let Some(peak_mv) = self.peak_between_mv {
                self.sweep.raise_last(peak_mv);
            }
        }
    }
}
