//! The mouse on a scope: what was clicked is selected, what was grabbed is dragged.

use super::cursors::Held;
use super::{Overlay, Scope};
use crate::desk::{Height, Outcome, Pointer, Target};
use crate::keys::{Gesture, Inspect, Layer, Task, View, wheel};
use crate::measure::SourceName;

/// Levels of the trigger to which the mouse leads, in a millivolt.
const LEVELS_PER_MV: f64 = 10.0;

impl Scope {
    /// Handles what was done with the mouse; the model must have been advanced to now before.
    pub fn point(&mut self, pointer: Pointer) -> Option<Outcome> {
        self.handled(|scope| scope.use_pointer(pointer))
    }

    pub(super) fn use_pointer(&mut self, pointer: Pointer) -> Option<Outcome> {
        match pointer.gesture {
            Gesture::Press => return self.press_at(pointer),
            Gesture::Drag => self.drag_to(pointer),
            Gesture::Release => self.held = None,
            Gesture::Wheel { away } => return self.turn_wheel(away, pointer),
        }
        None
    }

    fn press_at(&mut self, pointer: Pointer) -> Option<Outcome> {
        self.held = None;
        match (&self.overlay, pointer.target?) {
            (Some(Overlay::Picker(_)), Target::Match(index)) => return self.pick_at(index),
            (None | Some(Overlay::Parameters(_) | Overlay::Fields(_)), target) => {
                self.press_on(target, pointer.across)
            }
            _ => {}
        }
        None
    }

    fn press_on(&mut self, target: Target, across: Option<f64>) {
        match target {
            Target::Parameter(index) => {
                if let Some(Overlay::Parameters(panel)) = &mut self.overlay {
                    panel.select(index);
                }
            }
            Target::Neuron => drop(self.task(Task::OpenParameters)),
            Target::View(page) => self.change_view(View::TogglePage(page)),
            Target::Channel(index) => self.select_channel(index),
            Target::Strip { channel, height } => {
                let cursor = across.and_then(|across| self.grab_cursor(across));
                let is_level = channel == Some(self.selected) && self.is_at_level(height);
                self.held = cursor.map(Held::Cursor).or_else(|| is_level.then_some(Held::Level));
                if self.held.is_none() {
                    channel.into_iter().for_each(|index| self.select_channel(index));
                }
            }
            Target::Tile(_) | Target::Match(_) => {}
        }
    }

    fn select_channel(&mut self, index: usize) {
        if self.circuit.is_some() {
            self.inspect(Inspect::Channel(index));
        }
    }

    /// Whether the line of the trigger's level on the membrane potential is in that row, or in the next.
    fn is_at_level(&self, height: Option<Height>) -> bool {
        let level = self.trigger_levels(SourceName::V).first().copied();
        height
            .zip(level)
            .is_some_and(|(height, level)| (height.v_mv - level).abs() <= height.row_mv)
    }

    fn drag_to(&mut self, pointer: Pointer) {
        match (self.held, pointer.across, pointer.target) {
            (Some(Held::Cursor(cursor)), Some(across), _) => self.drag_cursor(cursor, across),
            (Some(Held::Level), _, Some(Target::Strip { channel, height: Some(height) }))
                if channel == Some(self.selected) =>
            {
                self.set_trigger_level((height.v_mv * LEVELS_PER_MV).round() / LEVELS_PER_MV);
            }
            _ => {}
        }
    }

    /// The wheel does what its keys do: over pictures it zooms about the pointer.
    fn turn_wheel(&mut self, away: bool, pointer: Pointer) -> Option<Outcome> {
        let context = self.key_context();
        match pointer.target {
            Some(Target::Strip { .. }) if matches!(context.layer, Layer::Base | Layer::Cursors) => {
                let view = if away { View::Shorter } else { View::Longer };
                self.change_view_at(view, pointer.across);
                None
            }
            _ => wheel(context, away).and_then(|action| self.act(action)),
        }
    }
}
