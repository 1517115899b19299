//! Two time cursors. While the model runs they stand in the window, so that what they read moves
//! past them; while it is paused they stand in model time, wherever the window goes.

use super::TimeAxis;
use crate::trace::ModelNs;

/// One of the two cursors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cursor {
    /// The cursor that starts at the left.
    #[default]
    A,
    /// The cursor that starts at the right.
    B,
}

impl Cursor {
    /// Both cursors.
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// Its letter on the screen.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// Where a cursor stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// In the window: a share of its width.
    Window(f64),
    /// At this model time (ns).
    Time(ModelNs),
}

impl Place {
    /// The model time that is read there; `None` where the picture is blank.
    #[must_use]
    pub fn time_ns(self, axis: &TimeAxis) -> Option<ModelNs> {
        match self {
            Self::Window(place) => axis.time_at(place),
            Self::Time(time_ns) => Some(time_ns),
        }
    }

    /// Where across the picture it is drawn; `None` if it is outside of the picture.
    #[must_use]
    pub fn across(self, axis: &TimeAxis) -> Option<f64> {
        match self {
            Self::Window(place) => Some(place),
            Self::Time(time_ns) => axis.place_of(time_ns),
        }
    }
}

/// The two cursors, one of which is selected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursors {
    selected: Cursor,
    places: [Place; 2],
}

impl Default for Cursors {
    /// Cursors at a third and at two thirds of the window, the first selected.
    fn default() -> Self {
        let places = [1.0, 2.0].map(|thirds| Place::Window(thirds / 3.0));
        Self { selected: Cursor::A, places }
    }
}

impl Cursors {
    /// The selected cursor, which keys move.
    #[must_use]
    pub fn selected(&self) -> Cursor {
        self.selected
    }

    /// Selects a cursor.
    pub fn select(&mut self, cursor: Cursor) {
        self.selected = cursor;
    }

    /// Where `cursor` stands.
    #[must_use]
    pub fn place(&self, cursor: Cursor) -> Place {
        self.places[cursor as usize]
    }

    /// Puts the selected cursor there.
    pub fn put(&mut self, place: Place) {
        self.places[self.selected as usize] = place;
    }

    /// Lets both stand in model time (`in_time`), or in the window of `axis`. A cursor that stands
    /// outside of that window comes to its nearer edge; one at which the picture is blank stays in
    /// the window.
    pub fn settle(&mut self, in_time: bool, axis: &TimeAxis) {
        for place in &mut self.places {
            *place = match *place {
                Place::Window(share) if in_time => axis.time_at(share).map_or(*place, Place::Time),
                Place::Time(time_ns) if !in_time => {
                    let edge = || {
                        let begins_after = |(start_ns, _)| time_ns < start_ns;
                        if axis.bounds().is_some_and(begins_after) { 0.0 } else { 1.0 }
                    };
                    Place::Window(axis.place_of(time_ns).unwrap_or_else(edge))
                }
                same => same,
            };
        }
    }

    /// Moves the selected cursor by `by` of the picture's width, as far as the edges; one that
    /// stands outside of the picture comes to the edge. While `in_time` it steps over what is
    /// blank.
    pub fn shift(&mut self, by: f64, in_time: bool, axis: &TimeAxis) {
        let place = self.place(self.selected);
        let outside = |time_ns| axis.bounds().is_none_or(|(start_ns, _)| time_ns < start_ns);
        let from = match (place.across(axis), place) {
            (Some(across), _) => across + by,
            (None, Place::Time(time_ns)) if outside(time_ns) => 0.0,
            (None, _) => LAST,
        };
        let mut to = from.clamp(0.0, LAST);
        if !in_time {
            return self.put(Place::Window(to));
        }
        let mut left = BLANK_STEPS_MAX;
        while axis.time_at(to).is_none() && left > 0 {
            to = (to + by).clamp(0.0, LAST);
            left -= 1;
        }
        if let Some(time_ns) = axis.time_at(to) {
            self.put(Place::Time(time_ns));
        }
    }
}

/// The last place within a picture.
const LAST: f64 = 1.0 - 1e-6;
/// Most steps over blank columns: more than a picture has columns.
const BLANK_STEPS_MAX: usize = 1 << 12;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::{Display, Timebase};

    const MS: ModelNs = ModelNs::new(1_000_000);

    fn axis(display: Display, now: usize) -> TimeAxis {
        TimeAxis::new(&Timebase::new(100.0, display), MS * now, 100)
    }

    fn times(cursors: &Cursors, axis: &TimeAxis) -> [Option<f64>; 2] {
        let time = |cursor| cursors.place(cursor).time_ns(axis).map(ModelNs::to_ms);
        Cursor::BOTH.map(time)
    }

    #[test]
    fn cursors_stand_in_the_window_and_when_paused_in_time() {
        let mut cursors = Cursors::default();
        let (early, late) = (axis(Display::Roll, 500), axis(Display::Roll, 600));
        assert_eq!(times(&cursors, &early), [Some(435.333_333), Some(468.666_667)]);
        assert_eq!(times(&cursors, &late), [Some(535.333_333), Some(568.666_667)]);
        cursors.settle(true, &early);
        assert_eq!(times(&cursors, &late), [Some(435.333_333), Some(468.666_667)]);
        assert_eq!(cursors.place(Cursor::A).across(&late), None);
        // Going on brings a cursor back into the window.
        cursors.settle(false, &axis(Display::Roll, 540));
        assert_eq!(cursors.place(Cursor::A), Place::Window(0.0));
        let Place::Window(share) = cursors.place(Cursor::B) else { panic!("in time") };
        assert!((share - 0.266_667).abs() < 1e-5, "{share}");
    }

    #[test]
    fn the_selected_cursor_moves_as_far_as_the_edges() {
        let mut cursors = Cursors::default();
        let axis = axis(Display::Roll, 500);
        for (by, expected) in [(0.02, 437.333_333), (-0.5, 402.0), (9.0, 501.9999)] {
            cursors.shift(by, true, &axis);
            let [a, b] = times(&cursors, &axis);
            assert!((a.expect("shown") - expected).abs() < 1e-4, "{a:?}");
            assert_eq!(b, Some(468.666_667));
        }
        cursors.select(cursors.selected().other());
        cursors.shift(0.1, false, &axis);
        assert_eq!(cursors.selected(), Cursor::B);
        assert!((times(&cursors, &axis)[1].expect("shown") - 478.666_667).abs() < 1e-4);
        // One outside of the picture comes to its edge.
        for (at, edge) in [(MS * 3, 402.0), (MS * 900, 501.9999)] {
            cursors.put(Place::Time(at));
            cursors.shift(0.02, true, &axis);
            assert!((times(&cursors, &axis)[1].expect("shown") - edge).abs() < 1e-3);
        }
    }

    #[test]
    fn blank_columns_are_stepped_over_while_paused() {
        // A sweep at 150 ms: the pen at the middle, then a gap, then what is left of the one before.
        let axis = axis(Display::Sweep, 150);
        let mut cursors = Cursors::default();
        cursors.put(Place::Time(MS * 149));
        cursors.shift(0.02, true, &axis);
        let [a, _] = times(&cursors, &axis);
        assert!(a.expect("shown") < 100.0, "{a:?}");
        cursors.shift(-0.02, true, &axis);
        let [a, _] = times(&cursors, &axis);
        assert!(a.expect("shown") > 140.0, "{a:?}");
        // With nothing ahead it stays.
        let first = TimeAxis::new(&Timebase::new(100.0, Display::Sweep), MS * 50, 100);
        cursors.put(Place::Time(MS * 49));
        cursors.shift(0.02, true, &first);
        assert_eq!(times(&cursors, &first)[0], Some(49.0));
        // While running it may stand on a blank column until the pen has come there.
        cursors.put(Place::Window(0.7));
        assert_eq!(times(&cursors, &first)[0], None);
        cursors.settle(true, &first);
        assert_eq!(cursors.place(Cursor::A), Place::Window(0.7));
    }
}
