//! The progress of long work, for the screen.

use crate::job::Progress;

/// Long work, such as building a circuit, during which the model makes no steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Name of the work, as in "building cortex-2003".
    pub what: String,
    /// How much of it is done.
    pub progress: Progress,
}
