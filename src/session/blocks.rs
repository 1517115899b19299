//! Splits a session file into blocks, with as little lexing of TOML as possible.
//!
//! A TOML parser never receives the whole file: it would need many times the file's size in memory.

use std::io;

use super::lexer::Lexer;
use super::storage::Storage;
use super::window::Window;

/// Kind of a block, as its title says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Everything before the first title.
    Header,
    /// A command: `[[event]]`.
    Event,
    /// A check of the state: `[[check]]`.
    Check,
    /// The end of the recording: `[end]`.
    End,
}

/// Largest block (bytes), which bounds a reader's memory. A switch to the largest circuit or neuron
/// fits, with 131,072 numbers of up to 30 characters and 4,096 segments.
pub(super) const BLOCK_BYTES_MAX: usize = 10 << 20;

/// A block and its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent<'a> {
    pub(super) kind: Kind,
    /// The block's text, or its beginning if it is longer than [`BLOCK_BYTES_MAX`].
    pub(super) bytes: &'a [u8],
    pub(super) place: Place,
    /// Whether the file ends with this block.
    pub(super) is_last: bool,
}

/// Position at which a block begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Offset in the file (bytes).
    pub(super) offset: u64,
    /// Number of lines before the block.
    pub(super) lines_before: usize,
}

/// Iterates over the blocks of a file; holds one block and the read buffer in memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Splitter {
    next: Place,
    header_done: bool,
    window: Window,
}

impl Splitter {
    /// A splitter that begins with the block at `place`, which must not be the header.
    pub(super) fn at(place: Place) -> Self {
        Self { next: place, header_done: true, window: Window::default() }
    }

    /// The next block within the first `end` bytes of the file. The first block is the header,
    /// which may be empty.
    ///
    /// # Errors
    /// The storage's I/O error.
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
            let line = self.window.line(length, BLOCK_BYTES_MAX, storage, end)?;
            // A title cannot stand within brackets, so it ends any that were left open.
            let title = if !lexer.is_in_long_string() { kind_of(line) } else { None };
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

/// The kind of block of which `line` is the title; `None` for any other line.
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
