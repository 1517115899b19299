//! Stimulus files: what they mean, and what is wrong with them.

mod bad_files;
mod exact;
mod kinds;
mod program;
mod same_bits;
mod sweeps;
mod tables;
