//! Bounded memory of which neuron of a circuit fired when.

use std::collections::VecDeque;

use super::ModelNs;
use crate::circuit::NeuronId;

/// Most spikes that are kept: five minutes of a thousand neurons at seven a second.
const SPIKES_MAX: usize = 2_000_000;

/// The latest spikes of a circuit, in order of time.
#[derive(Clone, Debug, Default)]
pub struct Raster {
    times_ns: VecDeque<ModelNs>,
    neurons: VecDeque<NeuronId>,
    /// From when on no spike has been forgotten (ns).
    complete_from_ns: ModelNs,
    /// How many at the end are not in order yet.
    late: usize,
}

impl Raster {
    /// Adds a spike of `neuron` at `time_ns`, which may be a little before the last one: within a
    /// step of the true solution spikes come by neuron and not by time. At the end of the step they
    /// are to be [put into order](Self::end_step).
    pub fn push(&mut self, time_ns: ModelNs, neuron: NeuronId) {
        if self.times_ns.len() == SPIKES_MAX {
            self.neurons.pop_front();
            if let Some(gone_ns) = self.times_ns.pop_front() {
                self.complete_from_ns = gone_ns + ModelNs::ONE;
            }
        }
        let is_late = self.times_ns.back().is_some_and(|last_ns| *last_ns > time_ns);
        if is_late || self.late > 0 {
            self.late += 1;
        }
        self.times_ns.push_back(time_ns);
        self.neurons.push_back(neuron);
    }

    /// Puts the spikes of a step into the order of their times.
    pub fn end_step(&mut self) {
        let late_from = self.times_ns.len() - std::mem::take(&mut self.late).min(self.len());
        let Some(first_ns) = self.times_ns.range(late_from..).min().copied() else { return };
        // All before the first that came late are in order.
        let before = self.times_ns.range(..late_from);
        let from = before.rev().position(|ns| *ns <= first_ns).map_or(0, |back| late_from - back);
        let times = self.times_ns.drain(from..).zip(self.neurons.drain(from..));
        let mut spikes: Vec<(ModelNs, NeuronId)> = times.collect();
        spikes.sort_by_key(|(time_ns, _)| *time_ns);
        self.times_ns.extend(spikes.iter().map(|(time_ns, _)| time_ns));
        self.neurons.extend(spikes.iter().map(|(_, neuron)| neuron));
    }

    /// Forgets all spikes: those from `now_ns` on will be of other neurons.
    pub fn clear(&mut self, now_ns: ModelNs) {
        self.times_ns.clear();
        self.neurons.clear();
        self.late = 0;
        self.complete_from_ns = now_ns;
    }

    /// From when on no spike is missing (ns).
    #[must_use]
    pub fn complete_from_ns(&self) -> ModelNs {
        self.complete_from_ns
    }

    /// Number of spikes that are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.times_ns.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.times_ns.is_empty()
    }

    /// Hands column and neuron of the spikes in `columns` columns of `column_ns`, from `start_ns`
    /// on, to `see`.
    ///
    /// Of a column with more than `most` spikes only `most` are reported, evenly spread over its
    /// time: a picture has no room for more. So the cost depends neither on how much is kept nor,
    /// beyond that number, on how much is shown; and which spikes are shown depends on the content
    /// of a column alone, not on its position.
    pub fn visit(
        &self,
        (start_ns, column_ns, columns): (ModelNs, ModelNs, usize),
        most: usize,
        mut see: impl FnMut(usize, NeuronId),
    ) {
        let edge_ns = |column: usize| start_ns + column_ns * column;
        let mut first = self.before(edge_ns(0));
        for column in 0..columns {
            let end_ns = edge_ns(column + 1);
            // Most columns of a picture that is close to the present's end hold few or none.
            if self.times_ns.get(first).is_none_or(|time_ns| *time_ns >= end_ns) {
                continue;
            }
            let end = self.before(end_ns);
            let stride = (end - first).div_ceil(most.max(1)).max(1);
            for neuron in self.neurons.range(first..end).step_by(stride) {
                see(column, *neuron);
            }
            first = end;
        }
    }

    /// Number of spikes after `ns`, as far as they are kept.
    #[must_use]
    pub fn count_after(&self, ns: ModelNs) -> u64 {
        (self.len() - self.before(ns + ModelNs::ONE)) as u64
    }

    /// Time (ns) and neuron of the spikes from `start_ns` to `end_ns`, both included, in order of
    /// time.
    pub fn between(
        &self,
        start_ns: ModelNs,
        end_ns: ModelNs,
    ) -> impl Iterator<Item = (ModelNs, NeuronId)> {
        let end = self.before(end_ns + ModelNs::ONE);
        let kept = self.before(start_ns).min(end)..end;
        self.times_ns.range(kept.clone()).copied().zip(self.neurons.range(kept).copied())
    }

    /// Number of spikes before `ns`.
    fn before(&self, ns: ModelNs) -> usize {
        self.times_ns.partition_point(|time_ns| *time_ns < ns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: ModelNs = ModelNs::new(1_000_000);

    fn seen(raster: &Raster, span: (ModelNs, ModelNs, usize), most: usize) -> Vec<(usize, u32)> {
        let mut seen = Vec::new();
        raster.visit(span, most, |column, neuron| seen.push((column, neuron.number())));
        seen
    }

    #[test]
    fn spikes_lie_in_the_column_of_their_time() {
        let mut raster = Raster::default();
        for (ms, neuron) in [(0, 5), (9, 1), (10, 2), (10, 3), (30, 0), (39, 4), (40, 6)] {
            raster.push(MS * ms, NeuronId::new(neuron));
        }
        let span = (MS * 10, MS * 10, 3);
        assert_eq!(seen(&raster, span, 9), [(0, 2), (0, 3), (2, 0), (2, 4)]);
        // Before the start there is nothing.
        let span = (ModelNs::ZERO - MS * 20, MS * 10, 3);
        assert_eq!(seen(&raster, span, 9), [(2, 5), (2, 1)]);
        assert_eq!(seen(&Raster::default(), span, 9), []);
    }

    #[test]
    fn what_comes_late_takes_its_place() {
        let mut raster = Raster::default();
        for (time_ns, neuron) in [(5, 0), (3, 1), (9, 2), (4, 3)] {
            raster.push(ModelNs::new(time_ns), NeuronId::new(neuron));
        }
        raster.end_step();
        assert_eq!(
            seen(&raster, (ModelNs::ZERO, ModelNs::new(1), 10), 9),
            [(3, 1), (4, 3), (5, 0), (9, 2)]
        );
        assert_eq!(
            raster.between(ModelNs::new(4), ModelNs::new(5)).collect::<Vec<_>>(),
            [(4, 3), (5, 0)].map(|(ns, number)| (ModelNs::new(ns), NeuronId::new(number)))
        );
        assert_eq!([0, 4, 9].map(|ns| raster.count_after(ModelNs::new(ns))), [4, 2, 0]);
    }

    #[test]
    fn a_crowded_column_shows_a_part_that_does_not_depend_on_the_window() {
        let mut raster = Raster::default();
        for k in 0..10_000 {
            raster.push(ModelNs::new(1000) * k, NeuronId::new(k as u32));
        }
        let all = seen(&raster, (ModelNs::ZERO, MS, 10), 100);
        assert_eq!(all.len(), 1000);
        let later = seen(&raster, (MS * 3, MS, 10), 100);
        let of_later = all.iter().filter(|(column, _)| *column >= 3);
        assert!(of_later.map(|(column, neuron)| (column - 3, *neuron)).eq(later));
    }

    #[test]
    fn memory_is_bounded_and_says_from_when_on_it_is_complete() {
        let mut raster = Raster::default();
        for k in 0..SPIKES_MAX + 10 {
            raster.push(ModelNs::new(1) * k, NeuronId::FIRST);
        }
        assert_eq!((raster.len(), raster.complete_from_ns()), (SPIKES_MAX, ModelNs::new(10)));
        raster.clear(MS * 7);
        assert!(raster.is_empty() && raster.complete_from_ns() == MS * 7);
    }
}
