//! Stimulus protocols as TOML, in the layout of presets, stimulus files and recordings.

mod columns;
mod expand;
mod hash;
mod number;
mod samples;
mod segment;
mod side;
mod table;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::input::{Document, InputError, Problem, brief, finite};
use crate::model::stimulus::{SampleTimes, decimal};
use crate::model::{Edges, Live, Protocol, Segment, Shape, Sweeps};

pub use columns::{Column, Columns};
use expand::RawSequence;
pub(super) use number::{DURATION_MS_MAX, NUMBERS_MAX, SEGMENTS_MAX, current};
use number::{Number, placeless, within};
use segment::RawSegment;
pub use side::{SideFile, numbers_in_text};
pub use table::{NoTable, ReadTable, Table, Wanted};

/// A protocol before it has been checked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawProtocol {
    #[serde(default = "repeat")]
    live: Live,
    duration_ms: Number,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pause_ms: Option<Number>,
    baseline: Number,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sweep_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reset: Option<Spanned<bool>>,
    #[serde(default, rename = "segment", skip_serializing_if = "Vec::is_empty")]
    segments: Vec<Spanned<RawSegment>>,
    #[serde(default, rename = "sequence", skip_serializing_if = "Vec::is_empty")]
    sequences: Vec<Spanned<RawSequence>>,
}

fn repeat() -> Live {
    Live::Repeat
}

/// Reads the text of a stimulus file for a neuron with currents in `unit`. `read` reads the tables
/// that it names; without `read`, naming a table is an error.
///
/// # Errors
/// The position of the first mistake, and what was expected there.
///
/// ```
/// use izh_tui::input::Document;
/// use izh_tui::preset::parse_stimulus;
///
/// let text = "duration_ms = 100.0\nbaseline = 0.0\n\
///     [[segment]]\nstart_ms = 10.0\nend_ms = 60.0\nlevel = 5.0\n";
/// let stimulus = parse_stimulus(&Document::new("step.toml", text), None, None)?;
/// assert_eq!(stimulus.largest_current(), 5.0);
/// let wrong = text.replace("60.0", "6.0");
/// let error = parse_stimulus(&Document::new("step.toml", &wrong), None, None).unwrap_err();
/// assert!(error.to_string().starts_with("step.toml:3:"), "{error}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn parse_stimulus(
    document: &Document<'_>,
    read: Option<&ReadTable<'_>>,
    unit: Option<&str>,
) -> Result<Protocol, InputError> {
    if document.text.trim().is_empty() {
        return Err(InputError::whole(document.name, "expected a stimulus, found an empty file"));
    }
    let mut raw: RawProtocol = document.parse()?;
    raw.load(read)?;
    raw.check(unit).map_err(|problem| document.error(problem))
}

/// The protocol of a table, for a neuron with currents in `unit`. Each sample holds until the next,
/// at the times of the table or every `sample_ms` (ms); before the first sample the current is 0.
/// The protocol ends at the last time, or at the end of the last sample, and repeats on the scope.
///
/// # Errors
/// The table has another unit than the neuron, or the duration is 0 or too long.
pub fn protocol_of(
    table: &Table,
    sample_ms: Option<f64>,
    unit: Option<&str>,
) -> Result<Protocol, InputError> {
    if let Some(misfit) = table.misfit_error(unit) {
        return Err(misfit);
    }
    let wrong = |message: String| InputError::whole(&table.name, message);
    let Some(samples) = table.samples_every(sample_ms) else {
        return Err(wrong("expected a column of times, found none".to_owned()));
    };
    let duration_ms = match &samples.times {
        SampleTimes::Every(sample_ms) => decimal(samples.values.len() as f64 * sample_ms),
        SampleTimes::At(times_ms) => times_ms.last().copied().unwrap_or_default(),
    };
    if !(duration_ms > 0.0 && duration_ms <= DURATION_MS_MAX) {
        let found = brief(duration_ms);
        let expected = "expected a table that lasts longer than 0 and at most";
        return Err(wrong(format!("{expected} {DURATION_MS_MAX} ms, found {found} ms")));
    }
    let shape = Shape::Samples(samples);
    let segment = Segment { start_ms: 0.0, end_ms: duration_ms, shape, edges: Edges::Left };
    Ok(Protocol {
        duration_ms,
        baseline: 0.0,
        live: Live::Repeat,
        pause_ms: Protocol::PAUSE_MS,
        segments: vec![segment],
        sweeps: None,
    })
}

impl RawProtocol {
    /// Reads the tables that segments name. Without `read`, [`Self::check`] refuses them.
    ///
    /// # Errors
    /// A table cannot be read, or is invalid at this position.
    pub fn load(&mut self, read: Option<&ReadTable<'_>>) -> Result<(), InputError> {
        let Some(read) = read else { return Ok(()) };
        let mut samples = 0;
        self.all_segments().try_for_each(|segment| segment.load(read, &mut samples))
    }

    /// Interprets noise without the key `per` as noise per step, for recordings in the first
    /// format.
    pub fn noise_per_step(&mut self) {
        self.all_segments().for_each(RawSegment::noise_per_step);
    }

    /// All segments, including those of sequences.
    fn all_segments(&mut self) -> impl Iterator<Item = &mut RawSegment> {
        let sequences =
            self.sequences.iter_mut().flat_map(|sequence| sequence.get_mut().segments());
        self.segments.iter_mut().chain(sequences).map(Spanned::get_mut)
    }

    /// The protocol for a neuron with currents in `unit`, with sequences and sweeps expanded to
    /// segments.
    ///
    /// # Errors
    /// The position of the first mistake, and what was expected there.
    pub fn check(&self, unit: Option<&str>) -> Result<Protocol, Problem> {
        let sweep_ms = finite("duration_ms", &self.duration_ms)?;
        within("duration_ms", &self.duration_ms, sweep_ms > 0.0, "above 0")?;
        let pause_ms = match &self.pause_ms {
            None => Protocol::PAUSE_MS,
            Some(pause) => {
                let pause_ms = finite("pause_ms", pause)?;
                within("pause_ms", pause, pause_ms >= 0.0, "0 or more")?;
                pause_ms
            }
        };
        let (placed, count) = expand::lay_out(&self.segments, &self.sequences, sweep_ms, unit)?;
        let duration_ms = decimal(sweep_ms * f64::from(count.unwrap_or(1)));
        if duration_ms > DURATION_MS_MAX {
            let (found, sweeps) = (brief(duration_ms), count.unwrap_or(1));
            let message = format!(
                "duration_ms: expected at most {DURATION_MS_MAX} in {sweeps} sweeps, found {found}"
            );
            return Err(Problem::at(self.duration_ms.span(), message));
        }
        let sweeps = self.sweeps(duration_ms, count)?;
        if let Some(last) = placed.last()
            && self.live == Live::Hold
            && last.segment.end_ms == duration_ms
            && !last.segment.shape.settles()
        {
            let what = match last.segment.shape {
                Shape::Train { .. } => "a train",
                Shape::Sine { .. } => "a sine",
                Shape::Chirp { .. } => "a chirp",
                _ => "noise",
            };
            let message =
                format!("live: expected \"repeat\", since {what} at the end can't be held");
            return Err(Problem::at(last.place.clone(), message));
        }
        let baseline = current("baseline", &self.baseline)?;
        let segments = placed.into_iter().map(|placed| placed.segment).collect();
        Ok(Protocol { duration_ms, baseline, live: self.live, pause_ms, segments, sweeps })
    }

    /// The sweeps of a protocol of `duration_ms`: `count` sweeps that were laid out, or those that
    /// the key `sweep_ms` divides it into.
    fn sweeps(&self, duration_ms: f64, count: Option<u32>) -> Result<Option<Sweeps>, Problem> {
        let reset = self.reset.as_ref().is_some_and(|reset| *reset.get_ref());
        match (&self.sweep_ms, count) {
            (None, None) => Ok(None),
            (None, Some(count)) => {
                let length_ms = *self.duration_ms.get_ref();
                Ok(Some(Sweeps { length_ms, count, reset }))
            }
            (Some(sweep_ms), Some(_)) => {
                let message = "sweep_ms: not expected beside segments of kind sweep, each of which \
                               lasts duration_ms";
                Err(Problem::at(sweep_ms.span(), message))
            }
            (Some(sweep_ms), None) => {
                let length_ms = finite("sweep_ms", sweep_ms)?;
                let most = SEGMENTS_MAX as u32;
                let sweeps = Sweeps::within(duration_ms, length_ms, reset, most);
                let message = || {
                    let (duration, found) = (brief(duration_ms), brief(length_ms));
                    format!(
                        "sweep_ms: expected a part of {duration} ms that fills it 1 to {most} times, found {found}"
                    )
                };
                sweeps.map(Some).ok_or_else(|| Problem::at(sweep_ms.span(), message()))
            }
        }
    }

    /// Refuses `reset = true`, for the protocol of a population.
    ///
    /// # Errors
    /// The position of the key, if it is true.
    pub(super) fn refuse_reset(&self) -> Result<(), Problem> {
        match &self.reset {
            Some(reset) if *reset.get_ref() => {
                let message = "reset: expected false in a population, whose neurons go on from \
                               sweep to sweep, found true";
                Err(Problem::at(reset.span(), message))
            }
            _ => Ok(()),
        }
    }
}

impl From<&Protocol> for RawProtocol {
    /// The form that is written; samples too numerous for text are in files, see [`SideFile`].
    fn from(protocol: &Protocol) -> Self {
        let beside = side::are_beside(protocol);
        let segment = |segment| Spanned::new(0..0, RawSegment::new(segment, beside));
        Self {
            live: protocol.live,
            duration_ms: placeless(protocol.duration_ms),
            pause_ms: Some(placeless(protocol.pause_ms)),
            baseline: placeless(protocol.baseline),
            sweep_ms: protocol.sweeps.map(|sweeps| placeless(sweeps.length_ms)),
            reset: protocol.resetting_sweeps().map(|_| Spanned::new(0..0, true)),
            segments: protocol.segments.iter().map(segment).collect(),
            sequences: Vec::new(),
        }
    }
}
