//! Presets in large files of the user: only the head of the file is read until the preset is used.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;
use toml_parser::Source as Text;
use toml_parser::lexer::TokenKind;

use super::file::{checked_aliases, checked_name, checked_tags};
use super::{Findable, Kind, NoTable, Origin, Table, Wanted, checked_sentence};
use crate::input::{Document, InputError, Problem};

/// The source of a preset's text and of the tables that the text names.
pub trait Source: fmt::Debug + Send + Sync {
    /// The name of the file.
    fn name(&self) -> String;

    /// The whole text.
    ///
    /// # Errors
    /// Reading failed, or the text is invalid.
    fn text(&self) -> Result<String, InputError>;

    /// A table that the preset names.
    ///
    /// # Errors
    /// The reason why there is no table.
    fn table(&self, wanted: &Wanted<'_>) -> Result<Table, NoTable>;
}

/// The descriptive keys in the head of a preset's file, the part before its first table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Neuron or circuit.
    pub kind: Kind,
    /// Name of the preset.
    pub name: String,
    /// Aliases of the preset.
    pub aliases: Vec<String>,
    /// Further words to be found by.
    pub tags: Vec<String>,
    /// One sentence on what to look for.
    pub description: String,
}

/// A preset of which only the head has been read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// The head of the file.
    pub head: Head,
    /// The origin of the preset.
    pub origin: Origin,
    /// The source of the rest.
    pub source: Arc<dyn Source>,
}

#[derive(Deserialize)]
struct RawHead {
    kind: Option<Kind>,
    name: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    tags: Vec<Spanned<String>>,
    description: Spanned<String>,
}

impl Head {
    /// The head of a file that begins with `text`; none if `text` does not contain the whole head,
    /// or if the head has a mistake. Then the whole file must be read.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let document = Document::new("", &text[..first_table(text)?]);
        let raw: RawHead = document.parse().ok()?;
        raw.check().ok()
    }

    /// The texts by which the preset is found.
    #[must_use]
    pub fn findable(&self) -> Findable<'_> {
        Findable {
            kind: self.kind,
            name: &self.name,
            aliases: &self.aliases,
            panel: None,
            tags: &self.tags,
            description: &self.description,
            source: "",
        }
    }

    /// Whether `name` is the name or an alias of the preset.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }
}

impl RawHead {
    fn check(&self) -> Result<Head, Problem> {
        Ok(Head {
            kind: self.kind.unwrap_or(Kind::Neuron),
            name: checked_name(&self.name)?,
            aliases: checked_aliases(&self.aliases)?,
            tags: checked_tags(&self.tags)?,
            description: checked_sentence("description", &self.description)?,
        })
    }
}

/// The offset of the header of the first table.
fn first_table(text: &str) -> Option<usize> {
    let (mut open, mut amid_line) = (0_usize, false);
    for token in Text::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket if open == 0 && !amid_line => {
                return Some(token.span().start());
            }
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => open += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                open = open.saturating_sub(1);
            }
            _ => {}
        }
        amid_line = match token.kind() {
            TokenKind::Newline => false,
            TokenKind::Whitespace => amid_line,
            _ => true,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::{Found, Library};

    #[test]
    fn heads_say_what_whole_files_say() {
        let library = Library::default();
        let neurons = library.entries().into_iter().map(|entry| entry.text);
        let circuits = library.circuits().into_iter().map(|entry| entry.text);
        for text in neurons.chain(circuits) {
            let head = Head::of(&text).expect("a head");
            let found = library.parse(&Document::new("", &text), None).expect("a preset");
            let findable = match &found {
                Found::Neuron(entry) => entry.preset.findable(),
                Found::Circuit(entry) => entry.preset.findable(),
            };
            assert_eq!((head.kind, &*head.name), (findable.kind, findable.name));
            assert_eq!((&*head.aliases, &*head.tags), (findable.aliases, findable.tags));
            assert_eq!(head.description, findable.description);
        }
    }

    #[test]
    fn a_head_that_does_not_tell_is_none() {
        let whole = "name = \"a\"\ndescription = \"[\"\naliases = [\n\"b\",\n]\n [neuron]\n";
        let head = Head::of(whole).expect("a head");
        assert!(head.answers_to("b") && head.description == "[");
        let broken = [
            // The text ends before the first table.
            whole.trim_end().trim_end_matches("[neuron]"),
            &whole.replace("\"a\"", "\"a b\""),
            &whole.replace("name", "title"),
            &whole.replace("= \"[\"", "="),
            "[neuron]\nname = \"a\"\n",
            "",
        ];
        assert!(broken.iter().all(|text| Head::of(text).is_none()));
    }
}
