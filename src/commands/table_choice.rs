//! What is read of a table of samples.

use crate::preset::{Column, Columns};

/// What is read of a table of samples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableChoice {
    /// The column of the times.
    pub time: Option<Column>,
    /// The column of the currents.
    pub current: Option<Column>,
    /// From one sample to the next (ms), where no column holds times.
    pub sample_ms: Option<f64>,
}

impl TableChoice {
    /// The columns that are read.
    #[must_use]
    pub fn columns(&self) -> Columns {
        let Self { time, current, sample_ms } = self.clone();
        Columns { time, current, even: sample_ms.is_some() }
    }

    /// A flag that was given, if any was.
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
