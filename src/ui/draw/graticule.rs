//! Vertical grid lines and the times that they mark.

use crate::scope::Timebase;
use crate::trace::ModelNs;

use super::plot;

/// Columns of a picture and the lines between divisions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graticule {
    pub(crate) columns: usize,
    /// Time per division (ms).
    pub(crate) division_ms: f64,
    /// Cell of each vertical line, and its time (ms).
    pub(crate) lines: Vec<(u16, f64)>,
    /// Cell of the event from which the time of a triggered picture counts.
    pub(crate) event: Option<u16>,
}

impl Graticule {
    /// The graticule of a picture `width` cells wide.
    pub(crate) fn new(timebase: &Timebase, now_ns: ModelNs, width: u16) -> Self {
        let columns = usize::from(width) * plot::COLUMNS;
        let column_ns = timebase.column_ns(columns);
        let spans = timebase.spans(now_ns, columns);
        let rolls = timebase.moves_with_time(now_ns);
        let division_ms = timebase.ms_per_div();
        let event = timebase.event_ns(now_ns).map(|_| timebase.event_column(columns));
        let event = event.map(|column| (column / plot::COLUMNS) as u16);
        let lines = match (spans.first(), event) {
            (Some(span), _) if rolls => moving_lines(span.start_ns, column_ns, width, division_ms),
            (_, Some(event)) => event_lines(event, width, division_ms),
            _ => standing_lines(width, division_ms),
        };
        Self { columns, division_ms, lines, event }
    }
}

/// Lines at whole divisions since the start of the run, which scroll with the trace.
fn moving_lines(
    start_ns: ModelNs,
    column_ns: ModelNs,
    width: u16,
    division_ms: f64,
) -> Vec<(u16, f64)> {
    let cell_ns = column_ns * plot::COLUMNS;
    let division_ns = ModelNs::from_ms_down(division_ms).max(ModelNs::ONE);
    let line = |x: u16| {
        let left_ns = start_ns + cell_ns * usize::from(x);
        let next_ns = left_ns.next_multiple_of(division_ns);
        let inside = next_ns >= ModelNs::ZERO && next_ns < left_ns + cell_ns;
        inside.then(|| (x, next_ns.to_ms()))
    };
    (0..width).filter_map(line).collect()
}

/// Lines at whole divisions from the cell of an event, before which times are negative.
fn event_lines(event: u16, width: u16, division_ms: f64) -> Vec<(u16, f64)> {
    let cells = (width / Timebase::DIVISIONS).max(1);
    let first = event % cells;
    let number = |x: u16| (i32::from(x) - i32::from(event)) / i32::from(cells);
    (first..width)
        .step_by(usize::from(cells))
        .map(|x| (x, f64::from(number(x)) * division_ms))
        .collect()
}

/// Lines that stand still and divide the picture equally.
pub(crate) fn standing_lines(width: u16, division_ms: f64) -> Vec<(u16, f64)> {
    let count = Timebase::DIVISIONS;
    (0..count).map(|k| (width * k / count, f64::from(k) * division_ms)).collect()
}

/// The largest width up to `room` cells in which all divisions have equally many cells.
pub(crate) fn whole_divisions(room: u16) -> u16 {
    let width = room - room % Timebase::DIVISIONS;
    if width == 0 { room } else { width }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::Display;

    #[test]
    fn moving_lines_stand_at_whole_divisions() {
        let lines_from =
            |start_ns| moving_lines(ModelNs::new(start_ns), ModelNs::new(5_000_000), 50, 100.0);
        let lines = lines_from(-100_000_000);
        assert_eq!(lines, [(10, 0.0), (20, 100.0), (30, 200.0), (40, 300.0)]);
        let shifted = lines_from(-90_000_000);
        assert_eq!(shifted[0], (9, 0.0));
    }

    #[test]
    fn lines_count_from_an_event() {
        let lines = event_lines(33, 100, 20.0);
        assert_eq!((lines[0], lines[3], lines[9]), ((3, -60.0), (33, 0.0), (93, 120.0)));
        assert_eq!(event_lines(0, 100, 20.0)[0], (0, 0.0));
        assert_eq!(event_lines(100, 100, 20.0).last(), Some(&(90, -20.0)));
        assert_eq!(event_lines(2, 7, 1.0).len(), 7);
    }

    #[test]
    fn all_divisions_have_as_many_cells() {
        for room in 34..250 {
            let width = whole_divisions(room);
            assert!(room - width < Timebase::DIVISIONS);
            for display in [Display::Roll, Display::Sweep] {
                for window_ms in [1000.0, 300.0, 85.0, 1.0] {
                    let timebase = Timebase::new(window_ms, display);
                    let graticule = Graticule::new(&timebase, ModelNs::new(7_777_777_000), width);
                    let lines = graticule.lines.windows(2).map(|pair| pair[1].0 - pair[0].0);
                    let cells = width / Timebase::DIVISIONS;
                    assert!(lines.into_iter().all(|line| line == cells), "{room} {window_ms}");
                }
            }
        }
    }
}
