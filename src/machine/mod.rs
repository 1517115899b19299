//! The machine: processors, threads and memory.
//!
//! [`useful_threads`] and [`hire`] start threads as far as they can be had, [`Barrier`] lets them
//! meet in every step, [`Pace`] finds out whether several are faster than one, and [`check_room`]
//! compares the memory that something will need with what can be had. All of this decides how fast
//! a model runs, or whether it runs at all; no bit of a result depends on it.
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
pub use threads::{Shortage, hire, shortage, useful_threads};
