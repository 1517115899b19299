//! The keymap: the keys of the table, with the user's own in their place.

use super::row::Binding;
use super::rows::{KeyRow, rows, shown};
use super::{Action, Context, HelpAction, Inspect, Key, Layer, Task};

/// Notice about keys that a kiosk does not have.
const KIOSK: &str = "kiosk: nothing is recorded, saved or suspended here";

/// The keys of all actions. Every look-up of a key, and every text that names one, goes through it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    /// Actions whose keys differ from the table's.
    pub(super) changed: Vec<(Action, Vec<Key>)>,
}

/// The keymap without changes by the user.
pub static DEFAULT_KEYMAP: Keymap = Keymap { changed: Vec::new() };

/// The meaning of a key in a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The key stands for this action.
    Action(Action),
    /// The key is a character that is typed into a field.
    Text(char),
    /// The key has no meaning in the context, for this reason.
    Nothing(String),
    /// The key has no meaning in any context.
    Unknown,
}

impl Keymap {
    /// The keys of `action`, the one that messages name first.
    #[must_use]
    pub fn keys(&self, action: Action) -> &[Key] {
        let changed = self.changed.iter().find(|(other, _)| *other == action);
        changed.map_or_else(|| action.default_keys(), |(_, keys)| keys)
    }

    /// The key of `action` as people read it, or in brackets the name of the action if it has none.
    #[must_use]
    pub fn label(&self, action: impl Into<Action>) -> String {
        let action = action.into();
        let key = self.keys(action).first();
        key.map_or_else(|| format!("({})", action.name()), ToString::to_string)
    }

    /// What `key` does in `context`, if anything.
    #[must_use]
    pub fn action(&self, key: Key, context: Context) -> Option<Action> {
        match self.meaning(key, context) {
            Meaning::Action(action) => Some(action),
            _ => None,
        }
    }

    /// The action of `key` by the rows of the context's own layer.
    fn bound(&self, key: Key, context: Context) -> Option<Action> {
        let mut held = rows().filter(|row| row.holds(context)).flat_map(|row| row.bindings);
        let bound = held.find(|binding| self.bound_keys(binding).contains(&key));
        bound.map(|Binding(_, action, _)| *action)
    }

    fn has(&self, action: Action, key: Key) -> bool {
        self.keys(action).contains(&key)
    }

    /// What `key` means in `context`; if it has a meaning only elsewhere, the reason.
    #[must_use]
    pub fn meaning(&self, key: Key, context: Context) -> Meaning {
        if let Key::Char(c) = key
            && context.layer.takes(c)
        {
            // What is typed into the panel is a value.
            return match context.layer {
                Layer::Parameters if context.is_replay => refusal(context),
                _ => Meaning::Text(c),
            };
        }
        let below = context.layer.below().map(|layer| context.under(layer));
        for context in [Some(context), below].into_iter().flatten() {
            if let Some(action) = self.bound(key, context) {
                return Meaning::Action(action);
            }
            let unhindered = Context { is_replay: false, is_kiosk: false, ..context };
            if self.bound(key, unhindered).is_some() {
                return refusal(context);
            }
        }
        match self.missing(key, context) {
            Some(line) => Meaning::Nothing(line),
            None => Meaning::Unknown,
        }
    }

    /// The reason why `key` has no meaning here, if it has one on the other kind of scope.
    fn missing(&self, key: Key, context: Context) -> Option<String> {
        let (other, place) = context.place.other_scope()?;
        let layer = context.layer.below().unwrap_or(context.layer);
        let there = |row: &&KeyRow| {
            [false, true].into_iter().any(|is_replay| {
                row.holds(Context { place: other, layer, is_replay, is_kiosk: false })
            })
        };
        let has_key =
            |row: &&KeyRow| row.bindings.iter().any(|Binding(_, action, _)| self.has(*action, key));
        let noun = rows().filter(there).find(has_key)?.noun?;
        Some(format!("no {noun} {place}"))
    }

    /// The rows that help shows in `context`.
    #[must_use]
    pub fn rows(&self, context: Context) -> Vec<&'static KeyRow> {
        shown(context).filter(|row| self.row_keys(row).next().is_some()).collect()
    }

    /// The rows of `context` and, behind them, those of the layer below it of which no key has another
    /// meaning in `context`.
    #[must_use]
    pub fn rows_over(&self, context: Context) -> Vec<&'static KeyRow> {
        let own = self.rows(context);
        let Some(below) = context.layer.below() else { return own };
        // By the table's keys, too: what a footer shows does not depend on the user's keys.
        let shares = |a: &KeyRow, b: &KeyRow| {
            let by = |keymap: &Self| {
                keymap.row_keys(a).any(|key| keymap.row_keys(b).any(|other| other == key))
            };
            by(self) || by(&DEFAULT_KEYMAP)
        };
        let is_free = |row: &&KeyRow| !own.iter().any(|own| shares(own, row));
        let rest = self.rows(context.under(below)).into_iter().filter(is_free);
        own.iter().copied().chain(rest).collect()
    }

    pub(super) fn row_keys<'a>(&'a self, row: &'a KeyRow) -> impl Iterator<Item = &'a Key> {
        row.bindings.iter().flat_map(|binding| self.bound_keys(binding))
    }

    /// The keys of a binding, which the table's own are unless they were changed.
    fn bound_keys<'a>(&'a self, Binding(_, action, usual): &'a Binding<Action>) -> &'a [Key] {
        let changed = self.changed.iter().find(|(other, _)| other == action);
        changed.map_or(usual, |(_, keys)| keys)
    }

    /// The keys of a row as people read them: `e / i`, `1..8`.
    #[must_use]
    pub fn row_label(&self, row: &KeyRow) -> String {
        let keys: Vec<Key> = self.row_keys(row).copied().collect();
        let runs = keys.chunk_by(|a, b| follows(*a, *b));
        let run = |run: &[Key]| match run {
            [first, _, .., last] => format!("{first}..{last}"),
            keys => keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" / "),
        };
        runs.map(run).collect::<Vec<_>>().join(" / ")
    }

    /// The keys of a row in short, for the footer: `e/i`; of help and quit only one key.
    #[must_use]
    pub fn short_label(&self, row: &KeyRow) -> String {
        let keys: Vec<Key> = self.row_keys(row).copied().collect();
        match keys[..] {
            [first, ..] if stays_in_footer(row) => first.to_string(),
            [first, second @ Key::Char(_)] => format!("{first}/{second}"),
            [Key::Up, Key::Down] => "Up/Dn".to_owned(),
            [Key::Left, Key::Right] => "Left/Right".to_owned(),
            _ => self.row_label(row),
        }
    }

    /// Whether `key` leaves the program, unless it is text.
    #[must_use]
    pub fn quits(&self, key: Key) -> bool {
        self.has(Task::Quit.into(), key)
    }

    /// Whether characters after `key` may be text.
    #[must_use]
    pub fn may_open_text(&self, key: Key) -> bool {
        let opening: [Action; 4] = [
            Task::OpenPicker.into(),
            Task::OpenParameters.into(),
            Inspect::TypeNeuron.into(),
            HelpAction::Filter.into(),
        ];
        opening.into_iter().any(|action| self.has(action, key))
    }
}

/// The reason why a key of `row` has no meaning in a replay, or in a kiosk.
fn refusal(context: Context) -> Meaning {
    let line = if context.is_replay { context.place.replay_drives() } else { KIOSK };
    Meaning::Nothing(line.to_owned())
}

/// Whether `second` is the key of the next character or number after `first`.
fn follows(first: Key, second: Key) -> bool {
    match (first, second) {
        (Key::Char(a), Key::Char(b))
        | (Key::Ctrl(a), Key::Ctrl(b))
        | (Key::Alt(a), Key::Alt(b)) => u32::from(a) + 1 == u32::from(b),
        (Key::F(a), Key::F(b)) => a + 1 == b,
        _ => false,
    }
}

/// Whether a row stays in the footer, however little room there is: help and quit.
#[must_use]
pub fn stays_in_footer(row: &KeyRow) -> bool {
    row.does(Task::ToggleHelp.into()) || row.does(Task::Quit.into())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::keys::Key::{Char, Ctrl};
    use crate::keys::Place;

    const SCOPES: [Place; 2] = [Place::Neuron, Place::Circuit];

    fn meaning(key: Key, context: Context) -> Meaning {
        DEFAULT_KEYMAP.meaning(key, context)
    }

    fn acts(key: Key, context: Context) -> bool {
        matches!(meaning(key, context), Meaning::Action(_))
    }

    fn in_replay(place: Place) -> Context {
        Context { is_replay: true, ..Context::live(place) }
    }

    fn keys_of(context: Context) -> BTreeSet<Key> {
        let rows = DEFAULT_KEYMAP.rows(context);
        rows.iter().flat_map(|row| DEFAULT_KEYMAP.row_keys(row)).copied().collect()
    }

    #[test]
    fn a_key_of_the_other_scope_alone_says_in_a_line_what_is_missing() {
        for (here, there) in [(SCOPES[0], SCOPES[1]), (SCOPES[1], SCOPES[0])] {
            let of = |place| &keys_of(Context::live(place)) | &keys_of(in_replay(place));
            for key in &of(there) - &of(here) {
                for context in [Context::live(here), in_replay(here)] {
                    let Meaning::Nothing(line) = meaning(key, context) else {
                        panic!("{key} says nothing");
                    };
                    assert!(line.starts_with("no ") && line.len() < 79, "{line}");
                }
            }
        }
        for (place, key, line) in [
            (Place::Circuit, '5', "no neuron type to switch to in a circuit"),
            (Place::Neuron, 'z', "no raster to zoom for a single neuron"),
        ] {
            let said = Meaning::Nothing(line.to_owned());
            assert_eq!(meaning(Char(key), Context::live(place)), said);
        }
        for place in SCOPES.into_iter().chain([Place::Gallery]) {
            assert_eq!(meaning(Char('Q'), Context::live(place)), Meaning::Unknown);
        }
    }

    #[test]
    fn in_a_replay_what_drives_the_model_says_that_the_recording_does() {
        let line = Meaning::Nothing("replay: the recording drives the neuron".to_owned());
        let (live, replay) = (Context::live(Place::Neuron), in_replay(Place::Neuron));
        for key in "ei[]{}f1nN/sRmr".chars().map(Char) {
            assert_eq!(meaning(key, replay), line, "{key}");
            assert!(acts(key, live), "{key}");
        }
        for key in " .<>-+=dpcatAP0?q!L".chars().map(Char) {
            assert!(acts(key, replay), "{key}");
        }
        // In the panel digits begin a value.
        for key in [Key::Left, Key::Right, Key::Enter, Char('5'), Char('o')] {
            assert_eq!(meaning(key, replay.under(Layer::Parameters)), line, "{key}");
        }
    }

    #[test]
    fn a_kiosk_has_no_key_that_reaches_files_or_the_shell() {
        let kiosk = |place| Context { is_kiosk: true, ..Context::live(place) };
        let line = Meaning::Nothing(KIOSK.to_owned());
        for context in SCOPES.map(kiosk) {
            for key in [Char('R'), Char('m'), Ctrl('z')] {
                assert_eq!(meaning(key, context), line, "{key}");
            }
            assert!(acts(Char('e'), context));
            assert_eq!(meaning(Char('Q'), context), Meaning::Unknown);
        }
        assert_eq!(meaning(Char('w'), kiosk(Place::Neuron).under(Layer::Parameters)), line);
        assert_eq!(meaning(Ctrl('z'), kiosk(Place::Gallery)), line);
    }

    #[test]
    fn a_key_that_quits_does_so_everywhere_unless_it_is_text() {
        let all = Context::all().flat_map(keys_of).collect::<BTreeSet<_>>();
        let quitting: Vec<_> = all.into_iter().filter(|key| DEFAULT_KEYMAP.quits(*key)).collect();
        assert_eq!(quitting, [Char('q'), Ctrl('c')]);
        for context in Context::all() {
            let quits = Meaning::Action(Action::Task(Task::Quit));
            assert_eq!(meaning(Ctrl('c'), context), quits, "{context:?}");
            let text = if context.layer.takes('q') { Meaning::Text('q') } else { quits };
            assert_eq!(meaning(Char('q'), context), text, "{context:?}");
        }
    }

    #[test]
    fn what_the_panel_of_parameters_does_not_know_the_scope_does() {
        let panel = Context::live(Place::Neuron).under(Layer::Parameters);
        for key in "eIp".chars().map(Char) {
            assert_eq!(meaning(key, panel), meaning(key, panel.under(Layer::Base)), "{key}");
        }
        assert_ne!(meaning(Key::Up, panel), meaning(Key::Up, panel.under(Layer::Base)));
        assert_eq!(meaning(Char('7'), panel), Meaning::Text('7'));
        assert_eq!(meaning(Char('e'), panel.under(Layer::Help)), Meaning::Unknown);
    }

    #[test]
    fn the_footer_names_no_key_with_the_meaning_that_it_has_elsewhere() {
        for place in SCOPES {
            let cursors = Context::live(place).under(Layer::Cursors);
            let rows = DEFAULT_KEYMAP.rows_over(cursors);
            for row in &rows {
                for Binding(_, action, _) in row.bindings {
                    for key in DEFAULT_KEYMAP.keys(*action) {
                        assert_eq!(meaning(*key, cursors), Meaning::Action(*action), "{key}");
                    }
                }
            }
            let base = DEFAULT_KEYMAP.rows_over(Context::live(place));
            assert_eq!(base.len(), DEFAULT_KEYMAP.rows(Context::live(place)).len());
            assert!(rows.len() > base.len() / 2);
        }
    }

    #[test]
    fn labels_read_as_people_write_them() {
        let label = |keymap: &Keymap, action: Action| {
            let row = rows().find(|row| row.does(action)).expect("a row");
            (keymap.row_label(row), keymap.short_label(row))
        };
        let [excite, hold, of_type, pause, quit] =
            ["pulse-excite", "hold-more", "select-type-5", "toggle-pause", "quit"]
                .map(|name| Action::from_name(name).expect("an action"));
        for (action, long, short) in [
            (excite, "e / i", "e/i"),
            (hold, "Up / Down", "Up/Dn"),
            (of_type, "1..8", "1..8"),
            (pause, "Space", "Space"),
            (quit, "q / Ctrl-C", "q"),
        ] {
            assert_eq!(label(&DEFAULT_KEYMAP, action), (long.to_owned(), short.to_owned()));
        }
        let changed = Keymap::with([("select-type-3", vec![Char('X')]), ("mark", vec![])]);
        let changed = changed.expect("no clash");
        assert_eq!(label(&changed, of_type).0, "1 / 2 / X / 4..8");
        assert_eq!(changed.label(Task::Quit), "q");
        assert_eq!(changed.label(crate::keys::Intent::Mark), "(mark)");
    }
}
