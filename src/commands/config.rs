//! The configuration file: TOML whose keys are the long flags of the live scope.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Spanned;

use super::settings::{SETTINGS, Settings};
use super::{
    CommandError, LiveOptions, ModelOptions, Reach, Value, ViewOptions, check, files, names,
};
use crate::input::{Document, InputError, Problem, shortened};

/// Largest configuration file that is read (bytes).
const FILE_BYTES_MAX: u64 = 1 << 20;

/// A key about the model, and the function that reads its value.
type ModelKey = (&'static str, fn(&mut Config, Value<'_>) -> Result<(), String>);

/// The keys about the model.
const MODEL_KEYS: [ModelKey; 7] = [
    ("preset", |it, value| value.text().map(|name| it.model.preset = Some(name.to_owned()))),
    ("scheme", |it, value| value.choice().map(|scheme| it.model.scheme = Some(scheme))),
    ("dt", |it, value| value.number(check::dt_ms).map(|n| it.model.steps_per_ms = Some(n))),
    ("seed", |it, value| value.whole(check::seed).map(|seed| it.model.seed = Some(seed))),
    ("threads", |it, value| value.whole(check::threads).map(|count| it.threads = Some(count))),
    ("current", |it, value| value.number(check::current).map(|i| it.model.current = Some(i))),
    ("allow-files-anywhere", |it, value| {
        value.switch().map(|anywhere| it.model.reach = Reach::from_flag(anywhere))
    }),
];

/// Contents of a configuration file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Model options of the live scope.
    pub model: ModelOptions,
    /// Most threads for a circuit.
    pub threads: Option<usize>,
    /// Settings of the live scope and of replays.
    pub settings: Settings,
}

impl Config {
    /// Reads the file named by `options`, or the default file, which may be missing.
    ///
    /// # Errors
    /// Names the position of the first mistake.
    pub fn load(options: &ViewOptions) -> Result<Self, CommandError> {
        let usual = || names::config_directory().map(|directory| directory.join("config.toml"));
        let path = match &options.config {
            Some(path) => path.clone(),
            None => match usual().filter(|path| path.exists()) {
                Some(path) => path,
                None => return Ok(Self::default()),
            },
        };
        Ok(Self::read(&path)?)
    }

    /// Reads the value of `key`.
    ///
    /// # Errors
    /// An invalid value, or `None` for an unknown key.
    fn read_key(&mut self, key: &str, value: Value<'_>) -> Result<(), Option<String>> {
        if let Some((_, read)) = MODEL_KEYS.iter().find(|(name, _)| *name == key) {
            return read(self, value).map_err(Some);
        }
        let setting = SETTINGS.iter().find(|setting| setting.name == key).ok_or(None)?;
        setting.set(&mut self.settings, value).map_err(Some)
    }

    fn read(path: &Path) -> Result<Self, InputError> {
        let text = files::read_text(path, FILE_BYTES_MAX)?;
        parse(&Document::new(&names::shown_name(path), &text))
    }
}

impl LiveOptions {
    /// These options, completed from the configuration file, and the resulting settings.
    ///
    /// # Errors
    /// The errors of [`Config::load`].
    pub fn with_config(self) -> Result<(Self, Settings), CommandError> {
        let config = Config::load(&self.view)?;
        let settings = self.view.over(config.settings)?;
        let options = Self {
            model: self.model.or(config.model),
            threads: self.threads.or(config.threads),
            ..self
        };
        Ok((options, settings))
    }
}

impl ViewOptions {
    /// The settings `usual`, overridden by those given on the command line.
    ///
    /// # Errors
    /// The errors of [`Given::over`](super::settings::Given::over).
    pub fn over(&self, usual: Settings) -> Result<Settings, CommandError> {
        self.given.over(usual).map_err(CommandError::Usage)
    }
}

/// Parses a configuration file.
///
/// # Errors
/// Names the position of the first mistake and what was expected there.
pub fn parse(document: &Document<'_>) -> Result<Config, InputError> {
    let table: BTreeMap<Spanned<String>, Spanned<toml::Value>> = document.parse()?;
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let mut config = Config::default();
    for (key, value) in entries {
        let place = value.span();
        let value = Value::OfKey(key.get_ref(), value.get_ref());
        let read = config.read_key(key.get_ref(), value);
        read.map_err(|problem| match problem {
            None => document.error(Problem::at(key.span(), unknown(key.get_ref()))),
            Some(message) => document.error(Problem::at(place, message)),
        })?;
    }
    Ok(config)
}

/// The error message for an unknown key.
fn unknown(key: &str) -> String {
    let keys = MODEL_KEYS.iter().map(|(key, _)| *key);
    let keys: Vec<_> = keys.chain(SETTINGS.iter().map(|setting| setting.name)).collect();
    format!("unknown field `{}`, expected one of `{}`", shortened(key), keys.join("`, `"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::Display;

    fn parsed(text: &str) -> Result<Config, String> {
        parse(&Document::new("config.toml", text)).map_err(|error| error.to_string())
    }

    #[test]
    fn keys_are_the_long_flags() {
        let config =
            parsed("threads = 2\nspeed = 2\ndisplay = \"roll\"\nmouse = false\nartificial = true\ndt = 0.25")
                .unwrap();
        let settings = &config.settings;
        assert_eq!((config.threads, settings.view.speed), (Some(2), Some(2.0)));
        assert_eq!(settings.view.display, Some(Display::Roll));
        assert_eq!((settings.mouse, settings.artificial), (false, true));
        assert_eq!(config.model.steps_per_ms, Some(4));
    }

    #[test]
    fn mistakes_are_named_by_place() {
        let error = |text| parsed(text).unwrap_err();
        assert_eq!(
            error("speed = 1.0\nfps = 0"),
            "config.toml:2:7: fps: expected 1 to 240, found 0"
        );
        assert!(error("sped = 1.0").starts_with("config.toml:1:1: unknown field `sped`"));
        assert_eq!(
            error("theme = \"nope\""),
            "config.toml:1:9: theme: expected auto or dark or light or mono, found \"nope\""
        );
        assert!(error("display = \"up\"").starts_with("config.toml:1:11: display: expected auto"));
        assert!(error("speed = nan").contains("config.toml:1:9: speed: expected 0.001 to 1000"));
        assert!(error("fps = 0\nspeed = 0").starts_with("config.toml:1:7: fps: "));
        assert_eq!(
            error("speed = \"fast\""),
            "config.toml:1:9: speed: expected a number, found a string"
        );
        assert_eq!(error("marker = 1"), "config.toml:1:10: marker: expected a string, found 1");
        assert!(
            error("scheme = \"rk4\"").contains("scheme: expected paper or euler or izh2003 or")
        );
    }
}
