//! A picture of fixed length that a pen goes over again and again.

use super::{Column, Range};

/// Most slots that a picture is kept in.
const SLOTS_MAX: usize = 2048;

/// What is kept of the steps that share a slot.
#[derive(Clone, Copy, Debug)]
struct Slot {
    v: Range,
    current: Range,
    unstable_below_mv: Option<f32>,
}

/// One pass of a fixed number of steps; to the right of the pen stands the rest of the previous
/// pass.
///
/// However long the pass, it is kept in a bounded number of slots, each with the lowest and the
/// highest value of its steps.
#[derive(Clone, Debug)]
pub struct Sweep {
    slots: Vec<Option<Slot>>,
    steps: u64,
    drawn: u64,
    bounds: Option<Slot>,
}

/// A sweep in columns: what the pen has drawn in this pass, and what it has not reached yet.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepPicture {
    /// From the left edge to the pen.
    pub fresh: Vec<Column>,
    /// From the pen to the right edge, as the pass before left it.
    pub stale: Vec<Column>,
}

impl Sweep {
    /// An empty picture of passes of `steps` steps, at least one.
    #[must_use]
    pub fn new(steps: u64) -> Self {
        let steps = steps.max(1);
        let slots = usize::try_from(steps).map_or(SLOTS_MAX, |steps| steps.min(SLOTS_MAX));
        Self { slots: vec![None; slots], steps, drawn: 0, bounds: None }
    }

    /// Puts the pen to the left edge; what was drawn stays until it is drawn over.
    pub fn begin(&mut self) {
        self.drawn = 0;
    }

    /// Draws the next step; beyond the right edge nothing is drawn.
    pub fn push(&mut self, v: f64, current: f64) {
        if self.drawn >= self.steps {
            return;
        }
        let at = |value: f64| Range { low: value as f32, high: value as f32 };
        let point = Slot { v: at(v), current: at(current), unstable_below_mv: None };
        let slot = self.slot_of(self.drawn);
        let is_first = self.drawn == 0 || self.slot_of(self.drawn - 1) != slot;
        let before = if is_first { None } else { self.slots[slot] };
        self.slots[slot] = Some(joined(before, point));
        self.bounds = Some(joined(self.bounds, point));
        self.drawn += 1;
    }

    /// Lets the membrane potential reach `peak_mv` within the last step: a spike of the true
    /// solution falls between two samples.
    pub fn raise_last(&mut self, peak_mv: f64) {
        self.change_last(|kept| kept.v.high = kept.v.high.max(peak_mv as f32));
    }

    /// Marks that the last step was too long: it started from below `bound_mv`.
    pub fn mark_unstable(&mut self, bound_mv: f64) {
        self.change_last(|kept| kept.unstable_below_mv = Some(bound_mv as f32));
    }

    fn change_last(&mut self, change: impl Fn(&mut Slot)) {
        let Some(last) = self.drawn.checked_sub(1) else { return };
        let slot = self.slot_of(last);
        [&mut self.slots[slot], &mut self.bounds].into_iter().flatten().for_each(change);
    }

    /// Lowest and highest membrane potential (mV) and current of all passes so far.
    #[must_use]
    pub fn bounds(&self) -> Option<(Range, Range)> {
        self.bounds.map(|bounds| (bounds.v, bounds.current))
    }

    /// The potential below which a step of any pass so far was too long (mV), if one was.
    #[must_use]
    pub fn unstable_below_mv(&self) -> Option<f32> {
        self.bounds?.unstable_below_mv
    }

    /// The picture in so many columns.
    #[must_use]
    pub fn picture(&self, columns: usize) -> SweepPicture {
        let pen = match self.drawn.checked_sub(1) {
            Some(last) => self.slot_of(last) + 1,
            None => 0,
        };
        SweepPicture {
            fresh: self.columns(0..pen, columns),
            stale: self.columns(pen..self.slots.len(), columns),
        }
    }

    fn slot_of(&self, step: u64) -> usize {
        let slots = self.slots.len() as u128;
        (u128::from(step) * slots / u128::from(self.steps)) as usize
    }

    /// The slots of `part` in `count` columns; columns that fall between two slots get the straight
    /// line from one to the other.
    fn columns(&self, part: std::ops::Range<usize>, count: usize) -> Vec<Column> {
        let mut columns = vec![Column::default(); count];
        let slots = self.slots.len();
        // Several slots to a column share the width evenly; fewer reach from edge to edge.
        let (share, whole) =
            if slots >= count { (count, slots) } else { (count - 1, slots.max(2) - 1) };
        let mut previous: Option<(usize, Slot)> = None;
        for index in part {
            let Some(slot) = self.slots[index] else { continue };
            let place = index * share / whole;
            if let Some((from, before)) = previous {
                bridge(&mut columns, (from, before), (place, slot));
            }
            if let Some(column) = columns.get_mut(place) {
                column.include_sweep(slot.v, slot.current);
                column.mark(slot.unstable_below_mv);
            }
            previous = Some((place, slot));
        }
        columns
    }
}

fn joined(slot: Option<Slot>, point: Slot) -> Slot {
    let Some(mut slot) = slot else { return point };
    slot.v.include(point.v);
    slot.current.include(point.current);
    slot.unstable_below_mv = point.unstable_below_mv.or(slot.unstable_below_mv);
    slot
}

/// Fills the columns strictly between two slots. The current jumps; only the neuron moves between.
fn bridge(columns: &mut [Column], (from, before): (usize, Slot), (to, slot): (usize, Slot)) {
    for (column, place) in columns[..to].iter_mut().zip(0..).skip(from + 1) {
        let share = (place - from) as f32 / (to - from) as f32;
        let v = before.v.middle() + (slot.v.middle() - before.v.middle()) * share;
        column.include_sweep(Range { low: v, high: v }, before.current);
        // The step that led to a slot is the line to it.
        column.mark(slot.unstable_below_mv);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pass of `steps`, with a spike at each hundredth and the step's number as current.
    fn pass(sweep: &mut Sweep, steps: u64) {
        sweep.begin();
        for k in 0..steps {
            sweep.push(if k % 100 == 50 { 30.0 } else { -65.0 }, k as f64);
        }
    }

    fn spikes(columns: &[Column]) -> usize {
        columns.iter().filter(|column| column.v.is_some_and(|v| v.high == 30.0)).count()
    }

    #[test]
    fn no_spike_is_lost_however_long_the_pass() {
        for steps in [800, 5_000, 100_000] {
            let mut sweep = Sweep::new(steps);
            pass(&mut sweep, steps);
            let picture = sweep.picture(100);
            assert_eq!(spikes(&picture.fresh), (steps as usize / 100).min(100), "{steps}");
            assert!(picture.stale.iter().all(|column| column.v.is_none()));
            assert!(sweep.slots.len() <= SLOTS_MAX);
        }
    }

    #[test]
    fn the_pass_before_stays_to_the_right_of_the_pen() {
        let mut sweep = Sweep::new(1000);
        pass(&mut sweep, 1000);
        sweep.begin();
        assert_eq!(spikes(&sweep.picture(200).stale), 10);
        (0..500).for_each(|_| sweep.push(-70.0, 0.0));
        let picture = sweep.picture(200);
        assert_eq!((spikes(&picture.fresh), spikes(&picture.stale)), (0, 5));
        let drawn = |columns: &[Column]| columns.iter().filter(|c| c.v.is_some()).count();
        assert!((99..=101).contains(&drawn(&picture.fresh)));
        assert!((99..=101).contains(&drawn(&picture.stale)));
    }

    #[test]
    fn few_steps_are_joined_by_lines_and_the_current_jumps() {
        let mut sweep = Sweep::new(3);
        for (v, current) in [(0.0, 1.0), (10.0, 5.0), (0.0, 5.0)] {
            sweep.push(v, current);
        }
        let picture = sweep.picture(21);
        let at = |x: usize| {
            let column = &picture.fresh[x];
            (column.v.expect("drawn").low, column.current.expect("drawn").low)
        };
        assert_eq!(
            [at(0), at(5), at(10), at(20)],
            [(0.0, 1.0), (5.0, 1.0), (10.0, 5.0), (0.0, 5.0)]
        );
    }

    #[test]
    fn beyond_the_edge_nothing_is_drawn_and_bounds_only_widen() {
        let mut sweep = Sweep::new(2);
        for v in [1.0, 2.0, 99.0] {
            sweep.push(v, 0.0);
        }
        sweep.raise_last(30.0);
        sweep.begin();
        sweep.push(1.0, 0.0);
        let (v, current) = sweep.bounds().expect("drawn");
        assert_eq!((v.low, v.high, current.high), (1.0, 30.0, 0.0));
        for columns in [0, 1, 2, 5000] {
            assert_eq!(sweep.picture(columns).fresh.len(), columns);
        }
    }
}
