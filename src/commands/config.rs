//! The configuration file: TOML whose keys are the long flags of the live scope.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::{
    Choice, CommandError, LiveOptions, ModelOptions, Reach, ViewOptions, check, files, names,
};
use crate::input::{Document, InputError, Problem, quoted};
use crate::model::Scheme;
use crate::term::ColorChoice;
use crate::ui::Marker;

/// Largest configuration file that is read (bytes).
const FILE_BYTES_MAX: u64 = 1 << 20;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawConfig {
    preset: Option<String>,
    scheme: Option<Scheme>,
    dt: Option<Spanned<f64>>,
    seed: Option<Spanned<u64>>,
    threads: Option<Spanned<u64>>,
    current: Option<Spanned<f64>>,
    speed: Option<Spanned<f64>>,
    display: Option<Spanned<String>>,
    fps: Option<Spanned<u64>>,
    window: Option<Spanned<f64>>,
    marker: Option<Marker>,
    color: Option<ColorChoice>,
    theme: Option<Spanned<String>>,
    mouse: Option<bool>,
    artificial: Option<bool>,
    allow_files_anywhere: Option<bool>,
}

/// What a configuration file sets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The neuron of the live scope.
    pub model: ModelOptions,
    /// Threads that work on a circuit.
    pub threads: Option<usize>,
    /// The look of the live scope and of replays.
    pub view: ViewOptions,
}

impl Config {
    /// Reads the file that `options` name, or else the usual one, which need not be there.
    ///
    /// # Errors
    /// Names the place of the first mistake.
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

    fn read(path: &Path) -> Result<Self, InputError> {
        let text = files::read_text(path, FILE_BYTES_MAX)?;
        parse(&Document::new(&names::shown_name(path), &text))
    }
}

impl LiveOptions {
    /// These options, with what is missing taken from the configuration file.
    ///
    /// # Errors
    /// Those of [`Config::load`].
    pub fn with_config(self) -> Result<Self, CommandError> {
        let config = Config::load(&self.view)?;
        Ok(Self {
            model: self.model.or(config.model),
            view: self.view.or(config.view),
            threads: self.threads.or(config.threads),
            ..self
        })
    }
}

/// Reads the text of a configuration file.
///
/// # Errors
/// Names the place of the first mistake and what was expected there.
pub fn parse(document: &Document<'_>) -> Result<Config, InputError> {
    let raw: RawConfig = document.parse()?;
    raw.check().map_err(|problem| document.error(problem))
}

impl RawConfig {
    fn check(self) -> Result<Config, Problem> {
        let model = ModelOptions {
            preset: self.preset,
            scheme: self.scheme,
            steps_per_ms: checked("dt", self.dt, check::dt_ms)?,
            seed: checked("seed", self.seed, check::seed)?,
            current: checked("current", self.current, check::current)?,
            reach: Reach::from_flag(self.allow_files_anywhere.unwrap_or(false)),
            ..ModelOptions::default()
        };
        let threads = checked("threads", self.threads, check::threads)?;
        let view = ViewOptions {
            speed: checked("speed", self.speed, check::speed)?,
            display: one_of("display", self.display.as_ref())?,
            fps: checked("fps", self.fps, check::fps)?,
            window_ms: checked("window", self.window, check::window_ms)?,
            marker: self.marker,
            color: self.color,
            theme: one_of("theme", self.theme.as_ref())?,
            mouse: self.mouse,
            artificial: self.artificial,
            config: None,
        };
        Ok(Config { model, threads, view })
    }
}

/// The choice that is called `name`.
fn one_of<T: Choice>(key: &str, name: Option<&Spanned<String>>) -> Result<Option<T>, Problem> {
    let Some(name) = name else { return Ok(None) };
    let found = T::ALL.iter().copied().find(|choice| choice.name() == name.get_ref());
    found.map(Some).ok_or_else(|| {
        let expected: Vec<&str> = T::ALL.iter().map(|choice| choice.name()).collect();
        let expected = expected.join(" or ");
        let message = format!("{key}: expected {expected}, found {}", quoted(name.get_ref()));
        Problem::at(name.span(), message)
    })
}

fn checked<T: Copy, U>(
    key: &str,
    value: Option<Spanned<T>>,
    check: impl Fn(T) -> Result<U, String>,
) -> Result<Option<U>, Problem> {
    let Some(value) = value else { return Ok(None) };
    let checked = check(*value.get_ref());
    checked.map(Some).map_err(|message| Problem::at(value.span(), format!("{key}: {message}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::DisplayChoice;
    use crate::scope::Display;

    fn parsed(text: &str) -> Result<Config, String> {
        parse(&Document::new("config.toml", text)).map_err(|error| error.to_string())
    }

    #[test]
    fn keys_are_the_long_flags() {
        let config =
            parsed("threads = 2\nspeed = 2\ndisplay = \"roll\"\nmouse = false\nartificial = true\ndt = 0.25")
                .unwrap();
        assert_eq!((config.threads, config.view.speed), (Some(2), Some(2.0)));
        assert_eq!(config.view.display, Some(DisplayChoice::Always(Display::Roll)));
        assert_eq!(config.view.mouse, Some(false));
        assert_eq!(config.view.artificial, Some(true));
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
    }

    #[test]
    fn a_flag_beats_the_file() {
        let flags = ViewOptions { fps: Some(60), ..ViewOptions::default() };
        let file = parsed("fps = 10\nspeed = 2.0").unwrap().view;
        let view = flags.or(file);
        assert_eq!((view.fps, view.speed), (Some(60), Some(2.0)));
    }
}
