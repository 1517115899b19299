//! Quoting text from outside in a message.

/// Longest quotation (characters).
const CHARS_MAX: usize = 32;

/// The first 32 characters of `text` in quotation marks, with two dots if there are more. So no
/// message grows with the text, and an error about a secret file does not disclose its content.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(text))
}

/// The first 32 characters of `text`, and two dots if there are more.
#[must_use]
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(CHARS_MAX) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text.to_owned(),
    }
}

/// A message of the TOML parser, with its quotations shortened as by [`quoted`]: names in backticks
/// and strings in quotation marks.
#[must_use]
pub(super) fn with_short_quotes(message: &str) -> String {
    let message = between(message, " `", "`, expected");
    between(&message, ": string \"", "\", expected")
}

/// `message` with the text between the first `open` and the last `close` shortened.
fn between(message: &str, open: &str, close: &str) -> String {
    let whole = || message.to_owned();
    let Some(start) = message.find(open).map(|at| at + open.len()) else { return whole() };
    let Some(end) = message[start..].rfind(close).map(|at| start + at) else { return whole() };
    format!("{}{}{}", &message[..start], shortened(&message[start..end]), &message[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_has_at_most_32_characters() {
        assert_eq!(quoted("rs"), "\"rs\"");
        let long = "\u{6f22}".repeat(33);
        assert_eq!(quoted(&long), format!("\"{}..\"", "\u{6f22}".repeat(32)));
    }

    #[test]
    fn a_parser_quotes_no_more() {
        let long = "x".repeat(100);
        let short = format!("{}..", "x".repeat(32));
        for message in [
            "unknown field `NAME`, expected one of `kind`, `name`",
            "unknown field `NAME`, expected `kind`",
            "unknown variant `NAME`, expected `neuron` or `circuit`",
            "invalid type: string \"NAME\", expected f64",
            "invalid value: string \"NAME\", expected a kind",
        ] {
            let found = with_short_quotes(&message.replace("NAME", &long));
            assert_eq!(found, message.replace("NAME", &short));
            let brief = message.replace("NAME", "sped");
            assert_eq!(with_short_quotes(&brief), brief);
        }
        // A name that contains the text after names is cut all the same.
        let evil = format!("a`, expected {long}");
        let found = with_short_quotes(&format!("unknown field `{evil}`, expected `kind`"));
        assert!(!found.contains(&long) && found.ends_with("..`, expected `kind`"), "{found}");
        assert_eq!(with_short_quotes("missing field `name`"), "missing field `name`");
    }
}
