//! Expands sequences and sweeps to segments.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::number::{Number, SEGMENTS_MAX, placeless, within};
use super::segment::{Checked, RawSegment};
use crate::input::{Problem, brief, finite};
use crate::model::stimulus::decimal;
use crate::model::{Segment, Shape};

/// A sequence of repeated segments before it has been checked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSequence {
    #[serde(default = "at_once")]
    start_ms: Number,
    repeats: Spanned<u64>,
    period_ms: Number,
    #[serde(default, rename = "segment")]
    segments: Vec<Spanned<RawSegment>>,
}

fn at_once() -> Number {
    placeless(0.0)
}

impl RawSequence {
    pub(super) fn segments(&mut self) -> impl Iterator<Item = &mut Spanned<RawSegment>> {
        self.segments.iter_mut()
    }
}

/// A sequence: segments with their repetition.
struct Sequence {
    start_ms: f64,
    repeats: usize,
    period_ms: f64,
    segments: Vec<Checked>,
}

impl Sequence {
    fn check(raw: &RawSequence, unit: Option<&str>) -> Result<Self, Problem> {
        let start_ms = finite("start_ms", &raw.start_ms)?;
        within("start_ms", &raw.start_ms, start_ms >= 0.0, "0 or more")?;
        let period_ms = finite("period_ms", &raw.period_ms)?;
        within("period_ms", &raw.period_ms, period_ms > 0.0, "above 0")?;
        let repeats = *raw.repeats.get_ref();
        if !(1..=SEGMENTS_MAX as u64).contains(&repeats) {
            let message = format!("repeats: expected 1 to {SEGMENTS_MAX}, found {repeats}");
            return Err(Problem::at(raw.repeats.span(), message));
        }
        let segments = checked(&raw.segments, unit)?;
        Ok(Self { start_ms, repeats: repeats as usize, period_ms, segments })
    }

    /// Number of segments after expansion.
    fn len(&self) -> usize {
        self.repeats * self.segments.len()
    }
}

fn checked(segments: &[Spanned<RawSegment>], unit: Option<&str>) -> Result<Vec<Checked>, Problem> {
    if let Some(surplus) = segments.get(SEGMENTS_MAX) {
        return Err(Problem::at(surplus.span(), too_many()));
    }
    segments.iter().map(|raw| raw.get_ref().check(raw.span(), unit)).collect()
}

fn too_many() -> String {
    format!("expected at most {SEGMENTS_MAX} segments, sequences and sweeps laid out")
}

/// A segment at its final times, with its position in the text.
pub(super) struct Placed {
    pub(super) segment: Segment,
    pub(super) place: Range<usize>,
}

/// All segments in order of time, and the number of sweeps, each of which lasts `sweep_ms`; `None`
/// where no segment is a sweep.
pub(super) fn lay_out(
    segments: &[Spanned<RawSegment>],
    sequences: &[Spanned<RawSequence>],
    sweep_ms: f64,
    unit: Option<&str>,
) -> Result<(Vec<Placed>, Option<u32>), Problem> {
    let segments = checked(segments, unit)?;
    let once = Sequence { start_ms: 0.0, repeats: 1, period_ms: 0.0, segments };
    let mut count = once.len();
    let mut all = vec![once];
    for raw in sequences {
        let sequence = Sequence::check(raw.get_ref(), unit)?;
        count += sequence.len();
        if count > SEGMENTS_MAX {
            return Err(Problem::at(raw.get_ref().repeats.span(), too_many()));
        }
        all.push(sequence);
    }
    let declared = number_of_sweeps(&all, count)?;
    let sweeps = declared.unwrap_or(1);
    let mut placed = Vec::with_capacity(count * sweeps);
    for sweep in 0..sweeps {
        let offset_ms = sweep as f64 * sweep_ms;
        let from = placed.len();
        for sequence in &all {
            sequence.place(sweep, offset_ms, &mut placed);
        }
        placed[from..].sort_by(|a, b| a.segment.start_ms.total_cmp(&b.segment.start_ms));
        if sweeps > 1 {
            keep_within(&placed[from..], decimal(offset_ms + sweep_ms))?;
        }
    }
    refuse_overlaps(&placed)?;
    Ok((placed, declared.map(|count| count as u32)))
}

/// The number of sweeps, which all segments must share; `None` without sweeps. `count` is the number
/// of segments in a sweep.
fn number_of_sweeps(all: &[Sequence], count: usize) -> Result<Option<usize>, Problem> {
    let mut sweeps = None;
    let levels = all.iter().flat_map(|sequence| &sequence.segments);
    for sweep in levels.filter_map(|checked| checked.sweep.as_ref()) {
        let (expected, found) = (*sweeps.get_or_insert(sweep.sweeps), sweep.sweeps);
        if found != expected {
            let message = format!("sweeps: expected {expected}, as before, found {found}");
            return Err(Problem::at(sweep.place.clone(), message));
        }
        if count * expected > SEGMENTS_MAX {
            return Err(Problem::at(sweep.place.clone(), too_many()));
        }
    }
    Ok(sweeps)
}

impl Sequence {
    /// Appends every repeat, with the levels of the sweep with index `sweep`.
    fn place(&self, sweep: usize, offset_ms: f64, placed: &mut Vec<Placed>) {
        for repeat in 0..self.repeats {
            let base_ms = offset_ms + (self.start_ms + repeat as f64 * self.period_ms);
            for checked in &self.segments {
                let mut segment = checked.segment.clone();
                // Times that are not shifted keep their exact value.
                if base_ms != 0.0 {
                    segment.start_ms = decimal(base_ms + segment.start_ms);
                    segment.end_ms = decimal(base_ms + segment.end_ms);
                }
                if let Some(levels) = &checked.sweep {
                    segment.shape = Shape::Level(levels.level(sweep));
                }
                placed.push(Placed { segment, place: checked.place.clone() });
            }
        }
    }
}

/// Refuses a sweep that overlaps the next sweep.
fn keep_within(placed: &[Placed], end_ms: f64) -> Result<(), Problem> {
    match placed.iter().find(|placed| placed.segment.end_ms > end_ms) {
        None => Ok(()),
        Some(placed) => {
            let message = "expected a segment that ends within duration_ms, since there are sweeps";
            Err(Problem::at(placed.place.clone(), message))
        }
    }
}

fn refuse_overlaps(placed: &[Placed]) -> Result<(), Problem> {
    for pair in placed.windows(2) {
        let [previous, next] = pair else { continue };
        if overlap(&previous.segment, &next.segment) {
            let message = format!(
                "expected a segment that starts after the one before it ends ({} ms), found {} ms",
                brief(previous.segment.end_ms),
                brief(next.segment.start_ms)
            );
            return Err(Problem::at(next.place.clone(), message));
        }
    }
    Ok(())
}

/// Whether `next` starts before `previous` has ended, or both include the instant between them.
fn overlap(previous: &Segment, next: &Segment) -> bool {
    let shared = previous.edges.include_end() && next.edges.include_start();
    next.start_ms < previous.end_ms || (shared && next.start_ms == previous.end_ms)
}
