//! The list from which a preset is picked by typing.

use super::Key;
use super::catalog::{Catalog, Pick};

/// Longest text to filter by (characters).
const FILTER_CHARS_MAX: usize = 32;

/// What the user has typed, and which of the matches is selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    filter: String,
    selected: usize,
    circuits_first: bool,
}

/// What a key in the picker asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// It has another meaning than in the picker.
    Elsewhere,
    /// Nothing more.
    Nothing,
    /// To close it.
    Close,
    /// To close it and to switch.
    Take(Pick),
}

impl Picker {
    /// One that lists circuits before neurons, as suits the scope of a circuit.
    #[must_use]
    pub(super) fn circuits_first() -> Self {
        Self { circuits_first: true, ..Self::default() }
    }

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

    /// The presets whose name, alias or description holds every word typed. Circuits answer to
    /// `circuit`, too.
    #[must_use]
    pub fn matches(&self, catalog: &Catalog) -> Vec<Pick> {
        let filter = self.filter.to_lowercase();
        let fits = |pick: &Pick| {
            let kind = if matches!(pick, Pick::Circuit(_)) { "circuit" } else { "" };
            let (name, description) = (catalog.name(*pick), catalog.description(*pick));
            let text = format!("{name} {} {description} {kind}", catalog.aliases(*pick).join(" "));
            let text = text.to_lowercase();
            filter.split_whitespace().all(|word| text.contains(word))
        };
        let by_name = |pick: &Pick| catalog.name(*pick).contains(filter.trim());
        let (mut first, mut rest): (Vec<_>, Vec<_>) =
            catalog.picks().filter(fits).partition(by_name);
        if self.circuits_first {
            first.sort_by_key(|pick| matches!(pick, Pick::Neuron(_)));
            rest.sort_by_key(|pick| matches!(pick, Pick::Neuron(_)));
        }
        first.extend(rest);
        first
    }

    /// The preset that is selected, if any matches.
    #[must_use]
    pub fn choice(&self, catalog: &Catalog) -> Option<Pick> {
        self.matches(catalog).get(self.selected).copied()
    }

    /// Takes a key.
    pub(super) fn handle(&mut self, key: Key, catalog: &Catalog) -> Wish {
        match key {
            Key::Char(c) => self.type_char(c),
            Key::Backspace => self.erase(),
            Key::Up => self.move_selection(false, catalog),
            Key::Down => self.move_selection(true, catalog),
            Key::Enter => return self.choice(catalog).map_or(Wish::Nothing, Wish::Take),
            Key::Esc => return Wish::Close,
            _ => return Wish::Elsewhere,
        }
        Wish::Nothing
    }

    fn type_char(&mut self, c: char) {
        if self.filter.chars().count() < FILTER_CHARS_MAX {
            self.filter.push(c);
            self.selected = 0;
        }
    }

    fn erase(&mut self) {
        self.filter.pop();
        self.selected = 0;
    }

    fn move_selection(&mut self, down: bool, catalog: &Catalog) {
        let last = self.matches(catalog).len().saturating_sub(1);
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
        let catalog = Catalog::from(Library::default().entries());
        let mut picker = Picker::default();
        assert_eq!(picker.matches(&catalog).len(), catalog.neurons.len());
        "chat".chars().for_each(|c| picker.type_char(c));
        let chosen = picker.choice(&catalog).expect("one matches");
        assert_eq!(catalog.name(chosen), "chattering");
        picker.move_selection(true, &catalog);
        picker.move_selection(false, &catalog);
        assert_eq!(picker.selected(), 0);
        "zzz".chars().for_each(|c| picker.type_char(c));
        assert_eq!(picker.choice(&catalog), None);
    }
}
