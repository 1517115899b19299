//! Reads and validates session files.

use std::cell::RefCell;
use std::sync::Arc;

use super::blocks::Splitter;
use super::entry::{Block, Entry};
use super::file::{File, Reader, Recent, Tail};
use super::source::ReadEntry;
use super::storage::Storage;
use super::tables::Tables;
use super::{About, kind};
use crate::engine::{Clock, Experiment, Step, Subject};
use crate::input::{Document, InputError, Problem};
use crate::preset::{ReadTable, Wanted};

/// A recording of a neuron or of a circuit that has been read and found valid. Clones are cheap.
#[derive(Clone, Debug)]
pub struct Session {
    file: Arc<File>,
    about: About,
    experiment: Experiment,
    summary: Summary,
}

/// Receives the number of bytes read so far; returns whether to go on.
pub type GoOn<'a> = dyn FnMut(u64) -> bool + 'a;

/// Contents of a recording in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Number of commands.
    pub events: u64,
    /// Number of checks, with the one that closes the header and without the end.
    pub checks: u64,
    /// Step of the last block, at which the recording ends.
    pub end: Step,
    /// Model time at the end (ms).
    pub duration_ms: f64,
    /// Where the file was truncated, if it was.
    pub cut: Option<Cut>,
}

/// A file without a proper end: text is missing behind its last complete block, or was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Line on which the last complete block ends, counted from 1.
    pub line: usize,
}

/// Reads a session file called `name`, of a neuron or of a circuit. A truncated file is read up to
/// its last complete block.
///
/// # Errors
/// Names the position of the first mistake and what was expected there.
pub fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Session, InputError> {
    let bytes: Vec<u8> = bytes.into();
    read_from(name, Arc::new(bytes), &mut |_| true).map(|read| read.expect("never told to stop"))
}

/// Reads a session file as [`read`] does, but block by block from `storage`, without keeping it in
/// memory. `go_on` is asked before each block; `None` if it returned false.
///
/// # Errors
/// Names the position of the first mistake, or a file beside the recording that is missing or was
/// changed, or says why the recording cannot be read further.
pub fn read_from(
    name: &str,
    storage: Arc<dyn Storage>,
    go_on: &mut GoOn<'_>,
) -> Result<Option<Session>, InputError> {
    Session::read(File::open(name, storage)?, go_on)
}

impl Session {
    /// Reads `file`, whose end excludes the padding; `None` if `go_on` returned false.
    fn read(mut file: File, go_on: &mut GoOn<'_>) -> Result<Option<Self>, InputError> {
        let storage = Arc::clone(&file.storage);
        let kept = RefCell::new(Tables::default());
        let keep = |wanted: &Wanted<'_>| kept.borrow_mut().read(wanted, &*storage);
        let tables: Option<&ReadTable<'_>> = if storage.has_tables() { Some(&keep) } else { None };
        let mut splitter = Splitter::default();
        let (about, experiment) = {
            let header = file.next_extent(&mut splitter)?.expect("a file has a header");
            let mut source = file.source(tables, &|_| Ok(None));
            let of = source.run_of(&header)?;
            let read = source.header(&header, of)?;
            file.format = source.format;
            read
        };
        let mut scan = Scan::new(&experiment);
        let recent = Recent::default();
        let padded = file.end < storage.bytes();
        let mut tail = Tail::default();
        while let Some(extent) = file.next_extent(&mut splitter)? {
            if !go_on(extent.place.offset) {
                return Ok(None);
            }
            let earlier = |number| file.written_out(&experiment, number, &recent);
            let source = file.source(tables, &earlier);
            scan.expect_more().map_err(|problem| source.document(&extent).error(problem))?;
            let read = source.block(&extent)?;
            tail = Tail::of(&extent, read.as_ref().map_or(0, |read| read.bytes));
            let Some(read) = read else {
                if scan.summary.checks == 0 {
                    return Err(source.cut_header(&extent));
                }
                break;
            };
            scan.add(&read).map_err(|problem| source.document(&extent).error(problem))?;
            if read.is_written_out {
                file.note_written_out(extent.place);
            }
        }
        if padded || tail.is_dropped || !scan.ended {
            scan.summary.cut = Some(Cut { line: tail.line });
        }
        file.end = tail.whole_end;
        file.tables = kept.into_inner();
        Ok(Some(Self { file: Arc::new(file), about, experiment, summary: scan.summary }))
    }

    /// Name of the file as the user gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// Program and time of the recording, which do not affect a replay.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The initial state of the run.
    #[must_use]
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// Contents of the recording in numbers.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// All blocks in order, read one at a time.
    #[must_use]
    pub fn blocks(&self) -> Blocks<'_> {
        Blocks { session: self, reader: Reader::default(), failed: false }
    }

    /// The next block after the position of `reader`, except the header.
    pub(super) fn next_block(&self, reader: &mut Reader) -> Result<Option<Block>, InputError> {
        self.file.next_block(reader, &self.experiment)
    }

    /// An error about the block whose title is on `line`.
    pub(super) fn error_at(&self, line: usize, message: String) -> InputError {
        let document = Document { name: &self.file.name, text: "", lines_before: line - 1 };
        document.error(Problem::at(0..0, message))
    }
}

/// Iterator over the blocks of a session. It ends with an error if the file can no longer be read:
/// the file may have changed since validation.
#[derive(Clone, Debug)]
pub struct Blocks<'a> {
    session: &'a Session,
    reader: Reader,
    failed: bool,
}

impl Iterator for Blocks<'_> {
    type Item = Result<Block, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = self.session.next_block(&mut self.reader);
        self.failed = next.is_err();
        next.transpose()
    }
}

/// State of a scan that checks the order of a file's blocks.
struct Scan {
    summary: Summary,
    /// The subject that runs at the last block.
    running: Subject,
    clock: Clock,
    ended: bool,
}

impl Scan {
    fn new(experiment: &Experiment) -> Self {
        let (running, clock) = (experiment.subject(), Clock::new(experiment.steps_per_ms()));
        Self { summary: Summary::default(), running, clock, ended: false }
    }

    fn expect_more(&self) -> Result<(), Problem> {
        if !self.ended {
            return Ok(());
        }
        Err(Problem::at(0..0, "expected nothing after [end], found another block"))
    }

    fn add(&mut self, read: &ReadEntry) -> Result<(), Problem> {
        let step = read.entry.step();
        let problem = |message| Err(Problem::at(read.step_place.clone(), message));
        let closes_header = matches!(&read.entry, Entry::Check(check) if check.step == Step(0));
        if self.summary.checks == 0 && !closes_header {
            return problem("expected a [[check]] at step 0 that closes the header".to_owned());
        }
        if step < self.summary.end {
            let (last, found) = (self.summary.end.0, step.0);
            return problem(format!(
                "step: expected {last} or more, as in the block before, found {found}"
            ));
        }
        self.summary.end = step;
        match &read.entry {
            Entry::Event(event) => {
                self.summary.events += 1;
                if let Err(rejection) = kind::follow(&mut self.running, &event.command) {
                    let message = format!("expected a command that fits: {rejection}");
                    return Err(Problem::at(read.command_place.clone(), message));
                }
                self.clock.change(step, self.running.steps_per_ms());
            }
            Entry::Check(_) => self.summary.checks += 1,
            Entry::End(_) => self.ended = true,
        }
        self.summary.duration_ms = self.clock.time_ms(step);
        Ok(())
    }
}
