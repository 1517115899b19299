//! From the bytes of a session file to its experiment and blocks.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::About;
use super::blocks::{Cursor, Extent, Kind};
use super::wire::{FORMAT, RawCheck, RawEvent, RawHeader, RawVersion, at_most};
use crate::engine::{Checkpoint, Clock, Command, Event, Experiment, Step};
use crate::input::{Document, InputError, Problem};

/// Largest block (bytes): one event with the largest protocol fits, and memory stays bounded.
const BLOCK_BYTES_MAX: usize = 1 << 20;

/// A recording that has been read and found valid.
#[derive(Clone, Debug)]
pub struct Session {
    name: String,
    /// The file up to its last whole block.
    text: String,
    about: About,
    experiment: Experiment,
    summary: Summary,
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

impl Session {
    /// Reads a session file called `name`. One that was cut off anywhere is read up to its last
    /// whole block.
    ///
    /// # Errors
    /// Names the place of the first mistake and what was expected there.
    pub fn parse(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Self, InputError> {
        let mut bytes: Vec<u8> = bytes.into();
        // What a file system may leave of a block that was not written when the power failed.
        let written = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
        let padded = written < bytes.len();
        bytes.truncate(written);
        let source = Source { name, file: &bytes };
        let mut cursor = Cursor::default();
        let (about, experiment) = source.header(&mut cursor)?;
        let mut scan = Scan::new(&experiment);
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
        let dropped = padded || !bytes[whole_bytes..].trim_ascii().is_empty();
        bytes.truncate(whole_bytes);
        if dropped || !scan.ended {
            let line = bytes.iter().filter(|&&byte| byte == b'\n').count() + 1;
            scan.summary.cut = Some(Cut { line });
        }
        // Every block was found to be UTF-8 on its own.
        let text = String::from_utf8(bytes).expect("checked block by block");
        Ok(Self { name: name.to_owned(), text, about, experiment, summary: scan.summary })
    }

    /// Name of the file, as the user gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Who recorded it, and when; no part of the replay.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// What the run started from.
    #[must_use]
    pub fn experiment(&self) -> &Experiment {
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
        Blocks { session: self, cursor: Cursor::default() }
    }

    /// The block at `cursor`, which moves past it and past the header.
    pub(super) fn next_block(&self, cursor: &mut Cursor) -> Option<Block> {
        let file = self.text.as_bytes();
        let mut extent = cursor.next(file)?;
        if extent.kind == Kind::Header {
            extent = cursor.next(file)?;
        }
        let source = Source { name: &self.name, file };
        let read = read_entry(&source.document(&extent), extent.kind);
        let entry = read.expect("read before, when the session was parsed").entry;
        Some(Block { line: extent.lines_before + 1, entry })
    }

    /// An error about the block whose title is on `line`.
    pub(super) fn error_at(&self, line: usize, message: String) -> InputError {
        let document = Document { name: &self.name, text: "", lines_before: line - 1 };
        document.error(Problem::at(0..0, message))
    }
}

/// The blocks of a session.
#[derive(Clone, Debug)]
pub struct Blocks<'a> {
    session: &'a Session,
    cursor: Cursor,
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        self.session.next_block(&mut self.cursor)
    }
}

/// A block that was read, and where in its text the step is.
struct ReadEntry {
    entry: Entry,
    step_place: Range<usize>,
    /// Bytes of the block that count.
    bytes: usize,
}

/// The file that is being read.
struct Source<'a> {
    name: &'a str,
    file: &'a [u8],
}

impl<'a> Source<'a> {
    /// The block's text, as far as it is UTF-8.
    fn document(&self, extent: &Extent<'a>) -> Document<'a> {
        let text = match std::str::from_utf8(extent.bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = &extent.bytes[..error.valid_up_to()];
                std::str::from_utf8(valid).unwrap_or_default()
            }
        };
        Document { name: self.name, text, lines_before: extent.lines_before }
    }

    fn is_last(&self, extent: &Extent<'_>) -> bool {
        extent.start + extent.bytes.len() == self.file.len()
    }

    /// The block's text.
    fn utf8(&self, extent: &Extent<'a>) -> Result<Document<'a>, InputError> {
        let document = self.document(extent);
        let valid = document.text.len();
        if valid == extent.bytes.len() {
            return Ok(document);
        }
        Err(document.error(Problem::at(valid..valid, "expected UTF-8, found other bytes")))
    }

    fn header(&self, cursor: &mut Cursor) -> Result<(About, Experiment), InputError> {
        let Some(extent) = cursor.next(self.file) else { return Err(self.cut_header()) };
        bound(&self.document(&extent), &extent)?;
        if self.is_last(&extent) {
            self.refuse_other_files(&self.document(&extent))?;
            return Err(self.cut_header());
        }
        let document = self.utf8(&extent)?;
        check_version(&document, &document.parse()?)?;
        let raw: RawHeader = document.parse()?;
        raw.check().map_err(|problem| document.error(problem))
    }

    /// A whole TOML file that is no session of this version should not be called a cut one.
    fn refuse_other_files(&self, document: &Document<'_>) -> Result<(), InputError> {
        match document.text.parse::<toml::Table>() {
            Ok(table) if !table.is_empty() => check_version(document, &document.parse()?),
            _ => Ok(()),
        }
    }

    fn cut_header(&self) -> InputError {
        let whole = Extent { kind: Kind::Header, bytes: self.file, start: 0, lines_before: 0 };
        let document = self.document(&whole);
        let end = document.text.len();
        let message = "cut header: expected more, up to a whole [[check]] at step 0";
        document.error(Problem::at(end..end, message))
    }

    /// Reads a block; `None` if it is the last one and was cut.
    fn block(&self, extent: &Extent<'a>) -> Result<Option<ReadEntry>, InputError> {
        bound(&self.document(extent), extent)?;
        if !self.is_last(extent) {
            let document = self.utf8(extent)?;
            return read_entry(&document, extent.kind).map(Some);
        }
        let document = self.document(extent);
        let Some(text) = whole_part(document.text) else { return Ok(None) };
        if text.parse::<toml::Table>().is_err() {
            return Ok(None);
        }
        match read_entry(&Document { text, ..document }, extent.kind) {
            // The lines that are there are whole, but not all are there.
            Err(error) if error.message().starts_with("missing field") => Ok(None),
            read => read.map(Some),
        }
    }
}

/// What of a file's last block can be whole: nothing, if its last line may have lost its end.
fn whole_part(text: &str) -> Option<&str> {
    let (head, tail) = text.split_at(text.rfind('\n').map_or(0, |last| last + 1));
    let tail = tail.trim();
    if tail.starts_with('[') {
        // The title of a block, or of a table within this one.
        Some(head)
    } else if tail.is_empty() || tail.starts_with('#') || tail.ends_with('}') {
        Some(text.trim_end())
    } else {
        None
    }
}

fn bound(document: &Document<'_>, extent: &Extent<'_>) -> Result<(), InputError> {
    let bytes = extent.bytes.len();
    if bytes <= BLOCK_BYTES_MAX {
        return Ok(());
    }
    let message = format!("expected a block of at most {BLOCK_BYTES_MAX} bytes, found {bytes}");
    Err(document.error(Problem::at(0..0, message)))
}

fn check_version(document: &Document<'_>, version: &RawVersion) -> Result<(), InputError> {
    let found = *version.format.get_ref();
    if found == FORMAT {
        return Ok(());
    }
    let message = format!("format: expected version {FORMAT}, found {found}");
    Err(document.error(Problem::at(version.format.span(), message)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventBlock {
    event: (RawEvent,),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckBlock {
    check: (RawCheck,),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndBlock {
    end: RawCheck,
}

fn read_entry(document: &Document<'_>, kind: Kind) -> Result<ReadEntry, InputError> {
    let read = match kind {
        Kind::Event => document.parse().and_then(|EventBlock { event: (raw,) }| {
            let command = raw.check().map_err(|problem| document.error(problem))?;
            Ok((raw.step, Content::Command(command)))
        }),
        Kind::Check => {
            document.parse().and_then(|CheckBlock { check: (raw,) }| state(document, raw, false))
        }
        Kind::End => document.parse().and_then(|EndBlock { end }| state(document, end, true)),
        Kind::Header => unreachable!("the header is read on its own"),
    };
    let (step, content) = read?;
    let at = at_most("step", &step, Step::MAX.0).map_err(|problem| document.error(problem))?;
    let entry = content.at(Step(at));
    Ok(ReadEntry { entry, step_place: step.span(), bytes: document.text.len() })
}

/// A block without its step.
enum Content {
    Command(Command),
    State { state: Checkpoint, end: bool },
}

impl Content {
    fn at(self, step: Step) -> Entry {
        match self {
            Self::Command(command) => Entry::Event(Event { step, command }),
            Self::State { state, end: false } => Entry::Check(Check { step, state }),
            Self::State { state, end: true } => Entry::End(Check { step, state }),
        }
    }
}

fn state(
    document: &Document<'_>,
    raw: RawCheck,
    end: bool,
) -> Result<(Spanned<u64>, Content), InputError> {
    let state = raw.state.check().map_err(|problem| document.error(problem))?;
    Ok((raw.step, Content::State { state, end }))
}

/// What has been seen of a file's blocks, and the rules on their order.
struct Scan {
    summary: Summary,
    clock: Clock,
    ended: bool,
}

impl Scan {
    fn new(experiment: &Experiment) -> Self {
        let clock = Clock::new(experiment.steps_per_ms);
        Self { summary: Summary::default(), clock, ended: false }
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
                if let Command::Switch(setup) = &event.command {
                    self.clock.change(step, setup.steps_per_ms);
                }
            }
            Entry::Check(_) => self.summary.checks += 1,
            Entry::End(_) => self.ended = true,
        }
        self.summary.duration_ms = self.clock.time_ms(step);
        Ok(())
    }
}
