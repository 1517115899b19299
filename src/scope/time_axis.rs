//! The horizontal axis at one moment: from a place across the picture to model time, and back.

use super::pass::Span;
use super::timebase::Timebase;
use crate::trace::ModelNs;

/// The time axis of a picture at one moment. A place on it is a share of the picture's width, 0 at
/// the left edge and 1 at the right.
#[derive(Clone, Debug)]
pub struct TimeAxis {
    spans: Vec<Span>,
    column_ns: ModelNs,
    columns: usize,
}

impl TimeAxis {
    /// The axis of a picture of `columns` columns that `timebase` shows at `now_ns`.
    #[must_use]
    pub fn new(timebase: &Timebase, now_ns: ModelNs, columns: usize) -> Self {
        let columns = columns.max(1);
        let spans = timebase.spans(now_ns, columns);
        Self { spans, column_ns: timebase.column_ns(columns), columns }
    }

    /// The model time at `place`; `None` where the picture is blank. Places beyond an edge count as
    /// that edge.
    #[must_use]
    pub fn time_at(&self, place: f64) -> Option<ModelNs> {
        let column = (place.clamp(0.0, 1.0) * self.columns as f64).min(self.columns as f64 - 1e-6);
        let holds = |span: &&Span| {
            (span.column..span.column + span.columns).contains(&(column.floor() as usize))
        };
        let span = self.spans.iter().find(holds)?;
        let behind_ns = (column - span.column as f64) * self.column_ns.to_ns() as f64;
        let last_ns = self.column_ns * span.columns - ModelNs::ONE;
        Some(span.start_ns + ModelNs::new(behind_ns.round() as i64).min(last_ns))
    }

    /// The place at which the picture shows `time_ns`; `None` if it does not.
    #[must_use]
    pub fn place_of(&self, time_ns: ModelNs) -> Option<f64> {
        let place = |span: &Span| {
            let inside =
                time_ns >= span.start_ns && time_ns < span.start_ns + self.column_ns * span.columns;
            let behind = (time_ns - span.start_ns).to_ns() as f64 / self.column_ns.to_ns() as f64;
            inside.then(|| (span.column as f64 + behind) / self.columns as f64)
        };
        self.spans.iter().find_map(place)
    }

    /// The earliest and the latest time that the picture shows, the latter excluded.
    #[must_use]
    pub fn bounds(&self) -> Option<(ModelNs, ModelNs)> {
        let starts = self.spans.iter().map(|span| span.start_ns);
        let ends = self.spans.iter().map(|span| span.start_ns + self.column_ns * span.columns);
        starts.min().zip(ends.max())
    }
}

impl Timebase {
    /// Takes a window of another length, about the time at `place` across a picture of `columns` columns (0 at its left edge, 1 at
    /// its right) that is shown at `now_ns`: to half a cell it stays where it is, unless that would show
    /// what is yet to come.
    pub fn set_window_about(
        &mut self,
        place: f64,
        window_ms: f64,
        (now_ns, columns): (ModelNs, usize),
    ) {
        let place = place.clamp(0.0, 1.0);
        let behind_ns = |window_ms: f64| ModelNs::from_ms_down(window_ms * (1.0 - place));
        let time_ns = TimeAxis::new(self, now_ns, columns).time_at(place);
        let time_ns = time_ns.unwrap_or_else(|| now_ns - behind_ns(self.window_ms()));
        self.set_window(window_ms);
        // The last cell, of two columns, begins up to its width before the edge.
        let half_cell_ns = self.column_ns(columns);
        self.show_back(now_ns.since(time_ns + behind_ns(self.window_ms()) - half_cell_ns));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::{Display, Scroll};

    const MS: ModelNs = ModelNs::new(1_000_000);

    #[test]
    fn a_place_is_a_time_and_a_time_a_place() {
        for display in [Display::Roll, Display::Sweep, Display::Trigger] {
            for window_ms in [1.0, 85.0, 300.0, 1e6] {
                let mut timebase = Timebase::new(window_ms, display);
                timebase.force_event(MS * 1000);
                timebase.complete(MS * 1234);
                for columns in [1, 2, 100, 333] {
                    let axis = TimeAxis::new(&timebase, MS * 1234, columns);
                    for k in 0..=100 {
                        let place = f64::from(k) / 100.0;
                        let Some(time_ns) = axis.time_at(place) else { continue };
                        let again = axis.place_of(time_ns).expect("it is shown");
                        assert!((again - place).abs() < 1e-5, "{display:?} {window_ms} {place}");
                        assert_eq!(axis.time_at(again), Some(time_ns));
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_not_shown_has_no_place() {
        let mut timebase = Timebase::new(100.0, Display::Roll);
        let axis = TimeAxis::new(&timebase, MS * 500, 100);
        assert_eq!(axis.place_of(MS * 400), None);
        assert_eq!(axis.place_of(MS * 503), None);
        assert_eq!(axis.bounds(), Some((MS * 402, MS * 502)));
        assert_eq!(axis.time_at(0.0), Some(MS * 402));
        assert_eq!(axis.time_at(-3.0), Some(MS * 402));
        assert!(axis.time_at(2.0).expect("the right edge") < MS * 502);
        timebase.scroll(Scroll::PageBack, MS * 500, ModelNs::ZERO);
        assert_eq!(TimeAxis::new(&timebase, MS * 500, 100).time_at(0.5), Some(MS * 352));
        // A first sweep is blank ahead of its pen.
        let sweep = Timebase::new(100.0, Display::Sweep);
        let axis = TimeAxis::new(&sweep, MS * 50, 100);
        assert_eq!((axis.time_at(0.25), axis.time_at(0.75)), (Some(MS * 25), None));
    }
}
