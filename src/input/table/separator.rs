//! The separators of a table's columns, and splitting a line into fields.

use std::ops::Range;

/// The separator between the columns of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// A tab.
    Tab,
    /// A semicolon.
    Semicolon,
    /// A comma.
    Comma,
    /// Any number of spaces and tabs.
    Blanks,
    /// No separator: the table has one column.
    None,
}

/// A field of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// The byte range of the field in its line, without quotation marks.
    pub(super) place: Range<usize>,
    /// Whether the field is in quotation marks.
    pub(super) quoted: bool,
}

/// Where a line can't be split into fields (byte offset), and why.
pub(super) type Unclosed = (usize, &'static str);

impl Separator {
    /// All separators in the order in which they are tried: a comma may be a decimal comma, so tab
    /// and semicolon come first.
    pub(super) const ALL: [Self; 5] =
        [Self::Tab, Self::Semicolon, Self::Comma, Self::Blanks, Self::None];

    /// `count` columns with this separator, in words for a message.
    pub(super) fn columns(self, count: usize) -> String {
        let plural = if count == 1 { "" } else { "s" };
        let between = match self {
            Self::Tab => "tabs",
            Self::Semicolon => "semicolons",
            Self::Comma => "commas",
            Self::Blanks => "blanks",
            Self::None => return format!("{count} column{plural}"),
        };
        format!("{count} column{plural} separated by {between}")
    }

    /// Whether a comma in a field can be a decimal comma. Without a separator a comma may also
    /// separate columns, unless the single title of a `header` rules that out.
    pub(super) fn allows_decimal_comma(self, header: bool) -> bool {
        match self {
            Self::Comma => false,
            Self::None => header,
            Self::Tab | Self::Semicolon | Self::Blanks => true,
        }
    }

    /// Whether `c` ends a field.
    fn ends(self, c: u8) -> bool {
        match self {
            Self::Tab => c == b'\t',
            Self::Semicolon => c == b';',
            Self::Comma => c == b',',
            Self::Blanks => matches!(c, b' ' | b'\t'),
            Self::None => false,
        }
    }

    /// Whether this separator occurs in `line`, in quotation marks or not.
    pub(super) fn is_in(self, line: &str) -> bool {
        line.bytes().any(|c| self.ends(c))
    }

    /// Splits `line` into `fields`, without the blanks around them.
    pub(super) fn split(self, line: &str, fields: &mut Vec<Field>) -> Result<(), Unclosed> {
        fields.clear();
        let bytes = line.as_bytes();
        let is_blank = |c: u8| c == b' ' || (c == b'\t' && self != Self::Tab);
        let end = if self == Self::Blanks { line.trim_end().len() } else { line.len() };
        let mut at = 0;
        loop {
            while at < end && is_blank(bytes[at]) {
                at += 1;
            }
            let (field, next) = match bytes.get(at) {
                Some(b'"') => quoted(bytes, at)?,
                _ => {
                    let rest = bytes[at..end].iter().position(|&c| self.ends(c));
                    let past = rest.map_or(end, |length| at + length);
                    let text = line[at..past].trim_end();
                    (Field { place: at..at + text.len(), quoted: false }, past)
                }
            };
            fields.push(field);
            at = next;
            while at < end && is_blank(bytes[at]) && !self.ends(bytes[at]) {
                at += 1;
            }
            if at >= end {
                return Ok(());
            }
            if !self.ends(bytes[at]) {
                return Err((at, "expected the end of the field after the quotation mark"));
            }
            at += 1;
        }
    }
}

/// The field whose opening quotation mark is at `start`, and the offset after its closing mark.
fn quoted(bytes: &[u8], start: usize) -> Result<(Field, usize), Unclosed> {
    let mut at = start + 1;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            // A doubled quotation mark stands for one.
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return Ok((Field { place: start + 1..at, quoted: true }, at + 1)),
            _ => at += 1,
        }
    }
    Err((start, "expected another quotation mark in this line"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(separator: Separator, line: &str) -> Vec<&str> {
        let mut fields = Vec::new();
        separator.split(line, &mut fields).expect("fields");
        fields.into_iter().map(|field| &line[field.place]).collect()
    }

    #[test]
    fn fields_are_parted_and_trimmed() {
        assert_eq!(parts(Separator::Comma, " 1 , \"a, b\" ,3"), ["1", "a, b", "3"]);
        assert_eq!(parts(Separator::Comma, "1,,"), ["1", "", ""]);
        assert_eq!(parts(Separator::Tab, "\t1\t 2"), ["", "1", "2"]);
        assert_eq!(parts(Separator::Semicolon, "0,5;\"1\"\"2\""), ["0,5", "1\"\"2"]);
        assert_eq!(parts(Separator::Blanks, "  1 \t 2   "), ["1", "2"]);
        assert_eq!(parts(Separator::None, " 1 2 "), ["1 2"]);
        let mut fields = Vec::new();
        assert!(Separator::Comma.split("1,\"2", &mut fields).is_err());
        assert!(Separator::Comma.split("\"1\"2,3", &mut fields).is_err());
    }
}
