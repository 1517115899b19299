//! The files of samples beside a recording.

use super::storage::Storage;
use crate::input::InputError;
use crate::preset::{NoTable, Table, Wanted};

/// Most numbers of tables that are kept: a gigabyte would hold four times as many.
const NUMBERS_KEPT_MAX: usize = 32 << 20;

/// Tables that have been read, so that a replay need not read them again. Of those that would take
/// too much memory together the first are kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    kept: Vec<(String, Table)>,
    numbers: usize,
}

impl Tables {
    /// Reads a table from `storage`, or finds that it has been. A recording names its files with
    /// their hash, and looks for them nowhere but beside itself.
    pub(super) fn read(
        &mut self,
        wanted: &Wanted<'_>,
        storage: &dyn Storage,
    ) -> Result<Table, NoTable> {
        let table = self.find(wanted, storage)?;
        let numbers = 2 * table.samples();
        if self.known(wanted).is_none() && self.numbers + numbers <= NUMBERS_KEPT_MAX {
            self.numbers += numbers;
            self.kept.push((key(wanted), table.clone()));
        }
        Ok(table)
    }

    /// The table, as it was read or from `storage`: its hash makes sure that it is the same.
    pub(super) fn find(
        &self,
        wanted: &Wanted<'_>,
        storage: &dyn Storage,
    ) -> Result<Table, NoTable> {
        let refused = |message: &str| Err(InputError::whole(wanted.file, message).into());
        if wanted.sha256.is_none() {
            return refused("expected its SHA-256 in the recording, found none");
        }
        if wanted.file.contains('/') {
            return refused("expected a file beside the recording, found another folder");
        }
        self.known(wanted).map_or_else(|| storage.table(wanted), |table| Ok(table.clone()))
    }

    fn known(&self, wanted: &Wanted<'_>) -> Option<&Table> {
        let key = key(wanted);
        self.kept.iter().find(|(known, _)| *known == key).map(|(_, table)| table)
    }
}

/// The identity of a table: hash and columns, but not its name.
fn key(wanted: &Wanted<'_>) -> String {
    format!("{} {:?}", wanted.sha256.unwrap_or_default(), wanted.columns)
}
