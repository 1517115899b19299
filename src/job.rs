//! Long work in pieces, so that frames and keys are handled in between.
//!
//! [`Pieces`] chooses the size of the next piece by how long the last ones took, an [`Allowance`]
//! says whether there is time for another piece, and [`Progress`] counts the work that is done. The
//! result of the work must not depend on its pieces. Only an [`Allowance`] reads a clock.
//!
//! ```
//! use izh_tui::job::Pieces;
//!
//! struct Counting {
//!     pieces: Pieces,
//!     done: u64,
//! }
//!
//! let mut worker = Counting { pieces: Pieces::new(10, 100), done: 0 };
//! let count = |worker: &mut Counting, size: u64| {
//!     worker.done += size;
//!     Some(size)
//! };
//! let mut calls = 0;
//! // There is time for three pieces.
//! let mut allowance = || {
//!     calls += 1;
//!     calls < 3
//! };
//! let left = Pieces::share_out(&mut worker, |it| &mut it.pieces, 1000, count, &mut allowance);
//! assert_eq!(worker.done + left, 1000);
//! assert!(left > 0);
//! ```

/// The time limit of long work, checked between two pieces.
pub trait Allowance {
    /// Whether there is time for another piece.
    fn go_on(&mut self) -> bool;

    /// Wall time since a fixed moment (ns), by which pieces are measured.
    fn now_ns(&self) -> u64;
}

/// A closure says whether to go on; pieces are not measured and count as taking no time.
impl<F: FnMut() -> bool> Allowance for F {
    fn go_on(&mut self) -> bool {
        self()
    }

    fn now_ns(&self) -> u64 {
        0
    }
}

/// Duration of a piece (ns): short compared with a frame, long compared with reading the clock.
const PIECE_NS: u64 = 1_000_000;

/// The size of the next piece, in units of the work, adapted so that a piece takes about 1 ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pieces {
    first: u64,
    next: u64,
    most: u64,
}

impl Pieces {
    /// Pieces of `first` units at the beginning, later of 1 to `most` units.
    #[must_use]
    pub const fn new(first: u64, most: u64) -> Self {
        Self { first, next: first, most }
    }

    /// Size of the next piece (units of the work).
    #[must_use]
    pub fn size(&self) -> u64 {
        self.next
    }

    /// Records that a piece of `size` units took `ns`. The next piece is at most twice this size,
    /// or the size planned so far, since later units may cost more.
    pub fn took(&mut self, size: u64, ns: u64) {
        let fits = size.saturating_mul(PIECE_NS).checked_div(ns).unwrap_or(u64::MAX);
        let larger = self.next.max(size.saturating_mul(2)).min(self.most);
        self.next = fits.min(larger).max(1);
    }

    /// Forgets the measured times, because the cost of a unit has changed.
    pub fn forget(&mut self) {
        self.next = self.first;
    }

    /// Calls `make` with the sizes of pieces until `amount` units are done or `allowance` has no
    /// time left; returns the number of units left. `make` returns how many units it did, or `None`
    /// to end the work, which leaves 0. `pieces` returns the worker's own [`Pieces`].
    pub fn share_out<T>(
        worker: &mut T,
        pieces: impl Fn(&mut T) -> &mut Self,
        amount: u64,
        mut make: impl FnMut(&mut T, u64) -> Option<u64>,
        allowance: &mut impl Allowance,
    ) -> u64 {
        let mut left = amount;
        while left > 0 {
            let size = left.min(pieces(worker).size());
            let before_ns = allowance.now_ns();
            let Some(made) = make(worker, size) else { return 0 };
            pieces(worker).took(made.max(1), allowance.now_ns().saturating_sub(before_ns));
            left = left.saturating_sub(made);
            if left > 0 && !allowance.go_on() {
                break;
            }
        }
        left
    }
}

/// The progress of long work, in its own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Units that are done.
    pub done: u64,
    /// Units of the whole work.
    pub total: u64,
}

impl Progress {
    /// The fraction that is done, from 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        match self.total {
            0 => 1.0,
            total => (self.done.min(total) as f64) / total as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// A clock that only work advances, and the end of the allowance (ns).
    struct Worked<'a>(&'a Cell<u64>, u64);

    impl Allowance for Worked<'_> {
        fn go_on(&mut self) -> bool {
            self.0.get() < self.1
        }

        fn now_ns(&self) -> u64 {
            self.0.get()
        }
    }

    /// Does work in which the unit at an index takes `cost` (ns); returns the sizes of the pieces,
    /// and the units left.
    fn sizes(amount: u64, end_ns: u64, cost: impl Fn(u64) -> u64) -> (Vec<u64>, u64) {
        let (clock, mut sizes) = (Cell::new(0), Vec::new());
        let mut pieces = Pieces::new(1, 10_000);
        let make = |_: &mut Pieces, size: u64| {
            let done: u64 = sizes.iter().sum();
            clock.set(clock.get() + (done..done + size).map(&cost).sum::<u64>());
            sizes.push(size);
            Some(size)
        };
        let allowance = &mut Worked(&clock, end_ns);
        let left = Pieces::share_out(&mut pieces, |own| own, amount, make, allowance);
        (sizes, left)
    }

    #[test]
    fn pieces_take_about_a_millisecond() {
        let (cheap, left) = sizes(100_000, u64::MAX, |_| 10);
        assert_eq!((cheap.iter().sum::<u64>(), left), (100_000, 0));
        assert!(cheap.len() < 30 && cheap.contains(&10_000), "{cheap:?}");
        let (dear, _) = sizes(1000, u64::MAX, |_| 100_000);
        assert!(dear.iter().all(|size| *size <= 16), "{dear:?}");
        let (dearest, _) = sizes(20, u64::MAX, |_| 90_000_000);
        assert_eq!(dearest, [1; 20]);
    }

    #[test]
    fn what_becomes_dearer_is_noticed_after_a_piece() {
        let (sizes, left) =
            sizes(10_000, 50_000_000, |at| if at < 1000 { 1000 } else { 1_000_000 });
        let dear = sizes.iter().scan(0, |done, size| {
            *done += size;
            Some((*done, *size))
        });
        let after: Vec<_> = dear.filter(|(done, _)| *done > 1100).collect();
        assert!(after.iter().skip(1).all(|(_, size)| *size <= 2), "{after:?}");
        assert!(left > 0);
    }
}
