//! The list from which a preset is picked by typing.

use crate::preset::Entry;

/// Longest text to filter by (characters).
const FILTER_CHARS_MAX: usize = 32;

/// What the user has typed, and which of the matches is selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    filter: String,
    selected: usize,
}

impl Picker {
    /// What the user has typed.
    #[must_use]
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Index of the selected match.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// Indices of the presets whose name, alias or description holds every word typed.
    #[must_use]
    pub fn matches(&self, entries: &[Entry]) -> Vec<usize> {
        let fits = |entry: &Entry| {
            let preset = &entry.preset;
            let text =
                format!("{} {} {}", preset.name(), preset.aliases.join(" "), preset.description);
            let text = text.to_lowercase();
            self.filter.to_lowercase().split_whitespace().all(|word| text.contains(word))
        };
        let by_name = |entry: &Entry| entry.preset.name().contains(self.filter.trim());
        let all = entries.iter().enumerate().filter(|(_, entry)| fits(entry));
        let (mut first, rest): (Vec<_>, Vec<_>) = all.partition(|(_, entry)| by_name(entry));
        first.extend(rest);
        first.into_iter().map(|(index, _)| index).collect()
    }

    /// The preset that is selected, if any matches.
    #[must_use]
    pub fn choice(&self, entries: &[Entry]) -> Option<usize> {
        self.matches(entries).get(self.selected).copied()
    }

    pub(super) fn type_char(&mut self, c: char) {
        if self.filter.chars().count() < FILTER_CHARS_MAX {
            self.filter.push(c);
            self.selected = 0;
        }
    }

    pub(super) fn erase(&mut self) {
        self.filter.pop();
        self.selected = 0;
    }

    pub(super) fn move_selection(&mut self, down: bool, entries: &[Entry]) {
        let last = self.matches(entries).len().saturating_sub(1);
        self.selected =
            if down { (self.selected + 1).min(last) } else { self.selected.saturating_sub(1) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::Library;

    #[test]
    fn typing_narrows_the_list() {
        let entries = Library::default().entries();
        let mut picker = Picker::default();
        assert_eq!(picker.matches(&entries).len(), entries.len());
        "chat".chars().for_each(|c| picker.type_char(c));
        let chosen = picker.choice(&entries).expect("one matches");
        assert_eq!(entries[chosen].preset.name(), "chattering");
        picker.move_selection(true, &entries);
        picker.move_selection(false, &entries);
        assert_eq!(picker.selected(), 0);
        "zzz".chars().for_each(|c| picker.type_char(c));
        assert_eq!(picker.choice(&entries), None);
    }
}
