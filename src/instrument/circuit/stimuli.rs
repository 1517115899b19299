//! The history of injections into a circuit, for drawing: an engine knows only the present ones.

use std::collections::VecDeque;

use crate::circuit::{NeuronId, PopulationId, Recipe};
use crate::engine::{Injection, Site};
use crate::instrument::Constant;
use crate::instrument::constant::sum;
use crate::model::Input;
use crate::model::stimulus::{Schedule, Source};
use crate::trace::{ModelNs, Range};

/// Most sites whose history is kept.
const SITES_MAX: usize = 256;
/// Most changes at one site that are kept.
const CHANGES_MAX: usize = 2048;
/// Steps of a column at which a protocol that is not constant is evaluated.
const LOOKS: u64 = 32;

/// The injections at a site from a time on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Level {
    from_ns: ModelNs,
    /// The holding current, which replaces the protocol.
    held: Option<f64>,
    /// Start of a fired protocol that is under way (ns); it replaces both.
    fired_ns: Option<ModelNs>,
    /// The sum of sustained step and pulses.
    added: f64,
    /// The sustained step.
    sustained: Option<f64>,
}

/// The history of one site.
#[derive(Clone, Debug)]
struct Line {
    site: Site,
    levels: VecDeque<Level>,
    held: Option<f64>,
    /// Start and end of a fired protocol that is under way (ns).
    fired_ns: Option<(ModelNs, ModelNs)>,
    sustained: Option<f64>,
    /// End (ns) and amplitude of each pulse under way.
    pulses: Vec<(ModelNs, f64)>,
}

impl Level {
    /// The current that replaces the protocol.
    fn in_place(self) -> Option<InPlace> {
        self.fired_ns.map(InPlace::Fired).or(self.held.map(InPlace::Held))
    }
}

/// A current that replaces a population's protocol as it began with the circuit.
#[derive(Clone, Copy, Debug)]
enum InPlace {
    /// A constant current.
    Held(f64),
    /// The same protocol, begun anew at this time (ns).
    Fired(ModelNs),
}

impl Line {
    fn new(site: Site) -> Self {
        let levels = VecDeque::from([Level::default()]);
        Self { site, levels, held: None, fired_ns: None, sustained: None, pulses: Vec::new() }
    }

    fn is_idle(&self) -> bool {
        self.held.is_none()
            && self.fired_ns.is_none()
            && self.sustained.is_none()
            && self.pulses.is_empty()
    }

    fn inject(&mut self, now_ns: ModelNs, injection: Injection) {
        self.settle(now_ns);
        match injection {
            Injection::Pulse { amplitude, width_ms } => {
                self.pulses.push((now_ns + ModelNs::from_ms(width_ms), amplitude));
            }
            Injection::Sustain { current } => self.sustained = current,
            Injection::Hold { current } => (self.held, self.fired_ns) = (Some(current), None),
        }
        self.change(now_ns);
    }

    /// Begins a fired protocol that runs until `end_ns`.
    fn fire(&mut self, now_ns: ModelNs, end_ns: ModelNs) {
        self.settle(now_ns);
        self.fired_ns = Some((now_ns, end_ns));
        self.change(now_ns);
    }

    /// Records the present injections from `from_ns` on.
    fn change(&mut self, from_ns: ModelNs) {
        let pulses = self.pulses.iter().map(|(_, amplitude)| amplitude).sum::<f64>();
        let added = self.sustained.unwrap_or(0.0) + pulses;
        if self.levels.len() == CHANGES_MAX {
            self.levels.pop_front();
        }
        let fired_ns = self.fired_ns.map(|(start_ns, _)| start_ns);
        let (held, sustained) = (self.held, self.sustained);
        self.levels.push_back(Level { from_ns, held, fired_ns, added, sustained });
    }

    /// Ends the pulses and the fired protocol that are over at `now_ns`, each at its own time.
    fn settle(&mut self, now_ns: ModelNs) {
        loop {
            let ends = self.pulses.iter().map(|(end_ns, _)| *end_ns);
            let ends = ends.chain(self.fired_ns.map(|(_, end_ns)| end_ns));
            let Some(end_ns) = ends.min().filter(|end_ns| *end_ns <= now_ns) else { return };
            self.pulses.retain(|(end, _)| *end > end_ns);
            self.fired_ns = self.fired_ns.filter(|(_, end)| *end > end_ns);
            self.change(end_ns);
        }
    }

    /// The injections at `ns`.
    fn at(&self, ns: ModelNs) -> Level {
        let after = self.levels.partition_point(|level| level.from_ns <= ns);
        self.levels.get(after.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// Times of changes after `start_ns` and before `end_ns`.
    fn changes(&self, start_ns: ModelNs, end_ns: ModelNs) -> impl Iterator<Item = ModelNs> {
        let first = self.levels.partition_point(|level| level.from_ns <= start_ns);
        let times = self.levels.range(first..).map(|level| level.from_ns);
        times.take_while(move |ns| *ns < end_ns)
    }
}

/// The history of all sites of a circuit with injections.
#[derive(Clone, Debug)]
pub(super) struct Stimuli {
    /// When the circuit was started (ns).
    start_ns: ModelNs,
    steps_per_ms: u32,
    /// The protocol of each population, laid out.
    protocols: Vec<Schedule>,
    lines: Vec<Line>,
}

impl Stimuli {
    /// The empty history of the circuit of `recipe`, which starts at `start_ns`.
    pub(super) fn new(recipe: &Recipe, seed: u64, start_ns: ModelNs) -> Self {
        let steps_per_ms = recipe.steps_per_ms;
        let protocols = recipe.populations.iter().map(|population| &population.protocol);
        let schedules = protocols.map(|protocol| Schedule::new(protocol, steps_per_ms, seed));
        Self { start_ns, steps_per_ms, protocols: schedules.collect(), lines: Vec::new() }
    }

    pub(super) fn inject(&mut self, now_ns: ModelNs, site: Site, injection: Injection) {
        self.line_mut(site).inject(now_ns, injection);
    }

    /// Fires the protocol of `population` at `site`.
    pub(super) fn fire(&mut self, now_ns: ModelNs, site: Site, population: PopulationId) {
        let Some(protocol) = self.protocols.get(population.index()) else { return };
        let steps = protocol.steps_in_pass();
        let end_ns = now_ns + ModelNs::of_steps(steps, self.steps_per_ms);
        self.line_mut(site).fire(now_ns, end_ns);
    }

    fn line_mut(&mut self, site: Site) -> &mut Line {
        let place = self.lines.iter().position(|line| line.site == site);
        let place = place.unwrap_or_else(|| {
            if self.lines.len() == SITES_MAX {
                let idle = self.lines.iter().position(Line::is_idle);
                self.lines.remove(idle.unwrap_or(0));
            }
            self.lines.push(Line::new(site));
            self.lines.len() - 1
        });
        &mut self.lines[place]
    }

    /// Ends pulses and fired protocols under way, as a reset does.
    pub(super) fn end_passing(&mut self, now_ns: ModelNs) {
        let passes = |line: &&mut Line| !line.pulses.is_empty() || line.fired_ns.is_some();
        for line in self.lines.iter_mut().filter(passes) {
            line.pulses.clear();
            line.fired_ns = None;
            line.change(now_ns);
        }
    }

    /// Brings all sites up to `now_ns`.
    pub(super) fn settle(&mut self, now_ns: ModelNs) {
        self.lines.iter_mut().for_each(|line| line.settle(now_ns));
    }

    /// The constant current at `ns` into a neuron or a population, as in [`Self::picture`].
    pub(super) fn constant(
        &self,
        (population, neuron): (PopulationId, Option<NeuronId>),
        ns: ModelNs,
    ) -> Constant {
        let of_population = self.level(Site::Population(population), ns);
        let own = neuron.map_or_else(Level::default, |neuron| self.level(Site::Neuron(neuron), ns));
        let settled = || self.protocols[population.index()].protocol().settled_current();
        Constant {
            holding: own.held.or(of_population.held).unwrap_or_else(settled),
            sustained: sum(own.sustained, of_population.sustained),
        }
    }

    /// The injections at `site` at `ns`.
    fn level(&self, site: Site, ns: ModelNs) -> Level {
        let line = self.lines.iter().find(|line| line.site == site);
        line.map(|line| line.at(ns)).unwrap_or_default()
    }

    /// The oldest time of which all injections are known (ns).
    pub(super) fn oldest_ns(&self) -> ModelNs {
        self.lines.iter().map(|line| line.levels[0].from_ns).max().unwrap_or_default()
    }

    /// Bounds of the current from outside into `neuron`, or into all of `population` without one, for
    /// `columns` from `start_ns` on; `None` before the circuit's start and from `now_ns` on.
    pub(super) fn picture(
        &self,
        (population, neuron): (PopulationId, Option<NeuronId>),
        (start_ns, column_ns, now_ns): (ModelNs, ModelNs, ModelNs),
        columns: &mut [Option<Range>],
    ) {
        let line = |site: Site| self.lines.iter().find(|line| line.site == site);
        let of_population = line(Site::Population(population));
        let own = neuron.and_then(|neuron| line(Site::Neuron(neuron)));
        for (index, column) in columns.iter_mut().enumerate() {
            let left_ns = start_ns + column_ns * index;
            let from_ns = left_ns.max(self.start_ns);
            let end_ns = (left_ns + column_ns).min(now_ns);
            if from_ns >= end_ns {
                continue;
            }
            let lines = [of_population, own].into_iter().flatten();
            let mut edges: Vec<ModelNs> = lines
                .flat_map(|line| line.changes(from_ns, end_ns))
                .chain([from_ns, end_ns])
                .collect();
            edges.sort_unstable();
            let stretches = edges.windows(2).map(|edge| {
                let at =
                    |line: Option<&Line>| line.map(|line| line.at(edge[0])).unwrap_or_default();
                let (population_level, own_level) = (at(of_population), at(own));
                let in_place = own_level.in_place().or(population_level.in_place());
                let added = population_level.added + own_level.added;
                let bounds =
                    |from_ns| self.protocol_bounds((population, from_ns), edge[0], edge[1]);
                let (low, high) = match in_place {
                    Some(InPlace::Held(held)) => (held, held),
                    Some(InPlace::Fired(from_ns)) => bounds(from_ns),
                    None => bounds(self.start_ns),
                };
                Range { low: (low + added) as f32, high: (high + added) as f32 }
            });
            *column = Range::around(stretches);
        }
    }

    /// The lowest and the highest current from `start_ns` to `end_ns` of the population's protocol, begun at
    /// `from_ns`.
    fn protocol_bounds(
        &self,
        (population, from_ns): (PopulationId, ModelNs),
        start_ns: ModelNs,
        end_ns: ModelNs,
    ) -> (f64, f64) {
        let Some(schedule) = self.protocols.get(population.index()) else { return (0.0, 0.0) };
        let input = Input {
            source: Source::Protocol { schedule, origin: 0, noise_origin: 0 },
            injected: 0.0,
        };
        let step = |ns: ModelNs| (ns - from_ns).steps(self.steps_per_ms);
        let (mut k, end) = (step(start_ns), step(end_ns).max(step(start_ns) + 1));
        let stride = ((end - k) / LOOKS).max(1);
        let mut bounds = (f64::INFINITY, f64::NEG_INFINITY);
        while k < end {
            let stretch = input.stretch(k);
            let current = stretch.constant.unwrap_or_else(|| input.current(k));
            bounds = (bounds.0.min(current), bounds.1.max(current));
            k = if stretch.constant.is_some() { stretch.end } else { k + stride };
        }
        bounds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: ModelNs = ModelNs::new(1_000_000);

    fn line() -> Line {
        let mut line = Line::new(Site::Population(PopulationId::FIRST));
        line.inject(MS * 10, Injection::Pulse { amplitude: 5.0, width_ms: 2.0 });
        line.inject(MS * 11, Injection::Pulse { amplitude: 3.0, width_ms: 4.0 });
        line.inject(MS * 20, Injection::Hold { current: 1.0 });
        line
    }

    #[test]
    fn pulses_add_and_end_at_their_time() {
        let mut line = line();
        line.settle(MS * 19);
        let added = |ms: usize| line.at(MS * ms).added;
        assert_eq!([9, 10, 11, 12, 14, 15].map(added), [0.0, 5.0, 8.0, 3.0, 3.0, 0.0]);
    }

    #[test]
    fn a_fired_protocol_runs_to_its_end_unless_a_current_is_held() {
        let mut line = line();
        line.fire(MS * 30, MS * 40);
        line.fire(MS * 50, MS * 60);
        line.inject(MS * 55, Injection::Hold { current: 2.0 });
        line.settle(MS * 90);
        let fired = |ms: usize| line.at(MS * ms).fired_ns;
        assert_eq!([29, 30, 39, 40].map(fired), [None, Some(MS * 30), Some(MS * 30), None]);
        assert_eq!([54, 55, 70].map(fired), [Some(MS * 50), None, None]);
        assert!(matches!(line.at(MS * 35).in_place(), Some(InPlace::Fired(_))));
        assert!(matches!(line.at(MS * 45).in_place(), Some(InPlace::Held(1.0))));
    }

    #[test]
    fn memory_is_bounded() {
        let mut line = line();
        for ms in 30..10_000 {
            line.inject(MS * ms, Injection::Pulse { amplitude: 1.0, width_ms: 0.5 });
            line.settle(MS * ms);
        }
        assert!(line.levels.len() <= CHANGES_MAX && line.pulses.len() <= 1);
    }
}
