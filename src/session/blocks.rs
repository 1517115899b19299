//! Splits a session file into its blocks, without reading more of TOML than that takes.
//!
//! The file as a whole is never handed to a TOML parser, which would need many times its size.

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

/// A block and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent<'a> {
    pub(super) kind: Kind,
    pub(super) bytes: &'a [u8],
    /// Offset in the file.
    pub(super) start: usize,
    /// Number of lines of the file before it.
    pub(super) lines_before: usize,
}

/// Where a splitter stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    offset: usize,
    lines: usize,
    header_done: bool,
}

impl Cursor {
    /// The next block of `file`; the first is the header, even where it is empty.
    pub(super) fn next<'a>(&mut self, file: &'a [u8]) -> Option<Extent<'a>> {
        let (start, lines_before) = (self.offset, self.lines);
        let rest = file.get(start..).filter(|rest| !rest.is_empty() || !self.header_done)?;
        let kind = match self.header_done {
            false => Kind::Header,
            // Only the header starts with anything else.
            true => kind_of(first_line(rest)).unwrap_or(Kind::Header),
        };
        let mut lexer = Lexer::default();
        for line in rest.split_inclusive(|&byte| byte == b'\n') {
            let first_of_block = self.header_done && self.offset == start;
            // A block's title can't stand within brackets: there it ends what was left open.
            if !first_of_block && lexer.quote.is_none() && kind_of(line).is_some() {
                break;
            }
            lexer.read(line);
            self.offset += line.len();
            self.lines += usize::from(line.ends_with(b"\n"));
        }
        self.header_done = true;
        Some(Extent { kind, bytes: &file[start..self.offset], start, lines_before })
    }
}

fn first_line(text: &[u8]) -> &[u8] {
    text.split(|&byte| byte == b'\n').next().unwrap_or(text)
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

/// Follows strings, comments and brackets through the lines, as far as needed to tell a title from text.
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

    /// Reads a string that ends on its line; returns what comes after it, nothing if it does not end.
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
        let mut cursor = Cursor::default();
        let mut blocks = Vec::new();
        while let Some(extent) = cursor.next(text.as_bytes()) {
            let text = String::from_utf8(extent.bytes.to_vec()).unwrap();
            blocks.push((extent.kind, extent.lines_before, text));
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
