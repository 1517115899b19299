//! The `fi` command: an f-I curve without a screen.

use anyhow::anyhow;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::PathBuf;

use super::duration::check_work;
use super::output::Target;
use super::{Choice, CommandError, ModelOptions, library, unstable};
use crate::export::write_curve;
use crate::input::brief;
use crate::measure::{Answer, Curve, NoPoint, Point, Sweep, currents, usual_range};
use crate::term::Capabilities;
use crate::ui::{Look, Theme, render_curve};

/// Options of the `fi` command.
#[derive(Clone, Debug, PartialEq)]
pub struct FiOptions {
    /// The neuron, and changes to its preset.
    pub model: ModelOptions,
    /// Lowest current, in the neuron's unit; by default the lower end of its usual range.
    pub from: Option<f64>,
    /// Highest current, in the neuron's unit; by default the upper end of its usual range.
    pub to: Option<f64>,
    /// Number of currents, 1 to 1,000,000.
    pub points: usize,
    /// Duration of each current (ms), above 0.
    pub duration_ms: f64,
    /// Most threads, 1 to 256.
    pub threads: usize,
    /// Output format.
    pub format: FiFormat,
    /// File to write to; `None` or `-` is standard output.
    pub file: Option<PathBuf>,
    /// Whether the output may replace a file.
    pub overwrite: bool,
}

impl FiOptions {
    /// Default number of currents: one for each tenth of the usual range of 20.
    pub const POINTS_DEFAULT: usize = 201;
    /// Default duration of each current (ms).
    pub const DURATION_MS_DEFAULT: f64 = 2000.0;
}

/// Output format of `fi`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FiFormat {
    /// A row for each current.
    #[default]
    Csv,
    /// A plot in text, with the results in words.
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
/// Computes an f-I curve and prints it.
///
/// # Errors
/// An invalid preset, range or output, or a neuron whose state overflows.
pub fn fi(options: &FiOptions) -> Result<(), CommandError> {
    let preset = library::resolve_preset(options.model.preset_name(), options.model.reach)?.preset;
    let sweep = Sweep::new(&options.model.setup(&preset)?, options.duration_ms);
    let currents = asked_currents(options, &sweep)?;
    let work = (sweep.steps(), options.points as u64);
    check_work("--points, --for", work, sweep.setup().scheme)?;
    let mut target = Target::open(options.file.as_deref(), options.overwrite)?;
    match options.format {
        FiFormat::Csv => {
            let answers = sweep.answers(&currents, options.threads);
            let points = complete_points(&sweep, &currents, &answers)?;
            target.write(|out| write_curve(out, &points))?;
        }
        FiFormat::Plot => {
            let plot = plot(&Curve::new(sweep, currents), options.threads)?;
            target.write(|out| out.write_all(plot.as_bytes()).and_then(|()| out.flush()))?;
        }
    }
    target.finish()
}

/// The currents given by the options, or by the neuron's usual range.
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

/// All currents with their points. Fails if a run was stopped, since a curve with a gap would be
/// wrong. Reports for how many currents steps were too long.
fn complete_points(
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
    unstable::warn_of_curve(sweep.setup(), answers);
    currents.iter().zip(answers).map(point).collect()
}

/// The curve as a plot in text.
fn plot(curve: &Curve, threads: usize) -> Result<String, CommandError> {
    let curve = curve.clone().complete(threads);
    complete_points(curve.sweep(), curve.currents(), curve.answers())?;
    let marker = Capabilities::marker(|name| std::env::var(name).ok());
    let look = Look { marker, theme: Theme::mono() };
    let (width, height) = PLOT_SIZE;
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    render_curve(&mut buf, &curve, &look);
    let line = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>();
    Ok((0..height).map(|y| line(y).trim_end().to_owned() + "\n").collect())
}
