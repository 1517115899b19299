//! The files of samples beside a recording.

use crate::input::InputError;
use crate::preset::{NoTable, ReadTable, Table, Wanted};

/// Tables that have been read, so that a replay opens nothing and sees what was found valid.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables(Vec<(String, Table)>);

impl Tables {
    /// Reads a table with `read`, or finds that it has been. A recording names its files with their
    /// hash, and looks for them nowhere but beside itself.
    pub(super) fn read(
        &mut self,
        wanted: &Wanted<'_>,
        read: Option<&ReadTable<'_>>,
    ) -> Result<Table, NoTable> {
        let refused = |message: &str| Err(InputError::whole(wanted.file, message).into());
        if wanted.sha256.is_none() {
            return refused("expected its SHA-256 in the recording, found none");
        }
        if wanted.file.contains('/') {
            return refused("expected a file beside the recording, found another folder");
        }
        if let Ok(known) = self.find(wanted) {
            return Ok(known);
        }
        let Some(read) = read else { return refused("expected no file, since none can be read") };
        let table = read(wanted)?;
        self.0.push((key(wanted), table.clone()));
        Ok(table)
    }

    /// The table, which has been read.
    pub(super) fn find(&self, wanted: &Wanted<'_>) -> Result<Table, NoTable> {
        let key = key(wanted);
        let known = self.0.iter().find(|(known, _)| *known == key);
        let unknown =
            || InputError::whole(wanted.file, "expected a file that has been read").into();
        known.map(|(_, table)| table.clone()).ok_or_else(unknown)
    }
}

/// What a table is told by: hash and columns. Its name counts for nothing.
fn key(wanted: &Wanted<'_>) -> String {
    format!("{} {:?}", wanted.sha256.unwrap_or_default(), wanted.columns)
}
