//! What the machine has: processors, threads and memory. Nothing here is seen in what a model does, only in how fast, or in
//! whether it can be carried at all.

mod barrier;
mod memory;
mod pace;
mod threads;

pub use barrier::Barrier;
pub use memory::{Bound, NoRoom, Rest, check_room, is_asking, megabytes};
pub use pace::{Pace, Piece};
pub use threads::{Shortage, hire, shortage, useful_threads};
