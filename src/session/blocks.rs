//! Splits a session file into its blocks, without reading more of TOML than that takes.
//!
//! The file as a whole is never handed to a TOML parser, which would need many times its size.

use std::io;

use super::storage::{Storage, fill};

/// What a block is, as its first line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Everything before the first block.
    Header,
    /// `[[event]]`.
    Event,
    /// `[[check]]`.
    Check,
    /// `[end]`.
    End,
}

/// Largest block (bytes): a switch to the largest circuit or neuron that can be written fits, with
/// 131,072 numbers of samples of up to 30 characters and 4,096 segments, and memory stays bounded.
pub(super) const BLOCK_BYTES_MAX: usize = 10 << 20;

/// Bytes that are read from a file at once, at least.
const CHUNK_BYTES: usize = 1 << 16;

/// A block and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent<'a> {
    pub(super) kind: Kind,
    /// Its text, or more than [`BLOCK_BYTES_MAX`] bytes of it.
    pub(super) bytes: &'a [u8],
    pub(super) place: Place,
    /// Whether the file ends with it.
    pub(super) is_last: bool,
}

/// Where a block begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Offset in the file.
    pub(super) offset: u64,
    /// Number of lines of the file before it.
    pub(super) lines_before: usize,
}

/// Goes through a file block by block, of which it holds one in memory and what was read with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Splitter {
    next: Place,
    header_done: bool,
    window: Window,
}

impl Splitter {
    /// Begins with the block at `place`, which is not the header.
    pub(super) fn at(place: Place) -> Self {
        Self { next: place, header_done: true, window: Window::default() }
    }

    /// The next block of the first `end` bytes of the file; the first is the header, even where it
    /// is empty.
    ///
    /// # Errors
    /// What the place says from which the file is read.
    pub(super) fn next(
        &mut self,
        storage: &dyn Storage,
        end: u64,
    ) -> io::Result<Option<Extent<'_>>> {
        let place = self.next;
        if place.offset >= end && self.header_done {
            return Ok(None);
        }
        self.window.go_to(place.offset);
        let (mut kind, mut length) = (Kind::Header, 0);
        let mut lexer = Lexer::default();
        while length <= BLOCK_BYTES_MAX {
            let line = self.window.line(length, storage, end)?;
            // A block's title can't stand within brackets: there it ends what was left open.
            let title = if lexer.quote.is_none() { kind_of(line) } else { None };
            match title {
                Some(title) if self.header_done && length == 0 => kind = title,
                Some(_) => break,
                None if line.is_empty() => break,
                None => {}
            }
            lexer.read(line);
            length += line.len();
            self.next.lines_before += usize::from(line.ends_with(b"\n"));
        }
        self.header_done = true;
        self.next.offset += length as u64;
        let is_last = self.next.offset == end;
        Ok(Some(Extent { kind, bytes: &self.window.rest()[..length], place, is_last }))
    }
}

/// A part of a file in memory.
#[derive(Clone, Debug, Default)]
struct Window {
    bytes: Vec<u8>,
    /// Offset in the file of the first of them.
    start: u64,
    /// How many of them are not needed any more.
    done: usize,
}

impl Window {
    /// What is needed.
    fn rest(&self) -> &[u8] {
        &self.bytes[self.done..]
    }

    /// Goes on in the file, to `offset`.
    fn go_to(&mut self, offset: u64) {
        let done = offset.checked_sub(self.start).filter(|&done| done <= self.bytes.len() as u64);
        match done {
            Some(done) => self.done = done as usize,
            None => *self = Self { bytes: Vec::new(), start: offset, done: 0 },
        }
    }

    /// The line that begins at `from` in the rest, with its end; empty at the end of the file. Of
    /// one that is too long for a block there may be only the first part.
    fn line(&mut self, from: usize, storage: &dyn Storage, end: u64) -> io::Result<&[u8]> {
        let mut searched = from;
        let line_end = loop {
            let found = self.rest()[searched..].iter().position(|&byte| byte == b'\n');
            if let Some(at) = found {
                break searched + at + 1;
            }
            searched = self.rest().len();
            if searched - from > BLOCK_BYTES_MAX || !self.grow(storage, end)? {
                break searched;
            }
        };
        Ok(&self.rest()[from..line_end])
    }

    /// Reads more, if there is more up to `end`.
    fn grow(&mut self, storage: &dyn Storage, end: u64) -> io::Result<bool> {
        let held_end = self.start + self.bytes.len() as u64;
        if held_end >= end {
            return Ok(false);
        }
        self.bytes.drain(..self.done);
        self.start += self.done as u64;
        self.done = 0;
        let held = self.bytes.len();
        let more = (CHUNK_BYTES.max(held) as u64).min(end - held_end) as usize;
        self.bytes.resize(held + more, 0);
        let filled = fill(storage, &mut self.bytes[held..], held_end);
        filled.inspect_err(|_| self.bytes.truncate(held))?;
        Ok(true)
    }
}

/// The kind of block of which this line is the title.
fn kind_of(line: &[u8]) -> Option<Kind> {
    let line = line.trim_ascii();
    let (inside, kinds): (_, &[_]) = match line.strip_prefix(b"[[") {
        Some(inside) => (inside, &[("event", Kind::Event), ("check", Kind::Check)]),
        None => (line.strip_prefix(b"[")?, &[("end", Kind::End)]),
    };
    let name_bytes = inside.iter().position(|&byte| byte == b']')?;
    let (name, after) = inside.split_at(name_bytes);
    let closing: &[u8] = if line.starts_with(b"[[") { b"]]" } else { b"]" };
    let after = after.strip_prefix(closing)?.trim_ascii_start();
    if !(after.is_empty() || after.starts_with(b"#")) {
        return None;
    }
    let name = unquoted(name.trim_ascii());
    kinds.iter().find(|(known, _)| known.as_bytes() == name).map(|(_, kind)| *kind)
}

fn unquoted(name: &[u8]) -> &[u8] {
    match name {
        [b'"', name @ .., b'"'] | [b'\'', name @ .., b'\''] => name,
        name => name,
    }
}

/// Whether `text`, which was cut off at its end, was cut off within a string or brackets.
pub(super) fn ends_open(text: &str) -> bool {
    let mut lexer = Lexer::default();
    text.as_bytes().split_inclusive(|&byte| byte == b'\n').for_each(|line| lexer.read(line));
    let in_short_string = lexer.unclosed && !text.ends_with('\n');
    lexer.quote.is_some() || lexer.depth > 0 || in_short_string
}

/// A string that goes on past the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quote {
    Basic,
    Literal,
}

impl Quote {
    fn delimiter(self) -> &'static [u8] {
        match self {
            Self::Basic => b"\"\"\"",
            Self::Literal => b"'''",
        }
    }
}

/// Follows strings, comments and brackets through the lines, as far as needed to tell a title from
/// text.
#[derive(Debug, Default)]
struct Lexer {
    quote: Option<Quote>,
    /// Brackets and braces that are open.
    depth: i64,
    /// Whether a short string has no end on the last line that was read.
    unclosed: bool,
}

impl Lexer {
    fn read(&mut self, line: &[u8]) {
        let mut rest = line;
        self.unclosed = false;
        while !rest.is_empty() {
            rest = match self.quote {
                Some(quote) => self.read_string(quote, rest),
                None => self.read_bare(rest),
            };
        }
    }

    /// Reads on in a string of many lines; returns what comes after it.
    fn read_string<'a>(&mut self, quote: Quote, rest: &'a [u8]) -> &'a [u8] {
        let mut at = 0;
        while at < rest.len() {
            if quote == Quote::Basic && rest[at] == b'\\' {
                at += 2;
            } else if rest[at..].starts_with(quote.delimiter()) {
                self.quote = None;
                // Up to two quotes may stand before the closing three.
                let mark = quote.delimiter()[0];
                let more = rest[at + 3..].iter().take(2).take_while(|&&byte| byte == mark);
                return &rest[at + 3 + more.count()..];
            } else {
                at += 1;
            }
        }
        &[]
    }

    /// Reads one character, one short string or a comment; returns what comes after it.
    fn read_bare<'a>(&mut self, rest: &'a [u8]) -> &'a [u8] {
        for quote in [Quote::Basic, Quote::Literal] {
            if let Some(inside) = rest.strip_prefix(quote.delimiter()) {
                self.quote = Some(quote);
                return inside;
            }
        }
        match rest[0] {
            b'#' => &[],
            b'"' => self.read_short_string(&rest[1..], true),
            b'\'' => self.read_short_string(&rest[1..], false),
            bracket => {
                self.depth += match bracket {
                    b'[' | b'{' => 1,
                    b']' | b'}' => -1,
                    _ => 0,
                };
                &rest[1..]
            }
        }
    }

    /// Reads a string that ends on its line; returns what comes after it, nothing if it does not
    /// end.
    fn read_short_string<'a>(&mut self, inside: &'a [u8], escapes: bool) -> &'a [u8] {
        let mut at = 0;
        while at < inside.len() {
            match inside[at] {
                b'\\' if escapes => at += 2,
                b'"' if escapes => return &inside[at + 1..],
                b'\'' if !escapes => return &inside[at + 1..],
                _ => at += 1,
            }
        }
        self.unclosed = true;
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(Kind, usize, String)> {
        let (mut splitter, storage) = (Splitter::default(), text.as_bytes().to_vec());
        let mut blocks = Vec::new();
        while let Some(extent) = splitter.next(&storage, storage.bytes()).unwrap() {
            let text = String::from_utf8(extent.bytes.to_vec()).unwrap();
            blocks.push((extent.kind, extent.place.lines_before, text));
        }
        blocks
    }

    fn kinds(text: &str) -> Vec<(Kind, usize)> {
        split(text).into_iter().map(|(kind, line, _)| (kind, line)).collect()
    }

    #[test]
    fn blocks_start_at_their_titles_however_they_are_spaced() {
        let text = "a = 1\n\n [[ event ]] # first\nx\n[event.command]\n[[\"check\"]]\r\n[ 'end' ]";
        let expected = [(Kind::Header, 0), (Kind::Event, 2), (Kind::Check, 5), (Kind::End, 6)];
        assert_eq!(kinds(text), expected);
        let whole: String = split(text).into_iter().map(|(.., text)| text).collect();
        assert_eq!(whole, text);
        assert_eq!(kinds(""), [(Kind::Header, 0)]);
        assert_eq!(kinds("[[event]]"), [(Kind::Header, 0), (Kind::Event, 0)]);
    }

    #[test]
    fn other_titles_split_nothing() {
        for title in [
            "[event]",
            "[[end]]",
            "[[event.x]]",
            "[[events]]",
            "[[event]",
            "[[event]] x",
            "[check]",
        ] {
            assert_eq!(kinds(&format!("a = 1\n{title}\n")), [(Kind::Header, 0)], "{title}");
        }
    }

    #[test]
    fn a_title_within_a_string_or_comment_splits_nothing() {
        for text in [
            "t = \"\"\"\n[[event]]\n\"\"\"\n",
            "t = '''\n[[event]]\n'''\n",
            "t = \"\"\"\n\\\"\"\"\n[[event]]\n\"\"\"\n",
            "t = \"\"\"\n\\\\\\\"\"\"\n[[event]]\n\"\"\"\"\"\n",
            "t = '''\n\\''\n[[event]]\n'''''\n",
            "# [[event]]\nt = \"[[event]]\"\n",
            "t = [ # \"\"\"\n  '\"\"\"', \"'''\", \"\\\"\\\"\\\"\",\n] # '''\nu = ''\nw = \"\"\n",
        ] {
            assert_eq!(kinds(text), [(Kind::Header, 0)], "{text}");
            let (_, lines) = (kinds(text), text.lines().count());
            let followed = format!("{text}[[event]]\n");
            assert_eq!(kinds(&followed), [(Kind::Header, 0), (Kind::Event, lines)], "{text}");
        }
    }

    #[test]
    fn an_open_end_is_within_a_string_or_brackets() {
        for open in [
            "a = {",
            "a = [\n[1],\n",
            "a = \"}",
            "a = '}",
            "a = {\"}",
            "a = \"\"\"\n}\n",
            "a = '''",
        ] {
            assert!(ends_open(open), "{open}");
        }
        for closed in
            ["", "a = {}", "[[event]]\n", "a = \"{[\" # {", "# \"", "a = \"x\n", "a = '\"'"]
        {
            assert!(!ends_open(closed), "{closed}");
        }
    }

    #[test]
    fn what_was_left_open_ends_at_the_next_title() {
        for open in ["t = { a = 1", "t = [[1, 2],", "t = \"abc", "t = 'abc\\", "t = \"abc\\"] {
            assert_eq!(
                kinds(&format!("{open}\n[[event]]\n")),
                [(Kind::Header, 0), (Kind::Event, 1)],
                "{open}"
            );
        }
    }
}
