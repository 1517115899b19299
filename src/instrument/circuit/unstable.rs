//! Steps that were too long in the time that is shown.

use super::{Circuit, TooLong};

/// Columns in which the time that is shown is cut; their number does not change its ends.
const COLUMNS: usize = 64;

impl<'a> Circuit<'a> {
    /// The steps that were too long in the time that is shown, if any was: those of whole stretches.
    #[must_use]
    pub fn too_long(self) -> Option<TooLong> {
        let column_ns = self.controls.timebase.column_ns(COLUMNS);
        let spans = self.controls.timebase.spans(self.now_ns(), COLUMNS);
        let start_ns = spans.iter().map(|span| span.start_ns).min()?;
        let end_ns = spans.iter().map(|span| span.start_ns + column_ns * span.columns).max()?;
        self.state.too_long.within(start_ns, end_ns)
    }
}
