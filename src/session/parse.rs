//! From the bytes of a session file to its experiment and blocks.

use std::cell::RefCell;

use super::blocks::{Cursor, Kind};
use super::source::{ReadEntry, Source};
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
    text: String,
    /// The version of its layout.
    format: i64,
    /// What stands in files beside it.
    tables: Tables,
}

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
    read_with(name, bytes, None)
}

/// Reads a session file as [`read`] does; the files of samples beside it are read by `tables`, if any
/// can be.
///
/// # Errors
/// Names the place of the first mistake, or a file beside it that is not there or was changed.
pub fn read_with(
    name: &str,
    bytes: impl Into<Vec<u8>>,
    tables: Option<&ReadTable<'_>>,
) -> Result<Recorded, InputError> {
    let bytes: Vec<u8> = bytes.into();
    if (Source { name, file: &bytes, format: 0, tables: None }).is_circuit() {
        return Session::read(name, bytes, tables).map(Recorded::Circuit);
    }
    Session::read(name, bytes, tables).map(Box::new).map(Recorded::Neuron)
}

impl Session {
    /// Reads a session file of a single neuron, as [`read`] does.
    ///
    /// # Errors
    /// Names the place of the first mistake and what was expected there.
    pub fn parse(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Self, InputError> {
        Self::read(name, bytes.into(), None)
    }
}

impl<X: Recordable> Session<X> {
    fn read(
        name: &str,
        mut bytes: Vec<u8>,
        tables: Option<&ReadTable<'_>>,
    ) -> Result<Self, InputError> {
        let kept = RefCell::new(Tables::default());
        let keep = |wanted: &Wanted<'_>| kept.borrow_mut().read(wanted, tables);
        // What a file system may leave of a block that was not written when the power failed.
        let written = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
        let padded = written < bytes.len();
        bytes.truncate(written);
        let keep: Option<&ReadTable<'_>> = if tables.is_some() { Some(&keep) } else { None };
        let mut source = Source { name, file: &bytes, format: 0, tables: keep };
        let mut cursor = Cursor::default();
        let (about, experiment) = source.header::<X>(&mut cursor)?;
        let mut scan = Scan::new(experiment.clone());
        let mut whole_bytes = 0;
        while let Some(extent) = cursor.next(&bytes) {
            whole_bytes = extent.start;
            scan.expect_more().map_err(|problem| source.document(&extent).error(problem))?;
            let Some(read) = source.block(&extent)? else { break };
            scan.add(&read).map_err(|problem| source.document(&extent).error(problem))?;
            whole_bytes += read.bytes;
        }
        if scan.summary.checks == 0 {
            return Err(source.cut_header());
        }
        let format = source.format;
        let dropped = padded || !bytes[whole_bytes..].trim_ascii().is_empty();
        bytes.truncate(whole_bytes);
        if dropped || !scan.ended {
            let line = bytes.iter().filter(|&&byte| byte == b'\n').count() + 1;
            scan.summary.cut = Some(Cut { line });
        }
        // Every block was found to be UTF-8 on its own.
        let text = String::from_utf8(bytes).expect("checked block by block");
        let tables = kept.into_inner();
        let file = File { name: name.to_owned(), text, format, tables };
        Ok(Self { file, about, experiment, summary: scan.summary })
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
        Blocks { file: &self.file, cursor: Cursor::default() }
    }

    /// The block at `cursor`, which moves past it and past the header.
    pub(super) fn next_block(&self, cursor: &mut Cursor) -> Option<Block> {
        self.file.next_block(cursor)
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
    fn next_block(&self, cursor: &mut Cursor) -> Option<Block> {
        let file = self.text.as_bytes();
        let mut extent = cursor.next(file)?;
        if extent.kind == Kind::Header {
            extent = cursor.next(file)?;
        }
        let find = |wanted: &Wanted<'_>| self.tables.find(wanted);
        let source = Source { name: &self.name, file, format: self.format, tables: Some(&find) };
        let read = source.entry(&source.document(&extent), extent.kind);
        let entry = read.expect("read before, when the session was parsed").entry;
        Some(Block { line: extent.lines_before + 1, entry })
    }
}

/// The blocks of a session.
#[derive(Clone, Debug)]
pub struct Blocks<'a> {
    file: &'a File,
    cursor: Cursor,
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        self.file.next_block(&mut self.cursor)
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
