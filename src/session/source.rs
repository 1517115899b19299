//! Parses session files block by block, and tells truncated blocks from invalid ones.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::blocks::{BLOCK_BYTES_MAX, Extent, Kind};
use super::entry::{Check, Entry};
use super::kind::RunOf;
use super::lexer::ends_open;
use super::wire::{FORMAT, RawCheck, RawCommand, RawEvent, RawKind, RawVersion, Reading, at_most};
use super::{About, foreign};
use crate::engine::{Checkpoint, Command, Event, Experiment, Step, Subject};
use crate::input::{Document, InputError, Problem, quoted};
use crate::preset::ReadTable;

/// A parsed block, with the positions of its step and command in the text.
pub(super) struct ReadEntry {
    pub(super) entry: Entry,
    pub(super) step_place: Range<usize>,
    /// Position of the command; of a check, the position of the step.
    pub(super) command_place: Range<usize>,
    /// Length of the block's parsed part (bytes).
    pub(super) bytes: usize,
    /// Whether the block writes out a subject.
    pub(super) is_written_out: bool,
}

/// Context for parsing the blocks of a file.
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    /// Version of the file's format, once the header has been read.
    pub(super) format: i64,
    /// Reads the tables that the file names, if tables are available.
    pub(super) tables: Option<&'a ReadTable<'a>>,
    /// Looks up the subjects that the file has written out earlier.
    pub(super) earlier: &'a Earlier<'a>,
}

/// Looks up the switch to the subject that a file has written out under a number, if there is one.
pub(super) type Earlier<'a> = dyn Fn(u64) -> Result<Option<Command>, InputError> + 'a;

impl Source<'_> {
    /// The block's text up to the first byte that is not UTF-8.
    pub(super) fn document<'d>(&'d self, extent: &Extent<'d>) -> Document<'d> {
        let text = match std::str::from_utf8(extent.bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = &extent.bytes[..error.valid_up_to()];
                std::str::from_utf8(valid).unwrap_or_default()
            }
        };
        Document { name: self.name, text, lines_before: extent.place.lines_before }
    }

    /// The block's text; an error if it is not UTF-8.
    fn utf8<'d>(&'d self, extent: &Extent<'d>) -> Result<Document<'d>, InputError> {
        let document = self.document(extent);
        let valid = document.text.len();
        if valid == extent.bytes.len() {
            return Ok(document);
        }
        Err(document.error(Problem::at(valid..valid, "expected UTF-8, found other bytes")))
    }

    /// Whether the header in `extent` belongs to the recording of a neuron or of a circuit.
    ///
    /// # Errors
    /// Says what kind of file this is if it is no recording, or that its header is too long.
    pub(super) fn run_of(&self, extent: &Extent<'_>) -> Result<RunOf, InputError> {
        foreign::refuse(self.name, extent.bytes)?;
        bound(&self.document(extent), extent)?;
        let is_circuit = self.document(extent).parse().is_ok_and(|kind: RawKind| kind.is_circuit());
        Ok(if is_circuit { RunOf::Circuit } else { RunOf::Neuron })
    }

    /// Parses the header.
    pub(super) fn header(
        &mut self,
        extent: &Extent<'_>,
        of: RunOf,
    ) -> Result<(About, Experiment), InputError> {
        if extent.is_last {
            let document = self.document(extent);
            if let Ok(version) = document.parse() {
                check_version(of, &document, &version)?;
            }
            return Err(self.cut_header(extent));
        }
        let format = {
            let document = self.utf8(extent)?;
            check_version(of, &document, &document.parse()?)?
        };
        self.format = format;
        of.read_header(&self.utf8(extent)?, self.tables)
    }

    /// The error of a file that ends with `extent`, within its header.
    pub(super) fn cut_header(&self, extent: &Extent<'_>) -> InputError {
        let document = self.document(extent);
        let end = document.text.len();
        let message = "cut header: expected more, up to a whole [[check]] at step 0";
        document.error(Problem::at(end..end, message))
    }

    /// Parses a block; `None` if the block is the file's last and its end is missing. A complete
    /// block must be valid, even if it is the last.
    pub(super) fn block(&self, extent: &Extent<'_>) -> Result<Option<ReadEntry>, InputError> {
        if !extent.is_last {
            return self.whole(extent).map(Some);
        }
        bound(&self.document(extent), extent)?;
        let document = self.document(extent);
        if extent.bytes[document.text.len()..].contains(&b'\n') {
            // Lines behind invalid UTF-8 show that the block is invalid, not truncated.
            self.utf8(extent)?;
        }
        let text = whole_part(document.text).filter(|text| !ends_open(text));
        let Some(text) = text else { return Ok(None) };
        let document = Document { text, ..document };
        match self.entry(&document, extent.kind) {
            Err(error) if lacks_lines(&document, &error) => Ok(None),
            read => read.map(Some),
        }
    }

    /// Parses a complete block.
    pub(super) fn whole(&self, extent: &Extent<'_>) -> Result<ReadEntry, InputError> {
        bound(&self.document(extent), extent)?;
        self.entry(&self.utf8(extent)?, extent.kind)
    }

    /// Parses the block that makes up all of `document`.
    fn entry(&self, document: &Document<'_>, kind: Kind) -> Result<ReadEntry, InputError> {
        let mut is_written_out = false;
        let read = match kind {
            Kind::Event => document.parse().and_then(|EventBlock { event: (mut raw,) }| {
                is_written_out = raw.command.get_ref().is_switch();
                let command = self.command(document, &mut raw)?;
                Ok((raw.step, raw.command.span(), Content::Command(command)))
            }),
            Kind::Check => document
                .parse()
                .and_then(|CheckBlock { check: (raw,) }| state(document, raw, false)),
            Kind::End => document.parse().and_then(|EndBlock { end }| state(document, end, true)),
            // The header is read separately, but the file may have changed since then.
            Kind::Header => Err(document.error(Problem::at(0..0, "expected a block"))),
        };
        let (step, command_place, content) = read?;
        let at = at_most("step", &step, Step::MAX.0).map_err(|problem| document.error(problem))?;
        let entry = content.at(Step(at));
        let bytes = document.text.len();
        Ok(ReadEntry { entry, step_place: step.span(), command_place, bytes, is_written_out })
    }

    /// The command in `raw`, or in the earlier block to which `raw` refers.
    fn command(&self, document: &Document<'_>, raw: &mut RawEvent) -> Result<Command, InputError> {
        if let RawCommand::Again { number, name } = raw.command.get_ref() {
            let wrong = |place, message| Err(document.error(Problem::at(place, message)));
            let found = number.get_ref();
            let Some(command) = (self.earlier)(*found)? else {
                let message =
                    format!("number: expected one that was written out before, found {found}");
                return wrong(number.span(), message);
            };
            let (expected, found) = (command.switches_to().map(Subject::name), name.get_ref());
            if expected != Some(found.as_str()) {
                let expected = expected.unwrap_or_default();
                let message = format!(
                    "name: expected \"{expected}\", which was written out, found {}",
                    quoted(found)
                );
                return wrong(name.span(), message);
            }
            return Ok(command);
        }
        let reading = Reading { format: self.format, tables: self.tables };
        raw.command.get_mut().load(&reading)?;
        raw.check().map_err(|problem| document.error(problem))
    }
}

/// The part of a file's last block that can be complete; `None` if its last line may be truncated.
fn whole_part(text: &str) -> Option<&str> {
    let (head, tail) = text.split_at(text.rfind('\n').map_or(0, |last| last + 1));
    let tail = tail.trim();
    if tail.starts_with('[') {
        // The truncated line is the title of a block or of a table within this block.
        Some(head)
    } else if tail.is_empty() || tail.starts_with('#') || tail.ends_with('}') {
        Some(text.trim_end())
    } else {
        None
    }
}

/// Whether `error` reports something missing that another line could add. Nothing can be added to a
/// table in braces.
fn lacks_lines(document: &Document<'_>, error: &InputError) -> bool {
    let is_missing = ["missing field", "wanted exactly 1 element, found 0"]
        .iter()
        .any(|start| error.message().starts_with(start));
    let in_braces = error.position().is_some_and(|(line, column)| {
        let line = document.text.lines().nth(line - document.lines_before - 1);
        line.and_then(|line| line.chars().nth(column - 1)) == Some('{')
    });
    is_missing && !in_braces
}

fn bound(document: &Document<'_>, extent: &Extent<'_>) -> Result<(), InputError> {
    if extent.bytes.len() <= BLOCK_BYTES_MAX {
        return Ok(());
    }
    let message = format!("expected a block of at most {BLOCK_BYTES_MAX} bytes, found more");
    Err(document.error(Problem::at(0..0, message)))
}

/// Checks that this program can read the file's format version; returns the version.
fn check_version(
    of: RunOf,
    document: &Document<'_>,
    RawVersion { format }: &RawVersion,
) -> Result<i64, InputError> {
    let (found, oldest) = (*format.get_ref(), of.format_oldest());
    if (oldest..=FORMAT).contains(&found) {
        return Ok(found);
    }
    let versions =
        if oldest < FORMAT { format!("{oldest} to {FORMAT}") } else { FORMAT.to_string() };
    let mut message = format!("format: expected version {versions}, found {found}");
    if (1..oldest).contains(&found) {
        message.push_str(", in which circuits meant something else");
    }
    Err(document.error(Problem::at(format.span(), message)))
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

/// The content of a block without its step.
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
) -> Result<(Spanned<u64>, Range<usize>, Content), InputError> {
    let state = raw.state.check().map_err(|problem| document.error(problem))?;
    let place = raw.step.span();
    Ok((raw.step, place, Content::State { state, end }))
}
