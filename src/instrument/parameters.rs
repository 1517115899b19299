//! The panel in which parameters are changed while the neuron runs.

use crate::keys::{Edit, EntryAction};
use crate::model::{Neuron, Parameter};

/// Longest number or name that can be typed (characters).
const TYPED_CHARS_MAX: usize = 40;

/// One line of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A parameter of the neuron.
    Parameter(&'static Parameter),
    /// The holding current.
    Current,
}

/// What is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Typing {
    /// Nothing.
    #[default]
    Nothing,
    /// A value for the selected row.
    Value(String),
    /// The name of a preset to save as.
    Name(String),
    /// Enter, for a name that is taken: the preset of that name is to be replaced.
    Replace(String),
}

/// The panel: which row is selected, and what is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    selected: usize,
    typing: Typing,
}

/// The request of a key in the panel.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wish {
    /// Nothing further.
    Nothing,
    /// A step of the selected value, up or down.
    Nudge(Row, bool),
    /// A value that was typed.
    Set(Row, String),
    /// The preset's own parameters.
    Restore,
    /// The parameters of the next of the eight types, or of the previous.
    Type(bool),
    /// To save the neuron under a name; whether a preset of that name may be replaced.
    Save(String, bool),
    /// To close the panel.
    Close,
}

impl Parameters {
    /// The rows for `neuron`.
    #[must_use]
    pub fn rows(neuron: &Neuron) -> Vec<Row> {
        let parameters = neuron.parameters().into_iter().map(Row::Parameter);
        parameters.chain([Row::Current]).collect()
    }

    /// The row that is selected.
    #[must_use]
    pub fn selected(&self, neuron: &Neuron) -> Row {
        Self::rows(neuron).get(self.selected).copied().unwrap_or(Row::Current)
    }

    /// Selects the row at `index`, unless something is being typed.
    pub(super) fn select(&mut self, index: usize) {
        if self.typing == Typing::Nothing {
            self.selected = index;
        }
    }

    /// What is being typed.
    #[must_use]
    pub fn typing(&self) -> &Typing {
        &self.typing
    }

    /// Asks whether the preset called `name` is to be replaced.
    pub(super) fn ask_to_replace(&mut self, name: &str) {
        self.typing = Typing::Replace(name.to_owned());
    }

    /// Appends a character to the text that is typed, or begins a value for the selected row with it.
    pub(super) fn type_char(&mut self, c: char) {
        match &mut self.typing {
            Typing::Nothing => self.typing = Typing::Value(c.to_string()),
            Typing::Value(text) if is_of_number(c) => push(text, c),
            Typing::Name(text) => push(text, c),
            Typing::Value(_) | Typing::Replace(_) => {}
        }
    }

    /// Handles a key while a value or a name is typed.
    pub(super) fn enter(&mut self, action: EntryAction, neuron: &Neuron) -> Wish {
        let typing = std::mem::take(&mut self.typing);
        match (action, typing) {
            (EntryAction::Take, Typing::Value(text)) => {
                return Wish::Set(self.selected(neuron), text);
            }
            (EntryAction::Take, Typing::Name(text)) => return Wish::Save(text, false),
            (EntryAction::Take, Typing::Replace(name)) => return Wish::Save(name, true),
            (EntryAction::Leave, Typing::Replace(name)) => self.typing = Typing::Name(name),
            (EntryAction::Erase, mut typing) => {
                if let Typing::Value(text) | Typing::Name(text) = &mut typing {
                    text.pop();
                }
                self.typing = typing;
            }
            (EntryAction::Leave, _) | (_, Typing::Nothing) => {}
        }
        Wish::Nothing
    }

    /// Handles a key while nothing is typed; `name` is the proposed name of a preset.
    pub(super) fn act(&mut self, edit: Edit, neuron: &Neuron, name: &str) -> Wish {
        let last = Self::rows(neuron).len() - 1;
        self.selected = self.selected.min(last);
        let row = self.selected(neuron);
        match edit {
            Edit::Up => self.selected = self.selected.saturating_sub(1),
            Edit::Down => self.selected = (self.selected + 1).min(last),
            Edit::Less => return Wish::Nudge(row, false),
            Edit::More => return Wish::Nudge(row, true),
            Edit::Type => self.typing = Typing::Value(String::new()),
            Edit::Restore => return Wish::Restore,
            Edit::NextType => return Wish::Type(true),
            Edit::PreviousType => return Wish::Type(false),
            Edit::Save => self.typing = Typing::Name(name.to_owned()),
            Edit::Close => return Wish::Close,
        }
        Wish::Nothing
    }
}

/// Appends a character, if there is room.
fn push(text: &mut String, c: char) {
    if text.chars().count() < TYPED_CHARS_MAX {
        text.push(c);
    }
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E')
}

/// The value one step above or below `value`, where a step is a tenth of the power of ten in the
/// preset's own value `usual`: 0.02 goes by 0.001, -65 by 1.
#[must_use]
pub(super) fn nudged(value: f64, usual: f64, least_step: f64, up: bool) -> f64 {
    let mut step = 1.0;
    let size = usual.abs();
    if size == 0.0 {
        step = least_step;
    } else {
        while step * 10.0 > size && step > 1e-6 {
            step /= 10.0;
        }
        while step * 100.0 <= size && step < 1e6 {
            step *= 10.0;
        }
    }
    // Counted in whole steps, so that decimals stay short.
    let per_unit = (1.0 / step).round().max(1.0);
    let unit = if step < 1.0 { 1.0 / per_unit } else { step };
    let steps = (value / unit).round() + if up { 1.0 } else { -1.0 };
    if step < 1.0 { steps / per_unit } else { steps * unit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_suit_the_size_of_the_value() {
        for (value, usual, up, expected) in [
            (0.02, 0.02, true, 0.021),
            (0.2, 0.2, false, 0.19),
            (-65.0, -65.0, true, -64.0),
            (8.0, 8.0, true, 8.1),
            (100.0, 100.0, true, 110.0),
            (0.05, 0.05, false, 0.049),
            (0.0, 0.0, true, 0.1),
            (-0.1, 0.0, true, 0.0),
            (1.0, 1.0, false, 0.9),
        ] {
            assert_eq!(nudged(value, usual, 0.1, up), expected, "{value} {usual} {up}");
        }
    }

    #[test]
    fn a_value_is_typed_and_entered() {
        let neuron = crate::preset::Library::default().entries()[0].preset.subject.cell.neuron;
        let mut panel = Parameters::default();
        assert_eq!(panel.act(Edit::Down, &neuron, "mine"), Wish::Nothing);
        "0.25x".chars().for_each(|c| panel.type_char(c));
        assert_eq!(panel.enter(EntryAction::Erase, &neuron), Wish::Nothing);
        let b = Row::Parameter(neuron.parameter("b").expect("a row"));
        assert_eq!(panel.enter(EntryAction::Take, &neuron), Wish::Set(b, "0.2".to_owned()));
        assert_eq!(panel.act(Edit::Less, &neuron, "mine"), Wish::Nudge(b, false));
        assert_eq!(panel.act(Edit::Save, &neuron, "mine"), Wish::Nothing);
        panel.type_char('2');
        assert_eq!(panel.enter(EntryAction::Take, &neuron), Wish::Save("mine2".to_owned(), false));
        assert_eq!(panel.act(Edit::Close, &neuron, "mine"), Wish::Close);
    }
}
