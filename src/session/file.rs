//! A session file, read one block at a time.

use std::cell::RefCell;
use std::io;
use std::sync::Arc;

use super::blocks::{Extent, Kind, Place, Splitter};
use super::entry::{Block, Entry};
use super::source::{Earlier, Source};
use super::storage::{Storage, unpadded_bytes};
use super::tables::Tables;
use crate::engine::{Command, Experiment};
use crate::input::{InputError, plain};
use crate::preset::{ReadTable, Wanted};

/// A file up to its last complete block.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) storage: Arc<dyn Storage>,
    /// Offset of the end of the last complete block (bytes).
    pub(super) end: u64,
    /// Version of the file's format.
    pub(super) format: i64,
    /// Tables of samples stored beside the file.
    pub(super) tables: Tables,
    /// Positions of the blocks that write out a subject, from number 1 on.
    written_out: Vec<Place>,
}

impl File {
    /// Most written-out subjects of a file to which later blocks can refer by number.
    pub(super) const NUMBERS_MAX: usize = 65_536;

    /// Opens the file called `name`, without the zero padding at its end.
    pub(super) fn open(name: &str, storage: Arc<dyn Storage>) -> Result<Self, InputError> {
        let end = unpadded_bytes(&*storage).map_err(|error| unreadable(name, &error))?;
        let (tables, written_out) = (Tables::default(), Vec::new());
        Ok(Self { name: name.to_owned(), storage, end, format: 0, tables, written_out })
    }

    /// A block parser that knows these tables and the subjects written out earlier.
    pub(super) fn source<'a>(
        &'a self,
        tables: Option<&'a ReadTable<'a>>,
        earlier: &'a Earlier<'a>,
    ) -> Source<'a> {
        Source { name: &self.name, format: self.format, tables, earlier }
    }

    pub(super) fn next_extent<'s>(
        &self,
        splitter: &'s mut Splitter,
    ) -> Result<Option<Extent<'s>>, InputError> {
        let next = splitter.next(&*self.storage, self.end);
        next.map_err(|error| unreadable(&self.name, &error))
    }

    /// The next block after the position of `reader`, except the header, of a run that starts from
    /// `experiment`.
    pub(super) fn next_block(
        &self,
        reader: &mut Reader,
        experiment: &Experiment,
    ) -> Result<Option<Block>, InputError> {
        let Reader { splitter, recent } = reader;
        let Some(mut extent) = self.next_extent(splitter)? else { return Ok(None) };
        if extent.kind == Kind::Header {
            let Some(first) = self.next_extent(splitter)? else { return Ok(None) };
            extent = first;
        }
        let find = |wanted: &Wanted<'_>| self.tables.find(wanted, &*self.storage);
        let earlier = |number| self.written_out(experiment, number, recent);
        let entry = self.source(Some(&find), &earlier).whole(&extent)?.entry;
        Ok(Some(Block { line: extent.place.lines_before + 1, entry }))
    }

    /// Records that the block at `place` writes out a subject.
    pub(super) fn note_written_out(&mut self, place: Place) {
        if self.written_out.len() < Self::NUMBERS_MAX {
            self.written_out.push(place);
        }
    }

    /// The switch to the subject written out as `number`; `None` if there is no such subject.
    /// Number 0 is the initial subject; later ones count from 1 in file order.
    pub(super) fn written_out(
        &self,
        experiment: &Experiment,
        number: u64,
        recent: &Recent,
    ) -> Result<Option<Command>, InputError> {
        let Some(index) = number.checked_sub(1) else {
            return Ok(Some(Command::Switch(experiment.subject())));
        };
        if let Some(command) = recent.find(number) {
            return Ok(Some(command));
        }
        let place = usize::try_from(index).ok().and_then(|index| self.written_out.get(index));
        let Some(place) = place else { return Ok(None) };
        let mut splitter = Splitter::at(*place);
        let Some(extent) = self.next_extent(&mut splitter)? else { return Ok(None) };
        let find = |wanted: &Wanted<'_>| self.tables.find(wanted, &*self.storage);
        match self.source(Some(&find), &|_| Ok(None)).whole(&extent)?.entry {
            Entry::Event(event) => {
                recent.keep(number, &event.command);
                Ok(Some(event.command))
            }
            Entry::Check(_) | Entry::End(_) => Ok(None),
        }
    }
}

/// A reader's position in a file, and its cache.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader {
    splitter: Splitter,
    recent: Recent,
}

/// Cache of the latest switches by number, since many recordings alternate between two subjects.
#[derive(Clone, Debug, Default)]
pub(super) struct Recent(RefCell<Vec<(u64, Command)>>);

impl Recent {
    /// Number of cached switches, which bounds memory to that of a few blocks.
    const KEPT: usize = 2;

    fn find(&self, number: u64) -> Option<Command> {
        let kept = self.0.borrow();
        kept.iter().find(|(known, _)| *known == number).map(|(_, command)| command.clone())
    }

    fn keep(&self, number: u64, command: &Command) {
        let mut kept = self.0.borrow_mut();
        kept.truncate(Self::KEPT - 1);
        kept.insert(0, (number, command.clone()));
    }
}

/// The error of a file that cannot be read further.
fn unreadable(name: &str, error: &io::Error) -> InputError {
    InputError::whole(name, plain(error))
}

/// The part of a file behind its last complete block.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// Offset of the end of the complete block (bytes).
    pub(super) whole_end: u64,
    /// Line on which the complete block ends.
    pub(super) line: usize,
    /// Whether anything but blanks follows the block.
    pub(super) is_dropped: bool,
}

impl Tail {
    /// The part of `extent` behind its first `whole` bytes.
    pub(super) fn of(extent: &Extent<'_>, whole: usize) -> Self {
        let (read, rest) = extent.bytes.split_at(whole);
        // Only the last block's line is used, so the lines of other blocks are not counted.
        let lines = if extent.is_last { read.iter().filter(|&&b| b == b'\n').count() } else { 0 };
        Self {
            whole_end: extent.place.offset + whole as u64,
            line: extent.place.lines_before + lines + 1,
            is_dropped: !rest.trim_ascii().is_empty(),
        }
    }
}
