//! As much of TOML's syntax as tells the title of a block from text.

/// Whether `text`, which was cut off at its end, was cut off within a string or brackets.
pub(super) fn ends_open(text: &str) -> bool {
    let mut lexer = Lexer::default();
    text.as_bytes().split_inclusive(|&byte| byte == b'\n').for_each(|line| lexer.read(line));
    let in_short_string = lexer.unclosed && !text.ends_with('\n');
    lexer.is_in_long_string() || lexer.depth > 0 || in_short_string
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
pub(super) struct Lexer {
    quote: Option<Quote>,
    /// Brackets and braces that are open.
    depth: i64,
    /// Whether a short string has no end on the last line that was read.
    unclosed: bool,
}

impl Lexer {
    /// Whether the lines so far end within a string of many lines.
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
