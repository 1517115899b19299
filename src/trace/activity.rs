//! Bounded memory of how much each population of a circuit fired in every millisecond.

use super::ModelNs;
use crate::circuit::PopulationId;

/// Bins that are kept: two minutes.
const BINS_MAX: u64 = 131_072;

/// Spikes of each population in bins of 1 ms, the latest two minutes.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    /// A ring for each population: the bin of a millisecond lies at its number modulo the length.
    rings: Vec<Vec<u32>>,
    /// The first millisecond that is known.
    first: u64,
    /// The millisecond after the last one in which anything is counted.
    end: u64,
    /// Milliseconds before this one are over.
    over: u64,
}

impl Activity {
    /// No counts yet, for a number of populations, from `start_ns` on.
    #[must_use]
    pub fn new(populations: usize, start_ns: ModelNs) -> Self {
        let first = start_ns.whole_ms();
        let ring = vec![0; BINS_MAX as usize];
        Self { rings: vec![ring; populations], first, end: first, over: first }
    }

    /// Counts a spike of the population at `time_ns`.
    #[inline]
    pub fn push(&mut self, time_ns: ModelNs, population: PopulationId) {
        let bin = time_ns.whole_ms();
        if bin >= self.end {
            self.open(bin + 1);
        }
        if bin >= self.first {
            let count = &mut self.rings[population.index()][(bin % BINS_MAX) as usize];
            *count = count.saturating_add(1);
        }
    }

    /// Advances the time to `now_ns`, whether or not anything fired.
    pub fn reach(&mut self, now_ns: ModelNs) {
        self.over = now_ns.whole_ms();
        if self.over > self.end {
            self.open(self.over);
        }
    }

    /// Makes bins up to the one before `end`, empty.
    fn open(&mut self, end: u64) {
        for ring in &mut self.rings {
            for bin in self.end.max(end.saturating_sub(BINS_MAX))..end {
                ring[(bin % BINS_MAX) as usize] = 0;
            }
        }
        self.end = end;
        self.first = self.first.max(end.saturating_sub(BINS_MAX));
    }

    /// Spikes of the population in the last `last_ms` milliseconds that are over at
    /// `end_ns`, and how many of those are known.
    #[must_use]
    pub fn count(&self, population: PopulationId, end_ns: ModelNs, last_ms: u64) -> (u64, u64) {
        let bins = self.last(end_ns, last_ms);
        let sum = bins.clone().map(|bin| u64::from(self.bin(population, bin))).sum();
        (sum, bins.end - bins.start)
    }

    /// Spikes of all populations in each of the last `last_ms` milliseconds that are over at
    /// `end_ns`, the newest last; fewer if fewer are known.
    #[must_use]
    pub fn counts(&self, end_ns: ModelNs, last_ms: u64) -> Vec<u32> {
        let total = |bin| {
            let all = (0..self.rings.len()).map(PopulationId::new);
            all.map(|population| self.bin(population, bin)).sum()
        };
        self.last(end_ns, last_ms).map(total).collect()
    }

    /// The same of the population alone.
    #[must_use]
    pub fn counts_of(&self, population: PopulationId, end_ns: ModelNs, last_ms: u64) -> Vec<u32> {
        self.last(end_ns, last_ms).map(|bin| self.bin(population, bin)).collect()
    }

    /// Mean number of spikes in a millisecond of the population, in each of
    /// `columns` of `column_ns` from `start_ns` on. The milliseconds that begin in a column count
    /// for it, or where it is shorter than one, that which it lies in.
    pub fn means(
        &self,
        population: PopulationId,
        (start_ns, column_ns): (ModelNs, ModelNs),
        columns: &mut [Option<f32>],
    ) {
        for (index, mean) in columns.iter_mut().enumerate() {
            let edge = |index: usize| (start_ns + column_ns * index).begun_ms();
            let (mut from, to) = (edge(index), edge(index + 1));
            if from == to {
                from = from.saturating_sub(1);
            }
            let (from, to) = (from.max(self.first), to.min(self.end));
            *mean = (from < to).then(|| {
                let sum: u64 = (from..to).map(|bin| u64::from(self.bin(population, bin))).sum();
                sum as f32 / (to - from) as f32
            });
        }
    }

    fn bin(&self, population: PopulationId, bin: u64) -> u32 {
        self.rings[population.index()][(bin % BINS_MAX) as usize]
    }

    /// The last whole milliseconds before `end_ns`, at most a given number.
    fn last(&self, end_ns: ModelNs, last_ms: u64) -> std::ops::Range<u64> {
        let end = self.over.min(self.end).min(end_ns.whole_ms());
        end.saturating_sub(last_ms).max(self.first).min(end)..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: ModelNs = ModelNs::new(1_000_000);
    const NOW: ModelNs = ModelNs::MAX;

    /// Population 0 fires once in every millisecond, population 1 twice in every tenth.
    fn activity(ms: usize) -> Activity {
        let mut activity = Activity::new(2, ModelNs::ZERO);
        for ms in 0..ms {
            activity.push(MS * ms + ModelNs::new(500), PopulationId::FIRST);
            if ms % 10 == 0 {
                activity.push(MS * ms, PopulationId::new(1));
                activity.push(MS * ms + ModelNs::ONE, PopulationId::new(1));
            }
            activity.reach(MS * (ms + 1));
        }
        activity
    }

    #[test]
    fn counts_and_means() {
        let activity = activity(100);
        assert_eq!(
            (
                activity.count(PopulationId::FIRST, NOW, 50),
                activity.count(PopulationId::new(1), NOW, 50)
            ),
            ((50, 50), (10, 50))
        );
        assert_eq!(activity.count(PopulationId::new(1), NOW, 1000), (20, 100));
        // Up to a moment: what comes after it counts for nothing, nor does the millisecond under
        // way.
        let moment_ns = MS * 71 + ModelNs::new(300_000);
        assert_eq!(activity.count(PopulationId::new(1), moment_ns, 1000), (16, 71));
        assert_eq!(activity.counts(moment_ns, 3), [1, 1, 3]);
        assert_eq!(activity.counts(NOW, 3), [1, 1, 1]);
        assert_eq!(activity.counts(NOW, 10)[0], 3);
        let tenth = |population| activity.counts_of(population, NOW, 10)[0];
        assert_eq!((tenth(PopulationId::FIRST), tenth(PopulationId::new(1))), (1, 2));
        let mut means = [None; 4];
        activity.means(PopulationId::new(1), (MS * 70, MS * 10), &mut means);
        assert_eq!(means, [Some(0.2), Some(0.2), Some(0.2), None]);
        // A column that is no whole number of milliseconds long is not counted for more or less.
        let mut means = [None; 8];
        activity.means(PopulationId::FIRST, (ModelNs::ZERO, ModelNs::new(4_390_000)), &mut means);
        assert_eq!(means, [Some(1.0); 8]);
        activity.means(
            PopulationId::new(1),
            (ModelNs::new(-1_000_000), ModelNs::new(250_000)),
            &mut means,
        );
        assert_eq!(means, [None, None, None, None, Some(2.0), Some(2.0), Some(2.0), Some(2.0)]);
    }

    #[test]
    fn silence_is_known_and_what_was_before_the_start_is_not() {
        let mut activity = Activity::new(1, MS * 200);
        activity.reach(MS * 203);
        assert_eq!(
            (activity.counts(NOW, 1000), activity.count(PopulationId::FIRST, NOW, 10)),
            (vec![0; 3], (0, 3))
        );
        // The present millisecond counts when it is over.
        activity.push(MS * 203, PopulationId::FIRST);
        assert_eq!(activity.counts(NOW, 1000), [0; 3]);
        activity.reach(MS * 204);
        assert_eq!(activity.counts(NOW, 1000), [0, 0, 0, 1]);
    }

    #[test]
    fn memory_is_a_ring() {
        let mut activity = activity(BINS_MAX as usize + 50);
        assert_eq!(activity.counts(NOW, u64::MAX).len() as u64, BINS_MAX);
        assert_eq!(activity.count(PopulationId::FIRST, NOW, u64::MAX), (BINS_MAX, BINS_MAX));
        // A leap leaves nothing old behind.
        activity.reach(MS * (10 * BINS_MAX as usize));
        assert_eq!(activity.count(PopulationId::FIRST, NOW, u64::MAX), (0, BINS_MAX));
    }
}
