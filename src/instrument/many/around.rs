//! Signals around the latest spikes of the selected neuron, and their average.

use super::state::AroundSignal;
use crate::circuit::PopulationId;
use crate::instrument::Scope;
use crate::measure::{Aligned, Mark};
use crate::scope::Page;
use crate::trace::{ModelNs, Point, Trace};

/// Most spikes whose windows are shown: the latest.
const SPIKES_MAX: usize = 32;
/// Time before and after each spike (ms).
const SPAN_MS: (u32, u32) = (10, 30);
/// Most rows of all windows together: at very fine steps there are fewer windows.
const ROWS_MAX: usize = 65_536;
/// Most rows of a window that are kept; of longer ones every second, third, ..
const WINDOW_ROWS_MAX: usize = 1024;

/// A signal around the latest spikes.
#[derive(Clone, Debug)]
pub struct Around {
    /// The signal.
    pub signal: AroundSignal,
    /// Each window: offsets (ms) and values.
    pub windows: Vec<Vec<(f64, f64)>>,
    /// Offsets (ms), means and standard deviations over all windows.
    pub average: Vec<(f64, f64, f64)>,
}

/// A spike, and the times between which nothing was set from outside (ms).
#[derive(Clone, Copy, Debug)]
struct Spike {
    time_ms: f64,
    from_ms: f64,
    until_ms: f64,
}

/// The rows of a window.
#[derive(Clone, Copy, Debug)]
struct Rows {
    per_ms: u32,
    /// Every how many rows one is taken.
    stride: usize,
}

impl Rows {
    fn new(per_ms: u32) -> Self {
        let rows = (SPAN_MS.0 + SPAN_MS.1) as usize * per_ms as usize;
        Self { per_ms, stride: rows.div_ceil(WINDOW_ROWS_MAX).max(1) }
    }

    /// Rows that are taken before and after a spike.
    fn taken(self) -> (usize, usize) {
        let taken = |ms: u32| ms as usize * self.per_ms as usize / self.stride;
        (taken(SPAN_MS.0), taken(SPAN_MS.1))
    }

    /// Most windows.
    fn windows(self) -> usize {
        let rows = (SPAN_MS.0 + SPAN_MS.1) as usize * self.per_ms as usize;
        (ROWS_MAX / rows.max(1)).clamp(1, SPIKES_MAX)
    }

    fn offset_ms(self, offset: i64) -> f64 {
        offset as f64 * self.stride as f64 / f64::from(self.per_ms)
    }
}

impl Scope {
    /// The signal around the latest spikes of the selected neuron, as far as its samples are kept one
    /// by one, up to the moment shown.
    #[must_use]
    pub fn around_spikes(&self) -> Around {
        let signal = self.around_signal();
        let rows = Rows::new(self.engine().clock().steps_per_ms());
        let (before, after) = rows.taken();
        let mut aligned = Aligned::new(before, after);
        let mut windows = Vec::new();
        for spike in self.latest_spikes(rows.windows()) {
            let Some((first, values)) = self.window(signal, &spike, rows) else { continue };
            let offsets = (first as i64 - before as i64..).map(|offset| rows.offset_ms(offset));
            windows.push(offsets.zip(values.iter().copied()).collect());
            aligned.add(first, values);
        }
        let average = aligned
            .offsets()
            .filter_map(|(offset, of)| Some((rows.offset_ms(offset), of.mean()?, of.sd()?)));
        let average = average.collect();
        Around { signal, windows, average }
    }

    /// The signal that is aligned: the one that was chosen, if there is one.
    fn around_signal(&self) -> AroundSignal {
        let signal = self.many.signal;
        if self.signals().contains(&signal) { signal } else { AroundSignal::default() }
    }

    /// The signals that a key goes through.
    fn signals(&self) -> Vec<AroundSignal> {
        let mut signals =
            vec![AroundSignal::Voltage, AroundSignal::Recovery, AroundSignal::Current];
        let others = (0..self.channels.len()).filter(|index| *index != self.selected);
        signals.extend(
            others.filter(|index| self.channels[*index].is_on()).map(AroundSignal::Channel),
        );
        match self.engine().recipe() {
            None => signals.push(AroundSignal::Rate(PopulationId::FIRST)),
            Some(recipe) => signals.extend(recipe.population_ids().map(AroundSignal::Rate)),
        }
        signals
    }

    /// Takes the next signal, or opens the view where it is not shown.
    pub(in crate::instrument) fn take_next_signal(&mut self) {
        if self.page != Page::Around {
            return self.turn_to(Page::Around);
        }
        let (signals, signal) = (self.signals(), self.around_signal());
        let place = signals.iter().position(|it| *it == signal).unwrap_or(0);
        self.many.signal = signals[(place + 1) % signals.len()];
    }

    /// The latest spikes up to the moment shown, since the statistics were zeroed; the latest first.
    fn latest_spikes(&self, most: usize) -> Vec<Spike> {
        let mut spikes: Vec<Spike> = Vec::with_capacity(most);
        let (mut until_ms, mut bounded) = (f64::INFINITY, 0);
        for (time_ms, mark) in self.record().log.back_from(self.until_ms().next_up()) {
            match mark {
                Mark::Spike if spikes.len() == most => break,
                Mark::Spike => spikes.push(Spike { time_ms, from_ms: f64::NEG_INFINITY, until_ms }),
                Mark::Train | Mark::Neuron | Mark::Zero => {
                    spikes[bounded..].iter_mut().for_each(|spike| spike.from_ms = time_ms);
                    (bounded, until_ms) = (spikes.len(), time_ms);
                    if mark != Mark::Train {
                        break;
                    }
                }
                Mark::Response => {}
            }
        }
        spikes
    }

    /// The values of `signal` around `spike`, and the index of the first of them in a window.
    fn window(&self, signal: AroundSignal, spike: &Spike, rows: Rows) -> Option<(usize, Vec<f64>)> {
        match signal {
            AroundSignal::Voltage => window_of(self.trace(), spike, rows, |point| point.v.low),
            AroundSignal::Recovery => window_of(self.trace(), spike, rows, |point| point.u.low),
            AroundSignal::Current => {
                window_of(self.trace(), spike, rows, |point| point.current.low)
            }
            AroundSignal::Channel(index) => {
                let trace = self.channels.get(index)?.trace();
                window_of(trace, spike, rows, |point| point.v.low)
            }
            AroundSignal::Rate(population) => self.rates_around(population, spike, rows),
        }
    }

    /// The rate of `population` (Hz) in the milliseconds around `spike`.
    fn rates_around(
        &self,
        population: PopulationId,
        spike: &Spike,
        rows: Rows,
    ) -> Option<(usize, Vec<f64>)> {
        let neurons = match self.engine().recipe() {
            None => 1,
            Some(recipe) => recipe.population(population).count,
        };
        let last_ms = self.until_ms().floor();
        let end_ms = (spike.time_ms.floor() + f64::from(SPAN_MS.1) + 1.0).min(last_ms);
        let wanted = u64::from(SPAN_MS.0 + SPAN_MS.1 + 2);
        let counts = self.activity.counts_of(population, ModelNs::from_ms(end_ms), wanted);
        let start_ms = end_ms - counts.len() as f64;
        let (before, after) = rows.taken();
        let mut first = None;
        let mut values = Vec::with_capacity(before + after + 1);
        for place in 0..=before + after {
            let at_ms = spike.time_ms + rows.offset_ms(place as i64 - before as i64);
            if at_ms < start_ms || at_ms < spike.from_ms || at_ms >= spike.until_ms {
                continue;
            }
            let Some(count) = counts.get((at_ms - start_ms) as usize) else { continue };
            first.get_or_insert(place);
            values.push(f64::from(*count) * 1000.0 / f64::from(neurons));
        }
        Some((first?, values))
    }
}

/// The values of `trace` around `spike`, and the index of the first of them in a window; `None` where
/// samples are no longer kept one by one.
fn window_of(
    trace: &Trace,
    spike: &Spike,
    rows: Rows,
    value: impl Fn(&Point) -> f32,
) -> Option<(usize, Vec<f64>)> {
    let row_ms = 1.0 / f64::from(rows.per_ms);
    let from_ms = (spike.time_ms - f64::from(SPAN_MS.0) - 2.0 * row_ms).max(spike.from_ms).max(0.0);
    let until_ms = (spike.time_ms + f64::from(SPAN_MS.1) + 2.0 * row_ms).min(spike.until_ms);
    let span = (ModelNs::from_ms(from_ms), ModelNs::from_ms(until_ms));
    let points: Vec<Point> = trace.path(span.0, span.1, usize::MAX).collect();
    let spacing_ms = match &*points {
        [first, second, ..] => second.time_ns.since(first.time_ns).to_ms(),
        _ => return None,
    };
    if spacing_ms > 1.5 * row_ms {
        return None;
    }
    let spike_ns = ModelNs::from_ms(spike.time_ms);
    // The first row at or after the spike.
    let row = points.partition_point(|point| point.time_ns < spike_ns);
    let (before, after) = rows.taken();
    let place = |index: usize| row as i64 + (index as i64 - before as i64) * rows.stride as i64;
    let first = (0..=before + after).find(|index| place(*index) >= 0)?;
    let values = (first..=before + after).map_while(|index| {
        let point = points.get(usize::try_from(place(index)).ok()?)?;
        (point.time_ns < span.1 || spike.until_ms == f64::INFINITY).then(|| f64::from(value(point)))
    });
    let values: Vec<f64> = values.collect();
    (!values.is_empty()).then_some((first, values))
}
