//! The inter-spike intervals of the selected neuron.

use super::state::fitting;
use crate::instrument::Scope;
use crate::measure::{BinWidth, Histogram, Mark, interval_ms};
use crate::model::Scheme;
use crate::scope::Page;

/// Most intervals in a histogram: the latest.
const INTERVALS_MAX: usize = 4096;

/// The inter-spike intervals before the moment shown.
#[derive(Clone, Debug)]
pub struct Intervals {
    /// How many lie in each bin.
    pub histogram: Histogram,
    /// Each interval with the one after it (ms).
    pub pairs: Vec<(f64, f64)>,
    /// Number of intervals.
    pub count: usize,
}

impl Scope {
    /// The width of the bins that the user has chosen.
    #[must_use]
    pub fn bin_width(&self) -> BinWidth {
        self.many.bin_width()
    }

    /// Takes the next width of bins, or opens the histograms where they are not shown.
    pub(in crate::instrument) fn take_next_bins(&mut self) {
        if self.page == Page::Histograms {
            self.many.take_next_bins();
        } else {
            self.turn_to(Page::Histograms);
        }
    }

    /// Steps in one millisecond, where spikes have the labels of steps.
    fn labels_per_ms(&self) -> Option<u32> {
        let is_exact = self.engine().scheme() == Scheme::Exact;
        (!is_exact).then(|| self.engine().clock().steps_per_ms())
    }

    /// The intervals of the selected neuron up to the moment shown, since the statistics were zeroed: at
    /// most the latest 4,096.
    #[must_use]
    pub fn intervals(&self) -> Intervals {
        let per_ms = self.labels_per_ms();
        // From the latest to the earliest; `None` where a train begins.
        let (mut lengths_ms, mut later) = (Vec::new(), None);
        for (time_ms, mark) in self.record().log.back_from(self.until_ms().next_up()) {
            match mark {
                Mark::Spike => {
                    let length_ms = later.map(|later| interval_ms(time_ms, later, per_ms));
                    lengths_ms.extend(length_ms.map(Some));
                    later = Some(time_ms);
                }
                Mark::Train => {
                    later = None;
                    lengths_ms.push(None);
                }
                Mark::Neuron | Mark::Zero => break,
                Mark::Response => {}
            }
            if lengths_ms.len() >= INTERVALS_MAX {
                break;
            }
        }
        let longest = lengths_ms.iter().flatten().copied().fold(0.0, f64::max);
        let mut histogram = Histogram::new(fitting(self.bin_width(), longest));
        lengths_ms.iter().flatten().for_each(|&length_ms| histogram.add(length_ms));
        let pairs = lengths_ms.windows(2).filter_map(|pair| Some((pair[1]?, pair[0]?)));
        let count = lengths_ms.iter().flatten().count();
        Intervals { pairs: pairs.collect(), histogram, count }
    }
}
