//! Options that select the columns of a table of samples.

use crate::preset::{Column, Columns};

/// Selects the columns of a table of samples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableChoice {
    /// Column with the times.
    pub time: Option<Column>,
    /// Column with the currents.
    pub current: Option<Column>,
    /// Time between samples (ms), for a table without a column of times.
    pub sample_ms: Option<f64>,
}

impl TableChoice {
    /// The selected columns.
    #[must_use]
    pub fn columns(&self) -> Columns {
        let Self { time, current, sample_ms } = self.clone();
        Columns { time, current, even: sample_ms.is_some() }
    }

    /// One of the flags that were given, if any.
    #[must_use]
    pub fn flag(&self) -> Option<&'static str> {
        let Self { time, current, sample_ms } = self;
        let flags = [
            ("--time-column", time.is_some()),
            ("--current-column", current.is_some()),
            ("--sample-ms", sample_ms.is_some()),
        ];
        flags.iter().find(|(_, given)| *given).map(|(flag, _)| *flag)
    }
}
