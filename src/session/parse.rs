//! From the bytes of a session file to its experiment and blocks.

use std::cell::RefCell;
use std::io;
use std::sync::Arc;

use super::blocks::{Extent, Kind, Splitter};
use super::source::{ReadEntry, Source};
use super::storage::{Storage, written};
use super::tables::Tables;
use super::{About, Recordable};
use crate::engine::{Checkpoint, CircuitExperiment, Clock, Event, Experiment, Step};
use crate::input::{Document, InputError, Problem};
use crate::preset::{ReadTable, Wanted};

/// A recording that has been read and found valid, of a run that starts from an `X`.
#[derive(Clone, Debug)]
pub struct Session<X = Experiment> {
    file: File,
    about: About,
    experiment: X,
    summary: Summary,
}

/// A recording of either kind.
#[derive(Clone, Debug)]
pub enum Recorded {
    /// Of a single neuron.
    Neuron(Box<Session>),
    /// Of a circuit.
    Circuit(Session<CircuitExperiment>),
}

/// A file up to its last whole block.
#[derive(Clone, Debug)]
struct File {
    name: String,
    storage: Arc<dyn Storage>,
    /// Bytes up to there.
    end: u64,
    /// The version of its layout.
    format: i64,
    /// What stands in files beside it.
    tables: Tables,
}

/// Told how many bytes of a file have been read, says whether to go on.
pub type GoOn<'a> = dyn FnMut(u64) -> bool + 'a;

/// What a recording holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Number of commands.
    pub events: u64,
    /// Number of checks, with the one that closes the header and without the end.
    pub checks: u64,
    /// The step of the last block, with which the recording ends.
    pub end: Step,
    /// Model time at the end (ms).
    pub duration_ms: f64,
    /// Where the file was cut off, if it was.
    pub cut: Option<Cut>,
}

/// A file that does not end as a recording does: what would follow is missing, or was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The line on which the last whole block is over, counted from 1.
    pub line: usize,
}

/// The state that a recording claims for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Steps made.
    pub step: Step,
    /// Spikes and digest after them.
    pub state: Checkpoint,
}

/// One block of a recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The line of its title, counted from 1.
    pub line: usize,
    /// What it holds.
    pub entry: Entry,
}

/// What a block holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A command.
    Event(Event),
    /// A check of the state.
    Check(Check),
    /// The end, with its check.
    End(Check),
}

impl Entry {
    /// The step before which the block stands.
    #[must_use]
    pub fn step(&self) -> Step {
        match self {
            Self::Event(event) => event.step,
            Self::Check(check) | Self::End(check) => check.step,
        }
    }
}

/// Reads a session file called `name`, whichever kind of run it is of. One that was cut off anywhere
/// is read up to its last whole block.
///
/// # Errors
/// Names the place of the first mistake and what was expected there.
pub fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Recorded, InputError> {
    let bytes: Vec<u8> = bytes.into();
    read_from(name, Arc::new(bytes), &mut |_| true).map(|read| read.expect("never told to stop"))
}

/// Reads a session file as [`read`] does, but from where it is stored, block by block, and without
/// keeping it. `go_on` is asked before each block; `None` if it said no.
///
/// # Errors
/// Names the place of the first mistake, or a file beside it that is not there or was changed, or says
/// why it can't be read on.
pub fn read_from(
    name: &str,
    storage: Arc<dyn Storage>,
    go_on: &mut GoOn<'_>,
) -> Result<Option<Recorded>, InputError> {
    let file = File::open(name, storage)?;
    let is_circuit = {
        let mut splitter = Splitter::default();
        let header = file.next_extent(&mut splitter)?;
        let source = Source { name, format: 0, tables: None };
        header.map(|header| source.is_circuit(&header)).transpose()?.unwrap_or(false)
    };
    Ok(match is_circuit {
        true => Session::read(file, go_on)?.map(Recorded::Circuit),
        false => Session::read(file, go_on)?.map(Box::new).map(Recorded::Neuron),
    })
}

impl Session {
    /// Reads a session file of a single neuron, as [`read`] does.
    ///
    /// # Errors
    /// Names the place of the first mistake and what was expected there.
    pub fn parse(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Self, InputError> {
        match read(name, bytes)? {
            Recorded::Neuron(session) => Ok(*session),
            Recorded::Circuit(_) => {
                let message = "expected a recording of a neuron, found one of a circuit";
                Err(InputError::whole(name, message))
            }
        }
    }
}

impl<X: Recordable> Session<X> {
    /// Reads `file`, of which the padding has been taken off; `None` if `go_on` said no.
    fn read(mut file: File, go_on: &mut GoOn<'_>) -> Result<Option<Self>, InputError> {
        let (name, storage) = (file.name.clone(), Arc::clone(&file.storage));
        let kept = RefCell::new(Tables::default());
        let keep = |wanted: &Wanted<'_>| kept.borrow_mut().read(wanted, &*storage);
        let tables: Option<&ReadTable<'_>> = if storage.has_tables() { Some(&keep) } else { None };
        let mut source = Source { name: &name, format: 0, tables };
        let mut splitter = Splitter::default();
        let header = file.next_extent(&mut splitter)?.expect("a file has a header");
        let (about, experiment) = source.header::<X>(&header)?;
        let mut scan = Scan::new(experiment.clone());
        let padded = file.end < storage.bytes();
        let mut tail = Tail::default();
        while let Some(extent) = file.next_extent(&mut splitter)? {
            if !go_on(extent.place.offset) {
                return Ok(None);
            }
            scan.expect_more().map_err(|problem| source.document(&extent).error(problem))?;
            let read = source.block(&extent)?;
            tail = Tail::of(&extent, read.as_ref().map_or(0, |read| read.bytes));
            match read {
                None if scan.summary.checks == 0 => return Err(source.cut_header(&extent)),
                None => break,
                Some(read) => {
                    let wrong = |problem| source.document(&extent).error(problem);
                    scan.add(&read).map_err(wrong)?;
                }
            }
        }
        if padded || tail.is_dropped || !scan.ended {
            scan.summary.cut = Some(Cut { line: tail.line });
        }
        (file.end, file.format) = (tail.whole_end, source.format);
        file.tables = kept.into_inner();
        Ok(Some(Self { file, about, experiment, summary: scan.summary }))
    }
}

/// What is left of a file behind the last block that is whole.
#[derive(Debug, Default)]
struct Tail {
    /// Where the block ends (bytes).
    whole_end: u64,
    /// The line on which it ends.
    line: usize,
    /// Whether more than blanks follow it.
    is_dropped: bool,
}

impl Tail {
    /// What is left behind the first `whole` bytes of `extent`.
    fn of(extent: &Extent<'_>, whole: usize) -> Self {
        let (read, rest) = extent.bytes.split_at(whole);
        // Only the last block's is ever looked at, so lines are not counted for the others.
        let lines = if extent.is_last { read.iter().filter(|&&b| b == b'\n').count() } else { 0 };
        Self {
            whole_end: extent.place.offset + whole as u64,
            line: extent.place.lines_before + lines + 1,
            is_dropped: !rest.trim_ascii().is_empty(),
        }
    }
}

impl<X> Session<X> {
    /// Name of the file, as the user gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// Who recorded it, and when; no part of the replay.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// What the run started from.
    #[must_use]
    pub fn experiment(&self) -> &X {
        &self.experiment
    }

    /// What the recording holds.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Every block in order, read one at a time.
    #[must_use]
    pub fn blocks(&self) -> Blocks<'_> {
        Blocks { file: &self.file, splitter: Splitter::default() }
    }

    /// The next block at which `splitter` stands, after the header.
    pub(super) fn next_block(&self, splitter: &mut Splitter) -> Result<Option<Block>, InputError> {
        self.file.next_block(splitter)
    }

    /// An error about the block whose title is on `line`.
    pub(super) fn error_at(&self, line: usize, message: String) -> InputError {
        let document = Document { name: &self.file.name, text: "", lines_before: line - 1 };
        document.error(Problem::at(0..0, message))
    }
}

impl Recorded {
    /// Name of the file, as the user gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Neuron(session) => session.name(),
            Self::Circuit(session) => session.name(),
        }
    }

    /// What the recording holds.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        match self {
            Self::Neuron(session) => session.summary(),
            Self::Circuit(session) => session.summary(),
        }
    }

    /// Every block in order, read one at a time.
    #[must_use]
    pub fn blocks(&self) -> Blocks<'_> {
        match self {
            Self::Neuron(session) => session.blocks(),
            Self::Circuit(session) => session.blocks(),
        }
    }
}

impl File {
    /// The file called `name`, up to the zeros at its end.
    fn open(name: &str, storage: Arc<dyn Storage>) -> Result<Self, InputError> {
        let end = written(&*storage).map_err(|error| unreadable(name, &error))?;
        let (name, tables) = (name.to_owned(), Tables::default());
        Ok(Self { name, storage, end, format: 0, tables })
    }

    fn next_extent<'s>(
        &self,
        splitter: &'s mut Splitter,
    ) -> Result<Option<Extent<'s>>, InputError> {
        let next = splitter.next(&*self.storage, self.end);
        next.map_err(|error| unreadable(&self.name, &error))
    }

    fn next_block(&self, splitter: &mut Splitter) -> Result<Option<Block>, InputError> {
        let Some(mut extent) = self.next_extent(splitter)? else { return Ok(None) };
        if extent.kind == Kind::Header {
            let Some(first) = self.next_extent(splitter)? else { return Ok(None) };
            extent = first;
        }
        let find = |wanted: &Wanted<'_>| self.tables.find(wanted, &*self.storage);
        let source = Source { name: &self.name, format: self.format, tables: Some(&find) };
        let entry = source.whole(&extent)?.entry;
        Ok(Some(Block { line: extent.place.lines_before + 1, entry }))
    }
}

/// The error of a file that could not be read on.
fn unreadable(name: &str, error: &io::Error) -> InputError {
    InputError::whole(name, error.to_string())
}

/// The blocks of a session, or why it can't be read on: what is read again may have been changed.
#[derive(Clone, Debug)]
pub struct Blocks<'a> {
    file: &'a File,
    splitter: Splitter,
}

impl Iterator for Blocks<'_> {
    type Item = Result<Block, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.file.next_block(&mut self.splitter).transpose()
    }
}

/// What has been seen of a file's blocks, and the rules on their order.
struct Scan<X> {
    summary: Summary,
    /// What runs at the last block.
    running: X,
    clock: Clock,
    ended: bool,
}

impl<X: Recordable> Scan<X> {
    fn new(experiment: X) -> Self {
        let clock = Clock::new(experiment.steps_per_ms());
        Self { summary: Summary::default(), running: experiment, clock, ended: false }
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
                if let Err(rejection) = self.running.follow(&event.command) {
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
