//! What the machine has: processors and threads. Nothing here is seen in what a model does, only in how fast.

mod barrier;
mod threads;

pub use barrier::Barrier;
pub use threads::{Shortage, hire, shortage, useful_threads};
