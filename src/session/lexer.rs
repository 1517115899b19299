//! A minimal TOML lexer that tells the title of a block from text in strings and brackets.

/// Whether `text`, which was truncated, ends within a string or within brackets.
pub(super) fn ends_open(text: &str) -> bool {
    let mut lexer = Lexer::default();
    text.as_bytes().split_inclusive(|&byte| byte == b'\n').for_each(|line| lexer.read(line));
    let in_short_string = lexer.unclosed && !text.ends_with('\n');
    lexer.is_in_long_string() || lexer.depth > 0 || in_short_string
}

/// The kind of an open multi-line string.
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

/// Tracks strings, comments and brackets from line to line.
#[derive(Debug, Default)]
pub(super) struct Lexer {
    quote: Option<Quote>,
    /// Number of open brackets and braces.
    depth: i64,
    /// Whether a single-line string was left open on the last line read.
    unclosed: bool,
}

impl Lexer {
    /// Whether the lines read so far end within a multi-line string.
    pub(super) fn is_in_long_string(&self) -> bool {
        self.quote.is_some()
    }

    /// Reads the next line.
    pub(super) fn read(&mut self, line: &[u8]) {
        let mut rest = line;
        self.unclosed = false;
        while !rest.is_empty() {
            rest = match self.quote {
                Some(quote) => self.read_string(quote, rest),
                None => self.read_bare(rest),
            };
        }
    }

    /// Reads a multi-line string; returns the rest of the line.
    fn read_string<'a>(&mut self, quote: Quote, rest: &'a [u8]) -> &'a [u8] {
        let mut at = 0;
        while at < rest.len() {
            if quote == Quote::Basic && rest[at] == b'\\' {
                at += 2;
            } else if rest[at..].starts_with(quote.delimiter()) {
                self.quote = None;
                // TOML allows up to two quotes directly before the closing three.
                let mark = quote.delimiter()[0];
                let more = rest[at + 3..].iter().take(2).take_while(|&&byte| byte == mark);
                return &rest[at + 3 + more.count()..];
            } else {
                at += 1;
            }
        }
        &[]
    }

    /// Reads one character, one single-line string or a comment; returns the rest of the line.
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

    /// Reads a single-line string; returns the rest of the line, which is empty if the string has
    /// no end.
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
}
