//! The recent input, cut into pieces in which it stays as it is or moves only a little.

use std::collections::VecDeque;

/// Pieces that are remembered.
const PIECES_MAX: usize = 256;
/// Silence after which a neuron that has fired counts as silent (ms).
pub(super) const QUIET_MS: f64 = 100.0;
/// Part of the range seen so far through which the input may move within one piece.
const MOVE_SHARE: f64 = 0.04;
/// Two currents are the same if they differ by no more than this part of them: what was added and
/// taken away again may leave a rounding.
const SAME_SHARE: f64 = 1e-9;

/// Whether two currents are the same input.
pub(super) fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME_SHARE * a.abs().max(b.abs()).max(1.0)
}

/// Model time from the onset of an input within which intervals that only grow, or only shrink, are
/// adaptation to it (ms).
const ADAPTING_MS: f64 = 1000.0;
/// How uneven intervals have to be: by what factor, and by how much (ms).
const UNEVEN_FACTOR: f64 = 1.5;
const UNEVEN_MS: f64 = 1.0;

/// The intervals between the spikes under one input.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Intervals {
    /// Shortest and longest of all (ms).
    all_ms: Option<(f64, f64)>,
    /// Shortest and longest of those that began when adaptation was over (ms).
    settled_ms: Option<(f64, f64)>,
    /// The longest that is uneven with a shorter one before it (ms).
    grown_ms: f64,
    /// Whether one came after that which is uneven with it.
    alternates: bool,
}

impl Intervals {
    fn add(&mut self, interval_ms: f64, adapts: bool) {
        self.alternates |= are_uneven((interval_ms, self.grown_ms));
        if self.all_ms.is_some_and(|(shortest_ms, _)| are_uneven((shortest_ms, interval_ms))) {
            self.grown_ms = self.grown_ms.max(interval_ms);
        }
        include(&mut self.all_ms, interval_ms);
        if !adapts {
            include(&mut self.settled_ms, interval_ms);
        }
    }

    fn uneven_ms(&self) -> Option<(f64, f64)> {
        let alternating = self.all_ms.filter(|_| self.alternates);
        alternating.or(self.settled_ms.filter(|bounds_ms| are_uneven(*bounds_ms)))
    }
}

fn include(bounds_ms: &mut Option<(f64, f64)>, interval_ms: f64) {
    let (shortest_ms, longest_ms) = bounds_ms.unwrap_or((interval_ms, interval_ms));
    *bounds_ms = Some((shortest_ms.min(interval_ms), longest_ms.max(interval_ms)));
}

fn are_uneven((shortest_ms, longest_ms): (f64, f64)) -> bool {
    longest_ms >= UNEVEN_FACTOR * shortest_ms && longest_ms - shortest_ms >= UNEVEN_MS
}

/// A stretch of time with nearly the same input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    /// Counts pieces since the start.
    pub(super) id: u64,
    /// The piece with which the movement began that this one is part of; its own if it is steady.
    pub(super) span: u64,
    samples: u32,
    moving: bool,
    pub(super) start_ms: f64,
    /// Where the next piece starts, or the latest sample.
    pub(super) end_ms: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) spikes: u32,
    pub(super) first_ms: f64,
    pub(super) last_ms: f64,
    intervals: Intervals,
    /// The last spike that may have to do with it, those on its edges included.
    near_ms: Option<f64>,
}

impl Piece {
    fn new(id: u64, span: u64, time_ms: f64, current: f64) -> Self {
        Self {
            id,
            span,
            samples: 1,
            moving: false,
            start_ms: time_ms,
            end_ms: time_ms,
            low: current,
            high: current,
            spikes: 0,
            first_ms: 0.0,
            last_ms: 0.0,
            intervals: Intervals::default(),
            near_ms: None,
        }
    }

    /// Whether the input stayed as it was.
    pub(super) fn is_steady(&self) -> bool {
        self.samples > 1 && !self.moving
    }

    pub(super) fn length_ms(&self) -> f64 {
        self.end_ms - self.start_ms
    }

    /// How long the input was on before the first spike (ms).
    pub(super) fn latency_ms(&self) -> f64 {
        (self.first_ms - self.start_ms).max(0.0)
    }

    /// How long the neuron has been silent at its end (ms).
    pub(super) fn tail_ms(&self) -> f64 {
        (self.end_ms - self.near_ms.unwrap_or(self.start_ms)).max(0.0)
    }

    /// For how long the input left the neuron silent (ms): all the time if it never fired, and else
    /// since the last spike, once that is long ago.
    pub(super) fn silence_ms(&self) -> f64 {
        let tail_ms = self.tail_ms();
        if self.is_silent() || tail_ms >= QUIET_MS { tail_ms } else { 0.0 }
    }

    /// The shortest and the longest of its intervals (ms), if they differ by more than adaptation does.
    pub(super) fn uneven_ms(&self) -> Option<(f64, f64)> {
        self.intervals.uneven_ms()
    }

    pub(super) fn is_silent(&self) -> bool {
        self.near_ms.is_none()
    }

    /// A spike that came while the input was so, or on an edge, where nobody can tell.
    fn add_spike(&mut self, time_ms: f64, within: bool) {
        self.near_ms = Some(time_ms);
        if !within {
            return;
        }
        if self.spikes == 0 {
            self.first_ms = time_ms;
        } else {
            let adapts = self.last_ms < self.start_ms + ADAPTING_MS;
            self.intervals.add(time_ms - self.last_ms, adapts);
        }
        self.spikes = self.spikes.saturating_add(1);
        self.last_ms = time_ms;
    }
}

/// The latest pieces, and which way the input goes.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    ring: VecDeque<Piece>,
    next_id: u64,
    range: Option<(f64, f64)>,
    latest: f64,
    rises: Option<bool>,
    turned_ms: f64,
}

/// What a sample did to the pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Another sample of the present piece.
    None,
    /// The present piece turned out to be steady.
    Steady,
    /// A new piece.
    Fresh,
}

impl Pieces {
    /// Takes the current of one sample.
    pub(super) fn see(&mut self, time_ms: f64, current: f64) -> Change {
        let (low, high) = self.range.unwrap_or((current, current));
        self.range = Some((low.min(current), high.max(current)));
        let before = self.latest;
        let first = self.ring.is_empty();
        self.latest = current;
        let stays = !first && same(before, current);
        if !stays {
            let rises = current > before;
            if first || self.rises != Some(rises) {
                self.turned_ms = time_ms;
            }
            self.rises = Some(rises);
        }
        let coarse = self.coarse();
        let Some(piece) = self.ring.back_mut() else {
            return self.start(time_ms, current);
        };
        piece.end_ms = time_ms;
        let (low, high) = (piece.low.min(current), piece.high.max(current));
        if stays && !piece.moving {
            piece.samples = piece.samples.saturating_add(1);
            piece.span = piece.id;
            return if piece.samples == 2 { Change::Steady } else { Change::None };
        }
        if !stays && !piece.is_steady() && high - low <= coarse {
            (piece.low, piece.high) = (low, high);
            piece.samples = piece.samples.saturating_add(1);
            piece.moving = true;
            return Change::None;
        }
        self.start(time_ms, current)
    }

    fn start(&mut self, time_ms: f64, current: f64) -> Change {
        let id = self.next_id;
        self.next_id += 1;
        let moved = self.ring.back().filter(|piece| !piece.is_steady());
        let span = moved.map_or(id, |piece| piece.span);
        if self.ring.len() == PIECES_MAX {
            self.ring.pop_front();
        }
        self.ring.push_back(Piece::new(id, span, time_ms, current));
        Change::Fresh
    }

    /// How far the input may move within one piece.
    pub(super) fn coarse(&self) -> f64 {
        self.range.map_or(0.0, |(low, high)| MOVE_SHARE * (high - low))
    }

    /// Whether the present piece has just begun, and not as part of a movement that goes on.
    pub(super) fn is_on_edge(&self) -> bool {
        let span = |piece: &Piece| piece.span;
        self.ring.back().is_some_and(|piece| piece.samples == 1)
            && self.past().next().map(span) != self.present().map(span)
    }

    /// Adds a spike to the present piece, or to both sides of the edge that it fell on.
    pub(super) fn add_spike(&mut self, time_ms: f64, on_edge: bool) {
        let pieces = if on_edge { 2 } else { 1 };
        for piece in self.ring.iter_mut().rev().take(pieces) {
            piece.add_spike(time_ms, !on_edge);
        }
    }

    /// The present piece.
    pub(super) fn present(&self) -> Option<&Piece> {
        self.ring.back()
    }

    /// The pieces before the present one, latest first.
    pub(super) fn past(&self) -> impl DoubleEndedIterator<Item = &Piece> {
        self.ring.iter().rev().skip(1)
    }

    /// Counts the piece with which memory begins, if that was the first of all.
    pub(super) fn first(&self) -> Option<u64> {
        self.ring.front().map(|piece| piece.id).filter(|id| *id == 0)
    }

    /// The latest piece that began at `time_ms` or before.
    pub(super) fn since(&self, time_ms: f64) -> Option<Piece> {
        self.ring.iter().rev().find(|piece| piece.start_ms <= time_ms).copied()
    }

    /// The latest current.
    pub(super) fn current(&self) -> f64 {
        self.latest
    }

    /// When the input last changed its direction, or began to move (ms).
    pub(super) fn turned_ms(&self) -> f64 {
        self.turned_ms
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.ring.len()
    }
}
