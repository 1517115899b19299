//! Steps on the screen that were too long.

use super::{Circuit, TooLong};

/// Number of columns into which the screen is cut; it does not change the ends of the time shown.
const COLUMNS: usize = 64;

impl<'a> Circuit<'a> {
    /// The steps on the screen that were too long, as the sum of whole stretches.
    #[must_use]
    pub fn too_long(self) -> Option<TooLong> {
        let column_ns = self.controls.timebase.column_ns(COLUMNS);
        let spans = self.controls.timebase.spans(self.now_ns(), COLUMNS);
        let start_ns = spans.iter().map(|span| span.start_ns).min()?;
        let end_ns = spans.iter().map(|span| span.start_ns + column_ns * span.columns).max()?;
        self.state.too_long.within(start_ns, end_ns)
    }
}
