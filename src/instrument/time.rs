//! Model time as traces keep it.

use crate::trace::NS_PER_MS;

/// A model time as the trace keeps it.
pub(super) fn time_ns(time_ms: f64) -> u64 {
    (time_ms * NS_PER_MS).round() as u64
}
