//! The memory that parsing a text as TOML takes, estimated in advance: the parser builds a tree of
//! the whole text before the text can be refused. The parser's lexer alone takes no memory.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::problem::Problem;

/// Most memory that the tree of a text may take (bytes): about twice the memory of the largest
/// valid input, a circuit's recipe with as many pairs and numbers as it may have.
const TREE_BYTES_MAX: u64 = 150_000_000;
/// Memory of a value in an array (bytes).
const VALUE_BYTES: u64 = 150;
/// Memory of a key with its value (bytes).
const KEY_BYTES: u64 = 400;
/// Memory of a table (bytes).
const TABLE_BYTES: u64 = 1_300;

/// Refuses a text whose tree would take too much memory.
///
/// # Errors
/// The tree would take too much memory; the place is the token that exceeds the limit.
pub(super) fn check(text: &str) -> Result<(), Problem> {
    let mut weight = Weight::default();
    for token in Source::new(text).lex() {
        weight.add(token.kind());
        if weight.bytes > TREE_BYTES_MAX {
            let place = token.span().start()..token.span().end();
            let message =
                "expected fewer keys and values: so many take more than 150 MB to be read";
            return Err(Problem::at(place, message));
        }
    }
    Ok(())
}

/// The estimated memory of a text's tree so far, and the lexical context.
#[derive(Debug, Default)]
struct Weight {
    bytes: u64,
    /// Dots since the last key or value; each is part of a number, or of a key, where it makes a
    /// table.
    dots: u64,
    /// Open square brackets, of arrays and of a header.
    open: u64,
    /// Whether a token other than whitespace came before on this line.
    amid_line: bool,
}

impl Weight {
    fn add(&mut self, token: TokenKind) {
        match token {
            TokenKind::Dot => self.dots += 1,
            TokenKind::Equals => self.bytes += KEY_BYTES + self.take_dots(),
            TokenKind::LeftCurlyBracket => self.bytes += TABLE_BYTES,
            TokenKind::LeftSquareBracket => {
                let is_header = self.open == 0 && !self.amid_line;
                self.open += 1;
                self.bytes += if is_header { KEY_BYTES } else { VALUE_BYTES };
            }
            TokenKind::RightSquareBracket => {
                self.open = self.open.saturating_sub(1);
                if self.open == 0 {
                    // The end of a header, or of an array with few dots since its last value.
                    self.bytes += self.take_dots();
                }
            }
            TokenKind::Comma => {
                self.dots = 0;
                self.bytes += VALUE_BYTES;
            }
            TokenKind::Newline => self.dots = 0,
            _ => {}
        }
        self.amid_line = match token {
            TokenKind::Newline => false,
            TokenKind::Whitespace => self.amid_line,
            _ => true,
        };
    }

    fn take_dots(&mut self) -> u64 {
        std::mem::take(&mut self.dots) * TABLE_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> u64 {
        let mut weight = Weight::default();
        Source::new(text).lex().for_each(|token| weight.add(token.kind()));
        weight.bytes
    }

    #[test]
    fn tables_weigh_more_than_numbers() {
        assert_eq!(bytes("a = 1.5 # [1, 2]\nb = '{a.b=1}'\n"), 2 * KEY_BYTES);
        assert_eq!(bytes("a = [\n1.5,\n2.5,\n]"), KEY_BYTES + 3 * VALUE_BYTES);
        assert_eq!(bytes("[a.b]\n[[c]]"), 2 * KEY_BYTES + VALUE_BYTES + TABLE_BYTES);
        assert_eq!(bytes("x = { a.b = 1 }"), 2 * KEY_BYTES + 2 * TABLE_BYTES);
        assert_eq!(bytes("a.b.c = 1.0"), KEY_BYTES + 2 * TABLE_BYTES);
    }

    /// Files of 4 MiB.
    #[test]
    fn what_would_take_all_memory_is_refused() {
        for part in ["{a.b=1},", "{a=1},", "{},", "[],", "1,"] {
            let text = format!("a = [{}]", part.repeat((4 << 20) / part.len()));
            let problem = check(&text).expect_err(part);
            assert!(problem.place.is_some_and(|place| place.start > 100_000), "{part}");
        }
        for part in ["a.b.c=1\n", "[a.b]\n", " [a]\n", "a=1\n"] {
            assert!(check(&part.repeat((4 << 20) / part.len())).is_err(), "{part}");
        }
        assert_eq!(check(&format!("a = [{}]", "0.123456789, ".repeat(300_000))), Ok(()));
        assert_eq!(check(&"# nothing, [at] {all} = .\n".repeat(160_000)), Ok(()));
    }
}
