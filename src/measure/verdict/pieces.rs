//! The recent input, cut into pieces within which the current stays the same or moves only a little.

use std::collections::VecDeque;

/// Most pieces that are kept.
const PIECES_MAX: usize = 256;
/// Silence after which a neuron that has fired counts as silent (ms).
pub(super) const QUIET_MS: f64 = 100.0;
/// How far the input may move within one piece, as a share of the range seen so far.
const MOVE_SHARE: f64 = 0.04;
/// Two currents are the same if they differ by no more than this share of them: a current that was added
/// and taken away again may leave a rounding error.
const SAME_SHARE: f64 = 1e-9;

/// Whether two currents are the same input.
pub(super) fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME_SHARE * a.abs().max(b.abs()).max(1.0)
}

/// Model time from the onset of an input within which intervals that only grow, or only shrink, count as
/// adaptation to the input (ms).
const ADAPTING_MS: f64 = 1000.0;
/// Two intervals are uneven if they differ by this factor at least, and by so many ms at least.
const UNEVEN_FACTOR: f64 = 1.5;
const UNEVEN_MS: f64 = 1.0;

/// The intervals between the spikes under one input.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Intervals {
    /// Shortest and longest interval (ms).
    all_ms: Option<(f64, f64)>,
    /// Shortest and longest interval of those that began after the time of adaptation (ms).
    settled_ms: Option<(f64, f64)>,
    /// The longest interval that is uneven with a shorter one before it (ms).
    grown_ms: f64,
    /// Whether a shorter interval, uneven with `grown_ms`, came after it.
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

/// A stretch of time with nearly the same input, and the spikes in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    /// Number of the piece, counted from 0 since the start.
    pub(super) id: u64,
    /// Number of the piece with which the present movement of the input began; its own if the piece is
    /// steady.
    pub(super) span: u64,
    samples: u32,
    moving: bool,
    pub(super) start_ms: f64,
    /// Time of the first sample of the next piece, or of the latest sample (ms).
    pub(super) end_ms: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) spikes: u32,
    pub(super) first_ms: f64,
    pub(super) last_ms: f64,
    intervals: Intervals,
    /// Time of the last spike within the piece or on one of its edges (ms).
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

    /// Whether the input did not move.
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

    /// How long the neuron has been silent at the end of the piece (ms).
    pub(super) fn tail_ms(&self) -> f64 {
        (self.end_ms - self.near_ms.unwrap_or(self.start_ms)).max(0.0)
    }

    /// For how long the neuron was silent under the input (ms): all the time if it never fired, otherwise
    /// since the last spike, if that was at least [`QUIET_MS`] ago.
    pub(super) fn silence_ms(&self) -> f64 {
        let tail_ms = self.tail_ms();
        if self.is_silent() || tail_ms >= QUIET_MS { tail_ms } else { 0.0 }
    }

    /// The shortest and the longest interval (ms), if they differ by more than adaptation explains.
    pub(super) fn uneven_ms(&self) -> Option<(f64, f64)> {
        self.intervals.uneven_ms()
    }

    pub(super) fn is_silent(&self) -> bool {
        self.near_ms.is_none()
    }

    /// Adds a spike `within` the piece or, where it is not known to which side it belongs, on an edge.
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

/// The latest pieces, and whether the input rises or falls.
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
    pub(super) fn take(&mut self, time_ms: f64, current: f64) -> Change {
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

    /// How far the input may move within one piece, in the unit of the current.
    pub(super) fn coarse(&self) -> f64 {
        self.range.map_or(0.0, |(low, high)| MOVE_SHARE * (high - low))
    }

    /// Whether the present piece has just begun, other than as part of a continuing movement.
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

    /// Number of the first piece of all, if it is still kept.
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

    /// Time at which the input last changed its direction or began to move (ms).
    pub(super) fn turned_ms(&self) -> f64 {
        self.turned_ms
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.ring.len()
    }
}
