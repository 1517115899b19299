//! The progress of long work: what is being done, and how far it is.

use crate::job::Progress;

/// What a scope is busy with while its model stands still.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// What is being done, as in "building cortex-2003".
    pub what: String,
    /// How far it is.
    pub progress: Progress,
}
