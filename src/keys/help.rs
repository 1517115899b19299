//! The rows of the table as people read them: topic by topic, filtered, and as Markdown.

use super::{Action, Context, Key, KeyRow, Keymap, Topic};
use crate::scope::Page;

/// A line of help.
#[derive(Clone, Copy, Debug)]
pub enum HelpLine {
    /// A heading.
    Topic(Topic),
    /// Keys, and what they do.
    Row(&'static KeyRow),
}

impl Keymap {
    /// The rows that help shows in `context`, topic by topic. Rows of an overlay have no topic.
    #[must_use]
    pub fn topics(&self, context: Context) -> Vec<(Option<Topic>, Vec<&'static KeyRow>)> {
        let rows = self.rows(context);
        let topics = rows.chunk_by(|a, b| a.topic == b.topic);
        topics.map(|rows| (rows[0].topic, rows.to_vec())).collect()
    }

    /// The lines of help in `context` that match `filter`: every row of which keys or text hold each
    /// of its words, in capitals or not, below the heading of its topic. One character alone that is
    /// a key finds that key. An empty filter matches everything.
    #[must_use]
    pub fn help_lines(&self, context: Context, filter: &str) -> Vec<HelpLine> {
        let topics = self.topics(context);
        let is_key = |row: &&KeyRow| self.is_key_of(filter, row);
        let finds_key = topics.iter().flat_map(|(_, rows)| rows).any(&is_key);
        let mut lines = Vec::new();
        for (topic, mut rows) in topics {
            rows.retain(|row| if finds_key { is_key(row) } else { self.matches(row, filter) });
            let heading = topic.filter(|_| !rows.is_empty()).map(HelpLine::Topic);
            lines.extend(heading.into_iter().chain(rows.into_iter().map(HelpLine::Row)));
        }
        lines
    }

    /// Whether `filter` is a character, and a key of `row`.
    fn is_key_of(&self, filter: &str, row: &KeyRow) -> bool {
        let mut characters = filter.trim().chars();
        match (characters.next(), characters.next()) {
            (Some(c), None) => self.row_keys(row).any(|key| *key == Key::Char(c)),
            _ => false,
        }
    }

    fn matches(&self, row: &KeyRow, filter: &str) -> bool {
        let text = format!("{} {}", self.row_label(row), self.help(row)).to_lowercase();
        filter.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
    }

    /// What a row does, as a sentence without a full stop. An action in braces becomes its key in this
    /// map, `{pages-of-neuron}` and `{pages-of-circuit}` the names of the pages.
    #[must_use]
    pub fn help(&self, row: &KeyRow) -> String {
        let Some((before, (name, after))) = row
            .help
            .split_once('{')
            .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        else {
            return row.help.to_owned();
        };
        let text = match name {
            "pages-of-neuron" => Page::names(Page::OF_NEURON),
            "pages-of-circuit" => Page::names(Page::OF_CIRCUIT),
            name => Action::from_name(name).map_or_else(String::new, |action| self.label(action)),
        };
        format!("{before}{text}{after}")
    }

    /// The rows of `context` as Markdown, as they stand in the documents: a table for each topic.
    #[must_use]
    pub fn markdown_tables(&self, context: Context) -> String {
        let table = |(topic, rows): (Option<Topic>, Vec<&KeyRow>)| {
            let topic = topic.map_or("key", Topic::name);
            let row = |row| format!("| `{}` | {} |\n", self.row_label(row), self.help(row));
            format!(
                "| {topic} | does |\n|---|---|\n{}",
                rows.into_iter().map(row).collect::<String>()
            )
        };
        self.topics(context).into_iter().map(table).collect::<Vec<_>>().join("\n")
    }
}
