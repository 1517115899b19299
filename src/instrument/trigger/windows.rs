//! The windows around the latest events, for persistence and averages.

use std::collections::VecDeque;

use crate::instrument::Channel;
use crate::trace::{Excerpt, ModelNs};

/// Most points of a window that is kept.
const POINTS_MAX: usize = 1024;

/// The event and the first and last moment of a window (ns).
type Window = (ModelNs, [ModelNs; 2]);

/// The windows around the latest events, the latest last.
#[derive(Debug)]
pub(in crate::instrument) struct Windows {
    /// Windows that are complete, and not yet copied.
    complete: VecDeque<Window>,
    /// Windows by channel.
    kept: Vec<VecDeque<Excerpt>>,
    means: Vec<Option<Excerpt>>,
    /// Number of windows that an average is taken over; 1 for none.
    average: usize,
    /// Whether earlier windows are shown.
    pub(in crate::instrument) persists: bool,
}

impl Default for Windows {
    fn default() -> Self {
        Self {
            complete: VecDeque::with_capacity(Self::AVERAGE.1),
            kept: Vec::new(),
            means: Vec::new(),
            average: 1,
            persists: false,
        }
    }
}

impl Windows {
    /// Fewest and most windows of an average.
    pub(in crate::instrument) const AVERAGE: (usize, usize) = (1, 256);
    /// Number of windows that persist.
    pub(in crate::instrument) const PERSISTENT: usize = 16;

    pub(in crate::instrument) fn clear(&mut self) {
        self.complete.clear();
        self.kept.clear();
        self.means.clear();
    }

    pub(in crate::instrument) fn average(&self) -> usize {
        self.average
    }

    /// Takes averages over `windows` windows from now on.
    pub(in crate::instrument) fn set_average(&mut self, windows: usize) {
        self.average = windows;
        self.clear();
    }

    /// Number of windows to keep.
    fn most(&self) -> usize {
        let persistent = if self.persists { Self::PERSISTENT } else { 0 };
        let averaged = if self.average > 1 { self.average } else { 0 };
        persistent.max(averaged)
    }

    /// Takes note of a window that is complete.
    pub(in crate::instrument) fn note(&mut self, window: Option<Window>) {
        let Some(window) = window.filter(|_| self.most() > 0) else { return };
        if self.complete.len() == Self::AVERAGE.1 {
            self.complete.pop_front();
        }
        self.complete.push_back(window);
    }

    /// Copies the complete windows of all channels that are on.
    pub(in crate::instrument) fn keep(&mut self, channels: &[Channel]) {
        if self.complete.is_empty() {
            return;
        }
        let (most, average) = (self.most(), self.average);
        self.kept.resize_with(channels.len(), VecDeque::new);
        self.means.resize_with(channels.len(), || None);
        for (channel, kept) in channels.iter().zip(&mut self.kept) {
            if !channel.is_on() {
                kept.clear();
                continue;
            }
            for (event_ns, [start_ns, end_ns]) in &self.complete {
                let trace = channel.shown_trace();
                let window = Excerpt::of(trace, (*start_ns, *end_ns), *event_ns, POINTS_MAX);
                kept.push_back(window);
            }
            kept.drain(..kept.len().saturating_sub(most));
        }
        self.complete.clear();
        for (kept, mean) in self.kept.iter().zip(&mut self.means) {
            let first = kept.len().saturating_sub(average);
            *mean = (average > 1).then(|| Excerpt::mean(kept.range(first..)));
        }
    }

    /// The windows of the channel at `index` that persist, the oldest first, without the one that is
    /// shown.
    pub(in crate::instrument) fn past(&self, index: usize) -> impl Iterator<Item = &Excerpt> {
        let kept = self.kept.get(index).filter(|_| self.persists);
        let count = kept.map_or(0, |kept| kept.len().saturating_sub(1));
        let first = count.saturating_sub(Self::PERSISTENT);
        kept.into_iter().flat_map(move |kept| kept.range(first..count))
    }

    /// The mean of the latest windows of the channel at `index`, and their number.
    pub(in crate::instrument) fn mean(&self, index: usize) -> Option<(&Excerpt, usize)> {
        let mean = self.means.get(index)?.as_ref()?;
        Some((mean, self.kept.get(index)?.len().min(self.average)))
    }
}
