//! All presets that can be named, and how a name finds one.

use thiserror::Error;

use super::builtin::{BUILT_IN, BuiltIn};
use super::{Preset, ReadFile, parse, parse_with};
use crate::input::{Document, InputError, clean};

/// Names that a wrong one is answered with.
const SUGGESTIONS_MAX: usize = 3;

/// Where a preset is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Embedded in the program.
    BuiltIn,
    /// The user's own.
    User,
    /// The user's own, in place of a built-in of the same name.
    UserOverBuiltIn,
}

/// A preset in the library.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The preset.
    pub preset: Preset,
    /// Where it is from.
    pub origin: Origin,
    /// The file's text, as it can be copied and edited.
    pub text: String,
}

/// A file among the user's presets that is none.
#[derive(Clone, Debug)]
pub struct BrokenFile {
    /// The file's name without its ending: what its preset was probably meant to be called.
    pub stem: String,
    /// What is wrong with it.
    pub error: InputError,
}

/// The built-in presets and the user's own.
#[derive(Clone, Debug, Default)]
pub struct Library {
    user: Vec<Entry>,
    broken: Vec<BrokenFile>,
}

/// A name that finds nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LookupError {
    /// No preset is called that.
    #[error("unknown preset \"{}\"{}", clean(.name), did_you_mean(.nearest))]
    Unknown {
        /// The name.
        name: String,
        /// The names most like it, best first.
        nearest: Vec<String>,
    },
    /// The user's file of that name is no preset.
    #[error(transparent)]
    Broken(InputError),
}

fn did_you_mean(nearest: &[String]) -> String {
    match nearest {
        [] => ": `izh-tui presets` lists them".to_owned(),
        names => format!(": did you mean {}?", names.join(", ")),
    }
}

impl Library {
    /// Adds a user's file, given as its name, the name's stem, and its text. A file that is no
    /// preset is kept aside and keeps no other from being used. Files that it names are read by
    /// `read`.
    pub fn add_user_file(
        &mut self,
        name: &str,
        stem: &str,
        text: Result<String, InputError>,
        read: &ReadFile<'_>,
    ) {
        if let Err(error) = text.and_then(|text| self.add_user_text(name, text, read)) {
            self.broken.push(BrokenFile { stem: stem.to_owned(), error });
        }
    }

    fn add_user_text(
        &mut self,
        file: &str,
        text: String,
        read: &ReadFile<'_>,
    ) -> Result<(), InputError> {
        let preset = parse_with(&Document::new(file, &text), Some(read))?;
        let name = preset.name();
        if self.user.iter().any(|entry| entry.preset.name() == name) {
            let message = format!("another file has the preset \"{name}\" already");
            return Err(InputError::whole(file, message));
        }
        let replaces = builtin(name).is_some();
        let origin = if replaces { Origin::UserOverBuiltIn } else { Origin::User };
        self.user.push(Entry { preset, origin, text });
        Ok(())
    }

    /// The user's files that are no presets.
    #[must_use]
    pub fn broken_files(&self) -> &[BrokenFile] {
        &self.broken
    }

    /// The preset called `name`, or with that alias. A user's preset wins, and a user's file of
    /// that name that is broken is an error: what was meant there is not the built-in preset.
    ///
    /// # Errors
    /// Suggests the nearest names if there is none.
    pub fn find(&self, name: &str) -> Result<Entry, LookupError> {
        let user = self.user.iter().find(|entry| entry.preset.name() == name);
        if let Some(entry) = user {
            return Ok(entry.clone());
        }
        if let Some(broken) = self.broken.iter().find(|broken| broken.stem == name) {
            return Err(LookupError::Broken(broken.error.clone()));
        }
        if let Some(built_in) = builtin(name) {
            return Ok(entry(built_in));
        }
        let folded = name.to_lowercase();
        let entries = self.entries();
        let found = entries.iter().find(|entry| entry.preset.answers_to(name));
        let folded = || entries.iter().find(|entry| entry.preset.answers_to(&folded));
        found.or_else(folded).cloned().ok_or_else(|| LookupError::Unknown {
            name: name.to_owned(),
            nearest: nearest(name, &entries),
        })
    }

    /// Every preset: the built-in ones in order, then the user's own.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let replaced = |name: &str| self.user.iter().find(|entry| entry.preset.name() == name);
        let built_in = BUILT_IN.iter();
        built_in
            .map(|built_in| replaced(built_in.name).cloned().unwrap_or_else(|| entry(built_in)))
            .chain(self.user.iter().filter(|entry| entry.origin == Origin::User).cloned())
            .collect()
    }
}

fn builtin(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|built_in| built_in.name == name)
}

fn entry(built_in: &BuiltIn) -> Entry {
    let preset = parse(&Document::new(built_in.name, built_in.text));
    Entry {
        // A test parses every embedded file.
        preset: preset.expect("embedded presets are valid"),
        origin: Origin::BuiltIn,
        text: built_in.text.to_owned(),
    }
}

/// The names most like `name`, best first.
fn nearest(name: &str, entries: &[Entry]) -> Vec<String> {
    let name: String = name.chars().take(64).collect::<String>().to_lowercase();
    let mut scored: Vec<(f64, &str)> = entries
        .iter()
        .map(|entry| {
            let preset = &entry.preset;
            let names = std::iter::once(preset.name()).chain(preset.aliases.iter().map(|a| &**a));
            let score = names.map(|other| strsim::jaro_winkler(&name, other)).fold(0.0, f64::max);
            (score, preset.name())
        })
        .filter(|(score, _)| *score > 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().take(SUGGESTIONS_MAX).map(|(_, name)| name.to_owned()).collect()
}
