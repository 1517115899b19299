//! The list from which a preset is picked by typing.

use crate::keys::PickerAction;
use crate::preset::{Catalog, Pick};

/// Longest text to filter by (characters).
const FILTER_CHARS_MAX: usize = 32;

/// The text to filter by, and the selected match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    filter: String,
    selected: usize,
    circuits_first: bool,
}

/// The request of a key in the picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Nothing more.
    Nothing,
    /// To close it.
    Close,
    /// To close it and to switch.
    Take(Pick),
}

impl Picker {
    /// A picker that lists circuits before neurons, as on the scope of a circuit, or neurons first.
    #[must_use]
    pub(super) fn new(circuits_first: bool) -> Self {
        Self { circuits_first, ..Self::default() }
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

    /// The presets that match the typed text, best first, equals in the order of the catalogue; on the
    /// scope of a circuit, circuits before neurons.
    #[must_use]
    pub fn matches(&self, catalog: &Catalog) -> Vec<Pick> {
        let found = |pick: Pick| Some((catalog.findable(pick).answers_to(&self.filter)?, pick));
        let mut found: Vec<_> = catalog.picks().filter_map(found).collect();
        let is_second = |pick: &Pick| self.circuits_first && matches!(pick, Pick::Neuron(_));
        found.sort_by_key(|(rank, pick)| (*rank, is_second(pick)));
        found.into_iter().map(|(_, pick)| pick).collect()
    }

    /// The preset that is selected, if any matches.
    #[must_use]
    pub fn choice(&self, catalog: &Catalog) -> Option<Pick> {
        self.matches(catalog).get(self.selected).copied()
    }

    /// Handles a key.
    pub(super) fn act(&mut self, action: PickerAction, catalog: &Catalog) -> Wish {
        match action {
            PickerAction::Erase => self.erase(),
            PickerAction::Clear => self.clear(),
            PickerAction::Up => self.move_selection(false, catalog),
            PickerAction::Down => self.move_selection(true, catalog),
            PickerAction::Take => return self.choice(catalog).map_or(Wish::Nothing, Wish::Take),
            PickerAction::Close => return Wish::Close,
        }
        Wish::Nothing
    }

    /// Selects the match at `index`, or takes it if it is selected already.
    pub(super) fn point(&mut self, index: usize, catalog: &Catalog) -> Wish {
        if index == self.selected {
            return self.act(PickerAction::Take, catalog);
        }
        self.selected = index.min(self.matches(catalog).len().saturating_sub(1));
        Wish::Nothing
    }

    /// Takes a character to filter by.
    pub(super) fn type_char(&mut self, c: char) {
        if self.filter.chars().count() < FILTER_CHARS_MAX {
            self.filter.push(c);
            self.selected = 0;
        }
    }

    fn erase(&mut self) {
        self.filter.pop();
        self.selected = 0;
    }

    fn clear(&mut self) {
        self.filter.clear();
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
        assert_eq!(picker.act(PickerAction::Clear, &catalog), Wish::Nothing);
        assert_eq!((picker.filter(), picker.selected()), ("", 0));
        assert_eq!(picker.matches(&catalog).len(), catalog.neurons.len());
    }

    #[test]
    fn a_name_or_alias_comes_first_whatever_else_holds_it() {
        let catalog = Catalog::from(&Library::default());
        for circuits_first in [false, true] {
            for (typed, name) in [
                ("rs", "regular-spiking"),
                ("panel p", "bistability"),
                ("burst", "burst-synapse"),
                ("s", "inhibition-induced-spiking"),
                ("cortex", "cortex-2003"),
            ] {
                let mut picker = Picker { circuits_first, ..Picker::default() };
                typed.chars().for_each(|c| picker.type_char(c));
                let chosen = picker.choice(&catalog).expect("one matches");
                assert_eq!(catalog.name(chosen), name, "{typed}");
            }
        }
    }
}
