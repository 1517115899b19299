//! Splits a session file into its blocks, without reading more of TOML than that takes.
//!
//! The file as a whole is never handed to a TOML parser, which would need many times its size.

use std::io;

use super::lexer::Lexer;
use super::storage::Storage;
use super::window::Window;

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
            let line = self.window.line(length, BLOCK_BYTES_MAX, storage, end)?;
            // A block's title can't stand within brackets: there it ends what was left open.
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
