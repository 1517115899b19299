//! The spikes of the selected neuron in the repeats of its protocol.

use super::state::fitting;
use crate::instrument::Scope;
use crate::measure::{BinWidth, Mark, Psth};
use crate::model::Protocol;

/// Most repeats that are shown: the latest.
const REPEATS_MAX: usize = 64;
/// Most events of the past that are gone through for a picture.
const EVENTS_MAX: usize = 16_384;
/// Width of the bins of a PSTH where those of the intervals are logarithmic (ms).
const PSTH_BIN_MS: f64 = 5.0;

/// A repeat: where it begins, and the time until which it lasts or has lasted (ms).
#[derive(Clone, Copy, Debug)]
struct Span {
    start_ms: f64,
    until_ms: f64,
}

/// The spikes in the latest repeats of a protocol, or of its sweeps.
#[derive(Clone, Debug)]
pub struct RepeatedSpikes {
    /// Length of one repeat (ms).
    pub duration_ms: f64,
    /// The spikes of each repeat, by the time since it began (ms), the earliest repeat first.
    pub repeats: Vec<Vec<f64>>,
    /// The histogram of them.
    pub psth: Psth,
    /// Width of its bins (ms).
    pub bin_ms: f64,
    /// Whether the repeats are sweeps.
    pub are_sweeps: bool,
}

impl Scope {
    /// The spikes of the selected neuron in the latest 64 repeats of its protocol, up to the moment
    /// shown; `None` if none has begun.
    #[must_use]
    pub fn repeated_spikes(&self) -> Option<RepeatedSpikes> {
        let cell = self.engine().subject().cell_of(self.selected_neuron())?;
        let protocol = &cell.protocol;
        let duration_ms = protocol.sweeps.map_or(protocol.duration_ms, |sweeps| sweeps.length_ms);
        let now_ms = self.until_ms();
        let mut spans = self.spans(protocol, duration_ms, now_ms);
        let mut events = Vec::new();
        let from_ms = spans.first()?.start_ms;
        let mut back = self.record().log.back_from(now_ms.next_up()).take(EVENTS_MAX);
        let mut reached_ms = now_ms;
        for (time_ms, mark) in back.by_ref().take_while(|(time_ms, _)| *time_ms >= from_ms) {
            reached_ms = time_ms;
            if mark == Mark::Spike {
                events.push(time_ms);
            }
        }
        if events.len() >= EVENTS_MAX {
            spans.retain(|span| span.start_ms >= reached_ms);
        }
        events.reverse();
        let bin_ms = self.psth_bin_ms(duration_ms);
        let mut psth = Psth::new(bin_ms, duration_ms)?;
        let repeats = spans.iter().map(|span| {
            psth.add_repeat(span.until_ms - span.start_ms);
            let before = |ms: f64| events.partition_point(|time_ms| *time_ms < ms);
            let (first, end) = (before(span.start_ms), before(span.until_ms.next_up()));
            let at_ms = events[first..end.max(first)].iter().map(|time_ms| time_ms - span.start_ms);
            at_ms.inspect(|at_ms| psth.add_spike(*at_ms)).collect()
        });
        let repeats = repeats.collect();
        let are_sweeps = protocol.sweeps.is_some();
        Some(RepeatedSpikes { duration_ms, repeats, psth, bin_ms, are_sweeps })
    }

    /// The bins of a PSTH over `duration_ms`: as wide as the user wants, or wider.
    fn psth_bin_ms(&self, duration_ms: f64) -> f64 {
        let wanted = match self.bin_width() {
            BinWidth::Log => BinWidth::Ms(PSTH_BIN_MS),
            width => width,
        };
        match fitting(wanted, duration_ms) {
            BinWidth::Ms(bin_ms) => bin_ms,
            BinWidth::Log => PSTH_BIN_MS,
        }
    }

    /// The latest repeats that have begun before `now_ms`, the earliest first.
    fn spans(&self, protocol: &Protocol, duration_ms: f64, now_ms: f64) -> Vec<Span> {
        let mut spans = Vec::with_capacity(REPEATS_MAX);
        let mut next_ms = now_ms;
        for pass_ms in self.record().passes.before(now_ms) {
            let sweeps = protocol.sweeps.map_or(1, |sweeps| sweeps.count);
            for index in (0..sweeps).rev() {
                let start_ms = pass_ms + protocol.sweeps.map_or(0.0, |it| it.start_ms(index));
                let is_last = index + 1 == sweeps;
                // What is at the very end of a sweep belongs to the next one.
                let end_ms = start_ms + duration_ms;
                let end_ms = if is_last { end_ms } else { end_ms.next_down() };
                if start_ms < next_ms && spans.len() < REPEATS_MAX {
                    spans.push(Span { start_ms, until_ms: end_ms.min(next_ms) });
                }
            }
            next_ms = pass_ms;
        }
        spans.reverse();
        spans
    }
}
