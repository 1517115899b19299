//! A run of a circuit as text.

mod csv;
mod spikes;
mod summary;
#[cfg(test)]
mod tests;

pub use csv::CircuitCsv;
pub use spikes::CircuitSpikes;
pub use summary::CircuitSummary;
