//! Tables of samples stored beside a recording.

use super::storage::Storage;
use crate::input::InputError;
use crate::preset::{NoTable, Table, Wanted};

/// Most numbers in the cache: a quarter of what a gigabyte would hold.
const NUMBERS_KEPT_MAX: usize = 32 << 20;

/// Cache of tables, so that a replay need not read them again. Tables beyond the limit are not
/// cached.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    kept: Vec<(String, Table)>,
    numbers: usize,
}

impl Tables {
    /// Finds a table and caches it. A recording names its tables with their hashes, and all tables
    /// lie beside the recording.
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

    /// Takes a table from the cache or reads it from `storage`; the hash identifies its contents.
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

/// Cache key of a table: its hash and columns, without its name.
fn key(wanted: &Wanted<'_>) -> String {
    format!("{} {:?}", wanted.sha256.unwrap_or_default(), wanted.columns)
}
