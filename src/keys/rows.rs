//! All rows of the table in their order, and actions by name.

use std::sync::LazyLock;

use super::row::{Binding, Row};
use super::table::{
    circuit, comparison, cursors, fields, gallery, model, overlay, picture, program,
};
use super::{Action, Context, Key, Layer, Topic};

/// A row of the assembled table.
pub type KeyRow = Row<Action>;

static TABLE: LazyLock<Vec<KeyRow>> = LazyLock::new(|| {
    let mut table = Vec::new();
    put_topics(&mut table);
    put(&mut table, None, overlay::HELP);
    put(&mut table, None, overlay::FILTER);
    put(&mut table, None, overlay::PICKER);
    put(&mut table, None, overlay::PARAMETERS);
    put(&mut table, None, cursors::CURSORS_SHOWN);
    put(&mut table, None, overlay::ENTRY);
    put(&mut table, None, fields::FIELDS);
    table
});

/// Puts the rows of the fronts themselves, topic by topic.
fn put_topics(table: &mut Vec<KeyRow>) {
    put(table, Some(Topic::Tiles), gallery::TILES);
    put(table, Some(Topic::Stimuli), model::INJECTIONS);
    put(table, Some(Topic::Stimuli), picture::PULSE);
    put(table, Some(Topic::Circuit), circuit::CHANNELS);
    put(table, Some(Topic::Circuit), picture::CIRCUIT_PAGES);
    put(table, Some(Topic::Circuit), circuit::RASTER);
    put(table, Some(Topic::Presets), model::TYPES);
    put(table, Some(Topic::Presets), model::PRESETS);
    put(table, Some(Topic::Presets), program::PICKER);
    put(table, Some(Topic::Time), program::TIME);
    put(table, Some(Topic::Time), picture::TIME_AXIS);
    put(table, Some(Topic::Time), cursors::SPIKES);
    put(table, Some(Topic::Voltage), picture::VOLTAGE_AXIS);
    put(table, Some(Topic::Trigger), picture::DISPLAY);
    put(table, Some(Topic::Trigger), fields::TRIGGER);
    put(table, Some(Topic::Cursors), cursors::CURSORS);
    put(table, Some(Topic::Measurements), picture::MEASUREMENTS);
    put(table, Some(Topic::Measurements), picture::STATISTICS);
    put(table, Some(Topic::Comparison), comparison::COMPARISON);
    put(table, Some(Topic::Views), picture::PAGES);
    put(table, Some(Topic::Views), picture::MANY);
    put(table, Some(Topic::Model), program::PANEL);
    put(table, Some(Topic::Model), model::SCHEMES);
    put(table, Some(Topic::Model), model::RESETS);
    put(table, Some(Topic::Recording), program::RECORDING);
    put(table, Some(Topic::Recording), model::MARKS);
    put(table, Some(Topic::Program), program::HELP);
    put(table, Some(Topic::Program), program::LEAVE);
    put(table, Some(Topic::Program), overlay::HELP_END);
    put(table, Some(Topic::Program), program::END);
}

fn put<A: Copy + Into<Action>>(table: &mut Vec<KeyRow>, topic: Option<Topic>, rows: &[Row<A>]) {
    table.extend(rows.iter().map(|row| row.lifted(topic, Into::into)));
}

/// Every row, in the order in which help shows them.
pub fn rows() -> impl Iterator<Item = &'static KeyRow> {
    TABLE.iter()
}

/// Every action that a key can have, each as often as there are rows with it.
pub(super) fn bindings() -> impl Iterator<Item = &'static Binding<Action>> {
    rows().flat_map(|row| row.bindings)
}

/// The rows that help shows in `context`: those that hold there. Rows of every layer are shown only
/// while no overlay is open.
pub(super) fn shown(context: Context) -> impl Iterator<Item = &'static KeyRow> {
    let is_own =
        move |row: &&KeyRow| context.layer == Layer::Base || !row.holds(context.under(Layer::Base));
    rows().filter(move |row| row.holds(context)).filter(is_own)
}

impl Action {
    /// Its name, as in `pulse-excite`; it stays the same from version to version. Empty if no key can ever have
    /// the action, as for a channel that there is not.
    #[must_use]
    pub fn name(self) -> &'static str {
        let binding = bindings().find(|Binding(_, action, _)| *action == self);
        binding.map_or("", |Binding(name, ..)| name)
    }

    /// The action of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let binding = bindings().find(|Binding(other, ..)| *other == name);
        binding.map(|Binding(_, action, _)| *action)
    }

    /// Every action that a key can have, in the order of the table.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for Binding(_, action, _) in bindings() {
            if !all.contains(action) {
                all.push(*action);
            }
        }
        all
    }

    /// The default keys of the action.
    pub(super) fn default_keys(self) -> &'static [Key] {
        let binding = bindings().find(|Binding(_, action, _)| *action == self);
        binding.map_or(&[], |Binding(_, _, keys)| keys)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn every_action_has_one_name_and_the_same_keys_in_all_its_rows() {
        let mut seen: BTreeMap<&str, (Action, &[Key])> = BTreeMap::new();
        for Binding(name, action, keys) in bindings() {
            let words = name.split('-');
            let is_word = |word: &str| {
                !word.is_empty()
                    && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            };
            assert!(words.into_iter().all(is_word), "{name} is no kebab case");
            assert!(!keys.is_empty(), "{name}");
            let first = *seen.entry(name).or_insert((*action, keys));
            assert_eq!(first, (*action, *keys), "{name} is two things");
            assert_eq!((action.name(), Action::from_name(name)), (*name, Some(*action)));
        }
        assert_eq!(seen.len(), Action::all().len());
        assert_eq!(Action::from_name("fly"), None);
        for name in [
            "pulse-excite",
            "hold-more",
            "next-preset",
            "toggle-phase-plane",
            "channel-1",
            "select-type-1",
            "scroll-back",
            "gallery-open",
            "parameter-restore",
            "help-close",
        ] {
            assert!(Action::from_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn no_key_is_bound_twice_in_one_context() {
        for context in Context::all() {
            let mut seen = BTreeSet::new();
            let bindings = rows().filter(|row| row.holds(context)).flat_map(|row| row.bindings);
            for key in bindings.flat_map(|Binding(_, _, keys)| *keys) {
                assert!(seen.insert(*key), "{key} is bound twice in {context:?}");
            }
        }
    }

    #[test]
    fn topics_stand_in_their_order_each_in_one_piece() {
        let topics: Vec<Topic> = rows().filter_map(|row| row.topic).collect();
        assert!(topics.is_sorted(), "{topics:?}");
        for row in rows() {
            let is_of_front = Context::all().any(|it| it.layer == Layer::Base && row.holds(it));
            assert_eq!(row.topic.is_some(), is_of_front, "{}", row.help);
        }
    }

    #[test]
    fn every_row_holds_somewhere_and_finds_room_in_help() {
        for row in rows() {
            assert!(Context::all().any(|context| row.holds(context)), "{}", row.help);
            assert!(row.help.chars().count() <= 63, "{}", row.help);
        }
    }
}
