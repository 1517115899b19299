//! An open line of settings, and a setting as the line shows it.

/// Longest number that can be typed (characters).
const TYPED_CHARS_MAX: usize = 20;

/// Whose settings a line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldLine {
    /// Those of the trigger.
    Trigger,
    /// Those of the artificial units.
    Units,
}

/// An open line of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    pub(super) line: FieldLine,
    pub(super) selected: usize,
    pub(super) typed: String,
}

impl Fields {
    /// The line with its first setting chosen.
    pub(in crate::instrument) fn new(line: FieldLine) -> Self {
        Self { line, selected: 0, typed: String::new() }
    }

    /// Types a character.
    pub(in crate::instrument) fn type_char(&mut self, c: char) {
        if self.typed.len() < TYPED_CHARS_MAX {
            self.typed.push(c);
        }
    }
}

/// A setting as a line shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is called.
    pub name: &'static str,
    /// Its value, or what has been typed in its place.
    pub value: String,
    /// The unit of the value; empty where it has none.
    pub unit: &'static str,
    /// Whether it is the chosen one.
    pub is_selected: bool,
    /// Whether the value is being typed.
    pub is_typed: bool,
}

/// The error of a number that was typed.
pub(super) type Refusal = String;
