//! The machine: processors, threads and memory.
//!
//! [`useful_threads`] limits the number of threads to the processors, [`hire`] starts threads,
//! [`Barrier`] synchronizes them in every step, [`Pace`] measures whether several threads are
//! faster than one, and [`check_room`] compares the memory that a task needs with the available
//! memory. These decide how fast a model runs, or whether it runs, but never a bit of its result.
//!
//! ```
//! use izh_tui::machine::{Rest, check_room, useful_threads};
//!
//! assert!((1..=256).contains(&useful_threads(256)));
//! assert!(check_room(u64::MAX, Rest::Run).is_err());
//! ```

mod barrier;
mod memory;
mod pace;
mod threads;

pub use barrier::Barrier;
pub use memory::{Bound, NoRoom, Rest, check_room, is_asking, megabytes};
pub use pace::{Pace, Piece};
pub use threads::{Shortage, hire, share_out, shortage, useful_threads};
