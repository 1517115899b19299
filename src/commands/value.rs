//! The value of a setting, from the command line or the configuration file.

use super::Choice;
use crate::input::quoted;

/// Expectation named in errors about whole numbers.
const WHOLE: &str = "a whole number that is not negative";

/// A value before parsing.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// An argument on the command line.
    Argument(&'a str),
    /// The value of a key in the configuration file; messages name the key.
    OfKey(&'a str, &'a toml::Value),
}

impl Value<'_> {
    /// Parses a number and converts it with `check`.
    ///
    /// # Errors
    /// The value is no number, or `check` refuses it.
    pub fn number<T>(self, check: impl Fn(f64) -> Result<T, String>) -> Result<T, String> {
        let number = match self {
            Self::Argument(text) => text.parse().ok(),
            Self::OfKey(_, toml::Value::Float(number)) => Some(*number),
            Self::OfKey(_, toml::Value::Integer(number)) => Some(*number as f64),
            Self::OfKey(..) => None,
        };
        check(number.ok_or_else(|| self.is_not("a number"))?).map_err(|it| self.named(&it))
    }

    /// Parses a whole number and converts it with `check`.
    ///
    /// # Errors
    /// The value is no whole number or negative, or `check` refuses it.
    pub fn whole<T>(self, check: impl Fn(u64) -> Result<T, String>) -> Result<T, String> {
        let number = match self {
            Self::Argument(text) => text.parse().ok(),
            Self::OfKey(_, toml::Value::Integer(number)) => u64::try_from(*number).ok(),
            Self::OfKey(..) => None,
        };
        check(number.ok_or_else(|| self.is_not(WHOLE))?).map_err(|it| self.named(&it))
    }

    /// Parses a boolean.
    ///
    /// # Errors
    /// The value is neither `true` nor `false`.
    pub fn switch(self) -> Result<bool, String> {
        let switch = match self {
            Self::Argument(text) => text.parse().ok(),
            Self::OfKey(_, value) => value.as_bool(),
        };
        switch.ok_or_else(|| self.is_not("true or false"))
    }

    /// The value as text.
    ///
    /// # Errors
    /// The value is not text.
    pub fn text(&self) -> Result<&str, String> {
        let text = match self {
            Self::Argument(text) => Some(*text),
            Self::OfKey(_, value) => value.as_str(),
        };
        text.ok_or_else(|| self.is_not("a string"))
    }

    /// The choice with this name.
    ///
    /// # Errors
    /// Names the available choices.
    pub fn choice<T: Choice>(self) -> Result<T, String> {
        let name = self.text()?;
        T::named(name).ok_or_else(|| {
            let expected = T::names().join(" or ");
            self.named(&format!("expected {expected}, found {}", quoted(name)))
        })
    }

    /// The message that the value is not `expected`.
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

    /// `message`, preceded by the name of the key.
    fn named(&self, message: &str) -> String {
        match self {
            Self::Argument(_) => message.to_owned(),
            Self::OfKey(key, _) => format!("{key}: {message}"),
        }
    }
}

/// The type of a TOML value, for messages.
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
