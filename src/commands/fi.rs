//! An f-I curve without a screen.

use anyhow::anyhow;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::PathBuf;

use super::output::Target;
use super::{Choice, CommandError, ModelOptions, library, unstable};
use crate::export::write_curve;
use crate::input::brief;
use crate::measure::{Answer, Curve, NoPoint, Point, Sweep, currents, usual_range};
use crate::model::Scheme;
use crate::term::Capabilities;
use crate::ui::{Look, Theme, render_curve};

/// What an f-I curve is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct FiOptions {
    /// The neuron.
    pub model: ModelOptions,
    /// The lowest current, in place of where the neuron's curve shows.
    pub from: Option<f64>,
    /// The highest current, in place of where the neuron's curve shows.
    pub to: Option<f64>,
    /// Number of currents, 1 to 1,000,000.
    pub points: usize,
    /// For how long each is held (ms), above 0.
    pub duration_ms: f64,
    /// Most threads to work on it, 1 to 256.
    pub threads: usize,
    /// How to print.
    pub format: FiFormat,
    /// File to write to; `None` or `-` is standard output.
    pub file: Option<PathBuf>,
    /// Whether the output may replace a file.
    pub overwrite: bool,
}

impl FiOptions {
    /// Number of currents where none is given: one for each tenth of the usual range of 20.
    pub const POINTS_DEFAULT: usize = 201;
    /// Time for each current where none is given (ms).
    pub const DURATION_MS_DEFAULT: f64 = 2000.0;
}

/// How `fi` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FiFormat {
    /// A row for each current.
    #[default]
    Csv,
    /// A picture of text, with what the curve tells.
    Plot,
}

impl Choice for FiFormat {
    const ALL: &'static [Self] = &[Self::Csv, Self::Plot];
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Plot => "plot",
        }
    }
}

/// Size of the plot (columns, rows).
const PLOT_SIZE: (u16, u16) = (80, 24);
/// Most steps of all runs together, of a fixed length and in the true solution: about a minute's
/// worth and five.
const STEPS_MAX: (u64, u64) = (100_000_000_000, 1_000_000_000);

/// Works out an f-I curve and prints it.
///
/// # Errors
/// A preset, a range or an output that is no good, or a neuron that blows up.
pub fn fi(options: &FiOptions) -> Result<(), CommandError> {
    let preset = library::resolve_preset(options.model.preset_name(), options.model.reach)?.preset;
    let sweep = Sweep::new(&options.model.setup(&preset)?, options.duration_ms);
    let currents = asked_currents(options, &sweep)?;
    check_steps(options, &sweep)?;
    let mut target = Target::open(options.file.as_deref(), options.overwrite)?;
    match options.format {
        FiFormat::Csv => {
            let answers = sweep.answers(&currents, options.threads);
            let points = all(&sweep, &currents, &answers)?;
            target.write(|out| write_curve(out, &points))?;
        }
        FiFormat::Plot => {
            let plot = plot(&Curve::new(sweep, currents), options.threads)?;
            target.write(|out| out.write_all(plot.as_bytes()).and_then(|()| out.flush()))?;
        }
    }
    target.finish()
}

/// The currents that the options ask for, or in which the neuron's curve shows.
fn asked_currents(options: &FiOptions, sweep: &Sweep) -> Result<Vec<f64>, CommandError> {
    let (from, to) = usual_range(&sweep.setup().cell);
    let (from, to) = (options.from.unwrap_or(from), options.to.unwrap_or(to));
    if from > to {
        let message = format!(
            "--from, --to: expected --from to be at most {}, found {}",
            brief(to),
            brief(from)
        );
        return Err(CommandError::Usage(message));
    }
    Ok(currents(from, to, options.points))
}

/// Nobody should have to wait for ever unasked.
fn check_steps(options: &FiOptions, sweep: &Sweep) -> Result<(), CommandError> {
    let (fixed, exact) = STEPS_MAX;
    let most = if sweep.setup().scheme == Scheme::Exact { exact } else { fixed };
    let steps = sweep.steps().saturating_mul(options.points as u64);
    if steps <= most {
        return Ok(());
    }
    let message = format!(
        "--points, --for: expected at most {most:e} steps in all, found {:.3e}",
        steps as f64
    );
    Err(CommandError::Usage(message))
}

/// All currents with their points, or where the neuron had to be stopped: a curve with a gap would be
/// another's. Says under how many currents steps were too long for a point.
fn all(
    sweep: &Sweep,
    currents: &[f64],
    answers: &[Answer],
) -> Result<Vec<(f64, Option<Point>)>, CommandError> {
    let name = &sweep.setup().cell.name;
    let point = |(current, answer): (&f64, &Answer)| match *answer {
        Ok(point) => Ok((*current, Some(point))),
        Err(NoPoint::Unstable { .. }) => Ok((*current, None)),
        Err(NoPoint::Stopped(stop)) => Err(anyhow!("{name}: {stop}").into()),
    };
    unstable::tell_of_curve(sweep.setup(), answers);
    currents.iter().zip(answers).map(point).collect()
}

/// The curve as a picture of text.
fn plot(curve: &Curve, threads: usize) -> Result<String, CommandError> {
    let curve = curve.clone().complete(threads);
    all(curve.sweep(), curve.currents(), curve.answers())?;
    let marker = Capabilities::marker(|name| std::env::var(name).ok());
    let look = Look { marker, theme: Theme::mono() };
    let (width, height) = PLOT_SIZE;
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    render_curve(&mut buf, &curve, &look);
    let line = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>();
    Ok((0..height).map(|y| line(y).trim_end().to_owned() + "\n").collect())
}
