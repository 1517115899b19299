//! What leaves an axis.

use super::Axis;
use crate::trace::Range;

/// The extreme values beyond the two ends of an axis, if there are any.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OffScale {
    /// The highest value above the axis.
    pub above: Option<f32>,
    /// The lowest value below the axis.
    pub below: Option<f32>,
}

impl OffScale {
    /// What of `columns` leaves `axis`.
    #[must_use]
    pub fn of<'a>(axis: Axis, columns: impl IntoIterator<Item = &'a Option<Range>>) -> Self {
        let mut off = Self::default();
        for range in columns.into_iter().flatten() {
            if f64::from(range.high) > axis.high {
                off.above = Some(off.above.map_or(range.high, |above| above.max(range.high)));
            }
            if f64::from(range.low) < axis.low {
                off.below = Some(off.below.map_or(range.low, |below| below.min(range.low)));
            }
        }
        off
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_beyond_the_ends_are_found() {
        let axis = Axis { low: -100.0, high: 40.0, division: 20.0 };
        let column = |low, high| Some(Range { low, high });
        let columns = [column(-100.0, 40.0), None, column(-60.0, 52.5), column(-130.0, 41.0)];
        let off = OffScale::of(axis, &columns);
        assert_eq!((off.above, off.below), (Some(52.5), Some(-130.0)));
        assert_eq!(OffScale::of(axis, &columns[..1]), OffScale::default());
    }
}
