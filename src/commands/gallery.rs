//! The `gallery` command: shows the gallery, or checks it without a screen.

use std::fmt::Write;

use anyhow::anyhow;

use super::config::Config;
use super::kiosk::refuse;
use super::library::load_library;
use super::say::print;
use super::stage::{Stage, start};
use super::{CommandError, GalleryOptions, Reach, SEED_DEFAULT, unstable};
use crate::app::App;
use crate::desk::Start;
use crate::engine::{DriveState, Engine, Experiment, Sink, Spike, Unstable};
use crate::gallery::{Exhibit, Figure, Gallery, GalleryStart, Schemes, exhibits};
use crate::measure::UnstableSteps;
use crate::model::stimulus::steps_through;
use crate::preset::{Catalog, Entry, Preset};
use crate::scope::Speed;

/// Shows the gallery, or checks it.
///
/// # Errors
/// Invalid options, an unsuitable terminal, or the number of panels that deviate from expectation.
pub fn gallery(options: &GalleryOptions) -> Result<(), CommandError> {
    let options = &confined(options)?;
    let catalog = Catalog::from(&load_library(options.reach)?);
    let figure = if options.types { Figure::Types } else { Figure::Features };
    if options.check { check(&catalog.neurons, figure) } else { open(catalog, figure, options) }
}

/// `options`, restricted in a kiosk to built-in presets and settings.
fn confined(options: &GalleryOptions) -> Result<GalleryOptions, CommandError> {
    let mut options = options.clone();
    if options.kiosk.is_some() {
        refuse(&[
            ("--allow-files-anywhere", options.reach == Reach::Anywhere),
            ("--check", options.check),
            ("--config", options.view.config.is_some()),
        ])?;
        options.reach = Reach::BuiltIn;
    }
    Ok(options)
}

fn open(catalog: Catalog, figure: Figure, options: &GalleryOptions) -> Result<(), CommandError> {
    let config = match options.kiosk {
        Some(_) => Config::default(),
        None => Config::load(&options.view)?,
    };
    let settings = options.view.over(config.settings)?;
    let stage = Stage::new(&settings)?;
    let speed = Speed::new(settings.view.speed.unwrap_or(GalleryOptions::SPEED_DEFAULT));
    let gallery = Gallery::new(
        catalog,
        GalleryStart {
            figure,
            speed: speed.unwrap_or_default(),
            seed: SEED_DEFAULT,
            scope: Start {
                is_kiosk: options.kiosk.is_some(),
                ..start(&settings, false, config.threads)
            },
        },
    );
    stage.show(App::gallery(gallery), options.kiosk)
}

/// Prints the behaviour of every panel under both sets of schemes beside the expected one.
fn check(entries: &[Entry], figure: Figure) -> Result<(), CommandError> {
    let shown = Schemes::ALL.into_iter().flat_map(|schemes| exhibits(entries, figure, schemes));
    let checks: Vec<Check> = shown.map(Check::of).collect();
    print(&table(&checks))?;
    checks.iter().for_each(Check::warn_of_unstable);
    let differing = checks.iter().filter(|check| check.verdict() == Verdict::Differs).count();
    match differing {
        0 => Ok(()),
        count => Err(anyhow!("{count} of {} panels differ", checks.len()).into()),
    }
}

/// Results of one pass of a protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Pass {
    end_ms: f64,
    spikes: u64,
    first_spike_ms: Option<f64>,
    steps: u64,
    unstable: UnstableSteps,
}

impl Pass {
    /// Runs the protocol of `preset` once, as the `run` command does.
    fn of(preset: &Preset) -> Self {
        let setup = &preset.subject;
        let protocol = &setup.cell.protocol;
        let drive = DriveState::run(protocol);
        let mut engine = Engine::new(&Experiment::neuron(setup, drive, SEED_DEFAULT));
        let steps = steps_through(protocol.duration_ms, setup.steps_per_ms);
        let mut found = Self { end_ms: protocol.duration_ms, steps, ..Self::default() };
        engine.advance(steps, &mut found);
        found
    }
}

impl Sink for Pass {
    #[inline]
    fn spike(&mut self, spike: &Spike) {
        // The last step may extend past the end.
        if spike.time_ms <= self.end_ms {
            self.spikes += 1;
            self.first_spike_ms.get_or_insert(spike.time_ms);
        }
    }

    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        self.unstable.unstable(unstable);
    }
}

/// Comparison of results and expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Ok,
    Differs,
    /// The preset's file states no expectation.
    Unknown,
}

/// A panel and its results.
struct Check {
    exhibit: Exhibit,
    found: Pass,
}

impl Check {
    fn of(exhibit: Exhibit) -> Self {
        let found = Pass::of(&exhibit.preset);
        Self { exhibit, found }
    }

    fn verdict(&self) -> Verdict {
        let preset = &self.exhibit.preset;
        match preset.expectation(preset.subject.scheme) {
            None => Verdict::Unknown,
            Some(expected) if expected.is_met(self.found.spikes, self.found.first_spike_ms) => {
                Verdict::Ok
            }
            Some(_) => Verdict::Differs,
        }
    }

    /// Reports steps that were too long on standard error.
    fn warn_of_unstable(&self) {
        let setup = &self.exhibit.preset.subject;
        unstable::warn_of_neuron(setup, &self.found.unstable, self.found.steps);
    }

    /// The table row of this panel.
    fn row(&self) -> [String; 8] {
        let preset = &self.exhibit.preset;
        let expected = preset.expectation(preset.subject.scheme);
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let time = |time_ms: Option<f64>| or_none(time_ms.map(|time_ms| time_ms.to_string()));
        let verdict = match self.verdict() {
            Verdict::Ok => "ok",
            Verdict::Differs => "differs",
            Verdict::Unknown => "unknown",
        };
        [
            self.exhibit.label.clone(),
            preset.name().to_owned(),
            preset.subject.scheme.name().to_owned(),
            or_none(expected.map(|expected| expected.spikes.to_string())),
            self.found.spikes.to_string(),
            time(expected.and_then(|expected| expected.first_spike_ms)),
            time(self.found.first_spike_ms),
            verdict.to_owned(),
        ]
    }
}

/// Column heads, and whether the entries are numbers.
const COLUMNS: [(&str, bool); 8] = [
    ("panel", false),
    ("preset", false),
    ("scheme", false),
    ("spikes", true),
    ("found", true),
    ("first_spike_ms", true),
    ("found_ms", true),
    ("verdict", false),
];

/// Formats a table. Blanks separate columns, and no entry contains one; `-` is a missing entry.
fn table(checks: &[Check]) -> String {
    let head = COLUMNS.map(|(name, _)| name.to_owned());
    let rows: Vec<_> = std::iter::once(head).chain(checks.iter().map(Check::row)).collect();
    let widths: [usize; 8] = std::array::from_fn(|column| {
        rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)
    });
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for ((entry, width), (_, number)) in row.iter().zip(widths).zip(COLUMNS) {
            // Writing to memory cannot fail.
            let _ = match number {
                true => write!(line, "{entry:>width$}  "),
                false => write!(line, "{entry:<width$}  "),
            };
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use crate::preset::{Library, parse};

    fn checks(figure: Figure) -> Vec<Check> {
        let entries = Library::default().entries();
        let shown = Schemes::ALL.into_iter().flat_map(|set| exhibits(&entries, figure, set));
        shown.map(Check::of).collect()
    }

    #[test]
    fn every_panel_does_what_is_expected_of_it() {
        for (figure, panels) in [(Figure::Features, 40), (Figure::Types, 16)] {
            let checks = checks(figure);
            assert!(checks.len() >= panels, "{}", checks.len());
            for check in &checks {
                assert_eq!(check.verdict(), Verdict::Ok, "{}", table(std::slice::from_ref(check)));
            }
        }
    }

    #[test]
    fn a_wrong_expectation_is_told() {
        let text = include_str!("../../presets/tonic-spiking.toml");
        let verdict = |from: &str, to: &str| {
            assert!(text.contains(from), "{from}");
            let text = text.replace(from, to);
            let preset = parse(&Document::new("x.toml", &text)).expect("a preset");
            Check::of(Exhibit { label: "A".to_owned(), preset }).verdict()
        };
        assert_eq!(verdict("spikes = 5", "spikes = 5"), Verdict::Ok);
        assert_eq!(verdict("spikes = 5", "spikes = 4"), Verdict::Differs);
        assert_eq!(verdict("= 13.0", "= 13.000001"), Verdict::Differs);
        assert_eq!(verdict("[expected.paper]", "[expected.euler]"), Verdict::Unknown);
    }
}
