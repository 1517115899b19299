//! The panel in which parameters are changed while the neuron runs.

use crate::keys::{Action, Edit, Key, KeyContext, PARAMETER_BINDINGS, lookup_in};
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

/// What a key in the panel asks for.
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
    /// To be saved under a name; whether a preset of that name may be replaced.
    Save(String, bool),
    /// To be closed.
    Close,
    /// The key means what it means on the scope.
    Elsewhere,
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

    /// What is being typed.
    #[must_use]
    pub fn typing(&self) -> &Typing {
        &self.typing
    }

    /// Asks whether the preset called `name` is to be replaced.
    pub(super) fn ask_to_replace(&mut self, name: &str) {
        self.typing = Typing::Replace(name.to_owned());
    }

    /// Whether `key` would do something elsewhere, but not in `context`: in a replay only the recording
    /// may change the neuron, and a kiosk saves nothing.
    pub(super) fn is_held_back(&self, key: Key, context: KeyContext) -> bool {
        let means = |context| lookup_in(PARAMETER_BINDINGS, key, context).is_some();
        let changes = context.is_replay && begins_number(key);
        let is_lost = means(KeyContext::default()) && !means(context);
        self.typing == Typing::Nothing && (changes || is_lost)
    }

    /// Takes a key; `name` is what the neuron would be saved as.
    pub(super) fn handle(&mut self, key: Key, neuron: &Neuron, name: &str) -> Wish {
        match std::mem::take(&mut self.typing) {
            Typing::Nothing => self.command(key, neuron, name),
            Typing::Value(text) => match key {
                Key::Enter => Wish::Set(self.selected(neuron), text),
                key => self.edit(key, text, Typing::Value, is_of_number),
            },
            Typing::Name(text) => match key {
                Key::Enter => Wish::Save(text, false),
                key => self.edit(key, text, Typing::Name, |_| true),
            },
            Typing::Replace(name) => match key {
                Key::Enter => Wish::Save(name, true),
                Key::Esc => self.begin(Typing::Name(name)),
                _ => self.begin(Typing::Replace(name)),
            },
        }
    }

    /// Takes a key while nothing is being typed.
    fn command(&mut self, key: Key, neuron: &Neuron, name: &str) -> Wish {
        let last = Self::rows(neuron).len() - 1;
        self.selected = self.selected.min(last);
        let row = self.selected(neuron);
        if let Key::Char(c) = key
            && begins_number(key)
        {
            return self.begin(Typing::Value(c.to_string()));
        }
        let Some(Action::Edit(edit)) = lookup_in(PARAMETER_BINDINGS, key, KeyContext::default())
        else {
            return Wish::Elsewhere;
        };
        match edit {
            Edit::Up => self.selected = self.selected.saturating_sub(1),
            Edit::Down => self.selected = (self.selected + 1).min(last),
            Edit::Less => return Wish::Nudge(row, false),
            Edit::More => return Wish::Nudge(row, true),
            Edit::Type => return self.begin(Typing::Value(String::new())),
            Edit::Restore => return Wish::Restore,
            Edit::Save => return self.begin(Typing::Name(name.to_owned())),
            Edit::Close => return Wish::Close,
        }
        Wish::Nothing
    }

    fn begin(&mut self, typing: Typing) -> Wish {
        self.typing = typing;
        Wish::Nothing
    }

    /// Takes a key while `text` is being typed.
    fn edit(
        &mut self,
        key: Key,
        mut text: String,
        typing: fn(String) -> Typing,
        fits: fn(char) -> bool,
    ) -> Wish {
        match key {
            Key::Esc => return Wish::Nothing,
            Key::Backspace => {
                text.pop();
            }
            Key::Char(c) if fits(c) && text.chars().count() < TYPED_CHARS_MAX => text.push(c),
            Key::Ctrl(_) | Key::F(_) => {
                self.typing = typing(text);
                return Wish::Elsewhere;
            }
            _ => {}
        }
        self.begin(typing(text))
    }
}

fn begins_number(key: Key) -> bool {
    matches!(key, Key::Char('0'..='9' | '-'))
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
        let mut press = |key| panel.handle(key, &neuron, "mine");
        assert_eq!(press(Key::Down), Wish::Nothing);
        for c in "0.25x".chars() {
            assert_eq!(press(Key::Char(c)), Wish::Nothing);
        }
        assert_eq!(press(Key::Backspace), Wish::Nothing);
        let b = Row::Parameter(neuron.parameter("b").expect("a row"));
        assert_eq!(press(Key::Enter), Wish::Set(b, "0.2".to_owned()));
        assert_eq!(press(Key::Char('e')), Wish::Elsewhere);
        assert_eq!(press(Key::Left), Wish::Nudge(b, false));
        assert_eq!(press(Key::Char('w')), Wish::Nothing);
        assert_eq!(press(Key::Char('2')), Wish::Nothing);
        assert_eq!(press(Key::Enter), Wish::Save("mine2".to_owned(), false));
        assert_eq!(press(Key::Esc), Wish::Close);
    }
}
