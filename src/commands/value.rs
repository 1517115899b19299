//! The value of a setting, as it stands on the command line or in the configuration file.

use super::Choice;
use crate::input::quoted;

/// What is expected where a whole number is.
const WHOLE: &str = "a whole number that is not negative";

/// A value before it is read.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// An argument of the command line.
    Argument(&'a str),
    /// The value of a key of the configuration file, which messages name.
    OfKey(&'a str, &'a toml::Value),
}

impl Value<'_> {
    /// A number for which `check` finds what it stands for.
    ///
    /// # Errors
    /// It is no number, or `check` refuses it.
    pub fn number<T>(self, check: impl Fn(f64) -> Result<T, String>) -> Result<T, String> {
        let number = match self {
            Self::Argument(text) => text.parse().ok(),
            Self::OfKey(_, toml::Value::Float(number)) => Some(*number),
            Self::OfKey(_, toml::Value::Integer(number)) => Some(*number as f64),
            Self::OfKey(..) => None,
        };
        check(number.ok_or_else(|| self.is_not("a number"))?).map_err(|it| self.named(&it))
    }

    /// A whole number for which `check` finds what it stands for.
    ///
    /// # Errors
    /// It is no whole number or a negative one, or `check` refuses it.
    pub fn whole<T>(self, check: impl Fn(u64) -> Result<T, String>) -> Result<T, String> {
        let number = match self {
            Self::Argument(text) => text.parse().ok(),
            Self::OfKey(_, toml::Value::Integer(number)) => u64::try_from(*number).ok(),
            Self::OfKey(..) => None,
        };
        check(number.ok_or_else(|| self.is_not(WHOLE))?).map_err(|it| self.named(&it))
    }

    /// Whether it is true.
    ///
    /// # Errors
    /// It is neither `true` nor `false`.
    pub fn switch(self) -> Result<bool, String> {
        let switch = match self {
            Self::Argument(text) => text.parse().ok(),
            Self::OfKey(_, value) => value.as_bool(),
        };
        switch.ok_or_else(|| self.is_not("true or false"))
    }

    /// The text.
    ///
    /// # Errors
    /// It is none.
    pub fn text(&self) -> Result<&str, String> {
        let text = match self {
            Self::Argument(text) => Some(*text),
            Self::OfKey(_, value) => value.as_str(),
        };
        text.ok_or_else(|| self.is_not("a string"))
    }

    /// The choice of that name.
    ///
    /// # Errors
    /// Names those that there are.
    pub fn choice<T: Choice>(self) -> Result<T, String> {
        let name = self.text()?;
        T::named(name).ok_or_else(|| {
            let expected = T::names().join(" or ");
            self.named(&format!("expected {expected}, found {}", quoted(name)))
        })
    }

    /// What is said where it is not what was expected.
    fn is_not(&self, expected: &str) -> String {
        match self {
            Self::Argument(_) => format!("expected {expected}"),
            Self::OfKey(_, toml::Value::Integer(number)) => {
                self.named(&format!("expected {expected}, found {number}"))
            }
            Self::OfKey(_, value) => {
                self.named(&format!("expected {expected}, found {}", kind(value)))
            }
        }
    }

    /// A message, with the name of the key before it.
    fn named(&self, message: &str) -> String {
        match self {
            Self::Argument(_) => message.to_owned(),
            Self::OfKey(key, _) => format!("{key}: {message}"),
        }
    }
}

/// What a value of TOML is.
fn kind(value: &toml::Value) -> &'static str {
    match value {
        toml::Value::String(_) => "a string",
        toml::Value::Integer(_) | toml::Value::Float(_) => "a number",
        toml::Value::Boolean(_) => "true or false",
        toml::Value::Datetime(_) => "a date",
        toml::Value::Array(_) => "an array",
        toml::Value::Table(_) => "a table",
    }
}
