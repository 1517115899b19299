//! The tables of keys, of the scopes and of the gallery: look-up, footer, help, the README's tables and
//! the manual derive from them.

use crate::keys::{Action, Browse, Edit, Inspect, Intent, Key, Task, View};
use crate::scope::Panel;
use crate::scope::Scroll::{Back, Forward, Newest, Oldest, PageBack, PageForward};

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The keys, each with what it means.
    pub keys: &'static [(Key, Action)],
    /// What they do, as a sentence without a full stop.
    pub help: &'static str,
    /// A word for the footer, if the keys are worth a place there.
    pub footer: Option<&'static str>,
    /// Where they do it.
    pub when: When,
    /// What there is none of where only the other kind of scope has these keys: `no NOUN in a circuit`.
    noun: Option<&'static str>,
    /// Whether they reach beyond the scope, to files or to the shell: not in a kiosk.
    reaches_out: bool,
}

/// Where keys do what their row says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// Wherever their table holds.
    #[default]
    Always,
    /// Only where keys drive the model, not in a replay.
    Live,
    /// Only in a replay.
    Replay,
}

/// What decides which rows hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeyContext {
    /// Whether a recording drives the model.
    pub(crate) is_replay: bool,
    /// Whether the scope is open to everybody.
    pub(crate) is_kiosk: bool,
}

/// What is said of keys that a kiosk does not have.
pub(crate) const KIOSK: &str = "kiosk: nothing is recorded, saved or suspended here";

const fn row(
    keys: &'static [(Key, Action)],
    footer: Option<&'static str>,
    help: &'static str,
) -> Binding {
    Binding { keys, help, footer, when: When::Always, noun: None, reaches_out: false }
}

use Action::{Circuit, Edit as Editing, Gallery, Model, Task as Does, View as Picture};
use Key::{Char, Ctrl};

// Rows of several tables.
const PULSE: Binding = row(
    &[(Char('e'), Model(Intent::Excite)), (Char('i'), Model(Intent::Inhibit))],
    Some("pulse"),
    "inject an excitatory (+) / inhibitory (-) current pulse",
)
.live();
const SUSTAIN: Binding = row(
    &[(Key::Enter, Model(Intent::ToggleSustained))],
    Some("step"),
    "sustained step current on / off",
)
.live();
const TURN: Binding =
    row(&[(Char('I'), Model(Intent::TurnSustained))], None, "turn the sign of the sustained step")
        .live();
const HOLD: Binding = row(
    &[(Key::Up, Model(Intent::HoldMore)), (Key::Down, Model(Intent::HoldLess))],
    Some("hold"),
    "holding current + / -",
)
.live();
const AMPLITUDE: Binding = row(
    &[(Char('['), Picture(View::PulseWeaker)), (Char(']'), Picture(View::PulseStronger))],
    None,
    "pulse amplitude - / +",
)
.live();
const WIDTH: Binding = row(
    &[(Char('{'), Picture(View::PulseShorter)), (Char('}'), Picture(View::PulseLonger))],
    None,
    "pulse width - / +",
)
.live();
const NEIGHBOUR: Binding = row(
    &[(Char('n'), Model(Intent::NextPreset)), (Char('N'), Model(Intent::PreviousPreset))],
    None,
    "next / previous preset",
)
.live();
const FIND: Binding =
    row(&[(Char('/'), Does(Task::OpenPicker))], Some("find"), "pick a preset: type to filter")
        .live();
const TIME: Binding = row(
    &[(Char('('), Picture(View::Shorter)), (Char(')'), Picture(View::Longer))],
    None,
    "less / more time per division: a closer or a wider look",
);
const SCROLL: Binding = row(
    &[(Key::Left, Picture(View::Scroll(Back))), (Key::Right, Picture(View::Scroll(Forward)))],
    None,
    "pause and look back by a division / forward",
);
const PAGE: Binding = row(
    &[
        (Key::PageUp, Picture(View::Scroll(PageBack))),
        (Key::PageDown, Picture(View::Scroll(PageForward))),
    ],
    None,
    "pause and look back by a window / forward",
);
const ENDS: Binding = row(
    &[(Key::Home, Picture(View::Scroll(Oldest))), (Key::End, Picture(View::Scroll(Newest)))],
    None,
    "pause and look at the oldest that is kept / at the newest",
);
const GAIN: Binding = row(
    &[(Char('-'), Picture(View::GainCoarser)), (Char('+'), Picture(View::GainFiner))],
    None,
    "more / fewer mV per division",
);
const FIT: Binding = row(
    &[(Char('='), Picture(View::GainFit))],
    None,
    "fit the voltage axis to what is seen; again: it follows",
);
const SCHEME: Binding = row(
    &[(Char('s'), Model(Intent::NextScheme))],
    Some("scheme"),
    "integration scheme: paper, euler, izh2003, exact",
)
.live();
const RECORD: Binding =
    row(&[(Char('R'), Does(Task::ToggleRecording))], Some("record"), "recording on / off")
        .live()
        .reaching_out();
const MARK: Binding =
    row(&[(Char('m'), Model(Intent::Mark))], None, "drop a marker into the recording")
        .live()
        .reaching_out();
const ZERO: Binding =
    row(&[(Char('0'), Picture(View::ZeroStatistics))], None, "zero the statistics");
const LEAVE: Binding = row(
    &[(Key::Esc, Does(Task::Close))],
    None,
    "close what lies over the scope, or go back to the gallery",
);
const PAUSE: Binding = row(&[(Char(' '), Does(Task::TogglePause))], Some("pause"), "run / pause");
const PAUSE_REPLAY: Binding = row(
    &[(Char(' '), Does(Task::TogglePause))],
    Some("pause"),
    "run / pause; at the end of the recording: again from its start",
)
.replay();
const SINGLE_STEP: Binding =
    row(&[(Char('.'), Does(Task::SingleStep))], None, "one step while paused");
const SPEED: Binding = row(
    &[(Char('<'), Does(Task::Slower)), (Char('>'), Does(Task::Faster))],
    Some("speed"),
    "slower / faster, with as much a closer / wider look",
);
const HELP: Binding = row(
    &[(Char('?'), Does(Task::ToggleHelp)), (Key::F(1), Does(Task::ToggleHelp))],
    Some("help"),
    "open / close this help",
);
const REDRAW: Binding = row(&[(Ctrl('l'), Does(Task::Redraw))], None, "redraw the screen");
const SUSPEND: Binding =
    row(&[(Ctrl('z'), Does(Task::Suspend))], None, "suspend to the shell").reaching_out();
const QUIT: Binding =
    row(&[(Char('q'), Does(Task::Quit)), (Ctrl('c'), Does(Task::Quit))], Some("quit"), "quit");

/// Every key of the live scope of a neuron, in the order in which help shows them.
pub const BINDINGS: &[Binding] = &[
    PULSE,
    SUSTAIN,
    TURN,
    row(
        &[(Char('f'), Model(Intent::Fire))],
        Some("fire"),
        "fire the preset's own stimulus protocol once",
    )
    .live()
    .of("protocol to fire once"),
    HOLD,
    AMPLITUDE,
    WIDTH,
    row(
        &[
            (Char('1'), Model(Intent::Type(0))),
            (Char('2'), Model(Intent::Type(1))),
            (Char('3'), Model(Intent::Type(2))),
            (Char('4'), Model(Intent::Type(3))),
            (Char('5'), Model(Intent::Type(4))),
            (Char('6'), Model(Intent::Type(5))),
            (Char('7'), Model(Intent::Type(6))),
            (Char('8'), Model(Intent::Type(7))),
        ],
        Some("type"),
        "switch to one of the eight neuron types of 2003",
    )
    .live()
    .of("neuron type to switch to"),
    NEIGHBOUR,
    FIND,
    PAUSE.live(),
    PAUSE_REPLAY,
    SINGLE_STEP,
    SPEED,
    TIME,
    SCROLL,
    PAGE,
    ENDS,
    GAIN,
    FIT,
    row(&[(Char('d'), Picture(View::NextDisplay))], None, "display mode: roll, sweep, trigger"),
    SCHEME,
    row(
        &[(Char('P'), Does(Task::ToggleParameters))],
        None,
        "parameters: change them live, save them as a preset",
    )
    .live()
    .of("panel of parameters"),
    row(
        &[(Char('P'), Does(Task::ToggleParameters))],
        None,
        "parameters: look at them, save them as a preset",
    )
    .replay()
    .of("panel of parameters"),
    row(
        &[(Key::Tab, Picture(View::NextPanel))],
        None,
        "next view: panels, u trace, phase plane, f-I curve, scope alone",
    ),
    row(
        &[(Char('p'), Picture(View::TogglePanel(Panel::Phase)))],
        None,
        "open / close the phase plane: nullclines, rest points",
    )
    .of("phase plane"),
    row(
        &[(Char('c'), Picture(View::TogglePanel(Panel::Curve)))],
        None,
        "open / close the f-I curve: firing rates against current, class",
    )
    .of("f-I curve"),
    row(
        &[(Char('a'), Picture(View::ToggleUnits))],
        None,
        "artificial units under the same current, and what they can't do",
    )
    .of("artificial unit"),
    row(
        &[(Char('t'), Picture(View::ThetaLower)), (Char('T'), Picture(View::ThetaHigher))],
        None,
        "theta of the artificial units - / +",
    )
    .of("artificial unit with a theta"),
    row(
        &[(Char('w'), Picture(View::SlopeSteeper)), (Char('W'), Picture(View::SlopeWider))],
        None,
        "width of the sigmoid unit's slope - / +",
    )
    .of("sigmoid unit with a slope"),
    RECORD,
    MARK,
    row(&[(Char('r'), Model(Intent::Reset))], None, "reset the neuron to its initial state").live(),
    ZERO,
    HELP,
    LEAVE,
    REDRAW,
    SUSPEND,
    QUIT,
];

/// Every key of the scope of a circuit, in the order in which help shows them.
pub const CIRCUIT_BINDINGS: &[Binding] = &[
    PULSE,
    SUSTAIN,
    TURN,
    HOLD,
    AMPLITUDE,
    WIDTH,
    row(
        &[(Char('o'), Circuit(Inspect::ToggleAim))],
        Some("site"),
        "inject into the selected neuron, or all of its population",
    )
    .live()
    .of("choice of whom to inject into"),
    row(
        &[(Char('o'), Circuit(Inspect::ToggleAim))],
        Some("site"),
        "stimulus of the selected neuron, or of all of its population",
    )
    .replay()
    .of("choice of whose stimulus is shown"),
    row(
        &[
            (Char('1'), Circuit(Inspect::Channel(0))),
            (Char('2'), Circuit(Inspect::Channel(1))),
            (Char('3'), Circuit(Inspect::Channel(2))),
            (Char('4'), Circuit(Inspect::Channel(3))),
        ],
        Some("CH"),
        "select a channel, which turns it on",
    ),
    row(&[(Char('x'), Circuit(Inspect::ToggleChannel))], None, "selected channel on / off")
        .of("channel to turn on or off"),
    row(
        &[(Char('j'), Circuit(Inspect::NextNeuron)), (Char('k'), Circuit(Inspect::PreviousNeuron))],
        Some("neuron"),
        "next / previous neuron on the selected channel",
    )
    .of("other neuron to look at"),
    row(
        &[(Char('#'), Circuit(Inspect::TypeNeuron))],
        None,
        "type a neuron's number, or E:17 for one of a population",
    )
    .of("other neuron to look at"),
    row(
        &[
            (Char('J'), Circuit(Inspect::NextPopulation)),
            (Char('K'), Circuit(Inspect::PreviousPopulation)),
        ],
        None,
        "next / previous population",
    )
    .of("population to look at"),
    row(
        &[(Char('v'), Circuit(Inspect::NextShown))],
        Some("shows"),
        "channel shows: v, u, a synapse's resource, utilisation, weight",
    )
    .of("channel to show something else"),
    row(
        &[
            (Char('y'), Circuit(Inspect::NextSynapse)),
            (Char('Y'), Circuit(Inspect::PreviousSynapse)),
        ],
        None,
        "next / previous synapse onto the neuron",
    )
    .of("synapse to look at"),
    row(
        &[(Key::Tab, Picture(View::NextPanel))],
        Some("view"),
        "next view: overview, raster, channels, spectrum, weights",
    ),
    row(
        &[(Char('z'), Circuit(Inspect::Zoom))],
        Some("zoom"),
        "raster: all, the selected population, the neuron's neighbours",
    )
    .of("raster to zoom"),
    NEIGHBOUR,
    FIND,
    PAUSE.live(),
    PAUSE_REPLAY,
    SINGLE_STEP,
    SPEED,
    TIME,
    SCROLL,
    PAGE,
    ENDS,
    GAIN,
    FIT,
    row(&[(Char('d'), Picture(View::NextDisplay))], None, "display mode: roll, sweep"),
    SCHEME,
    RECORD,
    MARK,
    row(
        &[(Char('r'), Model(Intent::Reset))],
        None,
        "reset the circuit to its start, weights included",
    )
    .live(),
    ZERO,
    HELP,
    LEAVE,
    REDRAW,
    SUSPEND,
    QUIT,
];

/// Every key of the gallery, in the order in which help shows them.
pub const GALLERY_BINDINGS: &[Binding] = &[
    row(
        &[(Key::Left, Gallery(Browse::Left)), (Key::Right, Gallery(Browse::Right))],
        None,
        "select the neuron to the left / to the right",
    ),
    row(
        &[(Key::Up, Gallery(Browse::Up)), (Key::Down, Gallery(Browse::Down))],
        None,
        "select the neuron above / below",
    ),
    row(
        &[(Key::Enter, Gallery(Browse::Open))],
        Some("open"),
        "open the selected neuron on the scope; Esc comes back",
    ),
    row(
        &[(Char('n'), Gallery(Browse::NextPage)), (Char('N'), Gallery(Browse::PreviousPage))],
        Some("page"),
        "next / previous page",
    ),
    row(
        &[(Key::PageDown, Gallery(Browse::NextPage)), (Key::PageUp, Gallery(Browse::PreviousPage))],
        None,
        "next / previous page",
    ),
    row(
        &[(Char('s'), Gallery(Browse::OtherSchemes))],
        Some("scheme"),
        "integration schemes: the published ones, or exact for all",
    ),
    row(
        &[(Char('t'), Gallery(Browse::OtherFigure))],
        Some("figure"),
        "the features of 2004, or the types of 2003 and 2007",
    ),
    PAUSE,
    SINGLE_STEP,
    row(
        &[(Char('<'), Does(Task::Slower)), (Char('>'), Does(Task::Faster))],
        Some("speed"),
        "slower / faster",
    ),
    HELP,
    row(&[(Key::Esc, Does(Task::Close))], None, "close this help"),
    REDRAW,
    SUSPEND,
    QUIT,
];

/// Every key of the panel of parameters; any other means there what it means on the scope.
pub const PARAMETER_BINDINGS: &[Binding] = &[
    row(&[(Key::Up, Editing(Edit::Up)), (Key::Down, Editing(Edit::Down))], None, "select"),
    row(
        &[(Key::Left, Editing(Edit::Less)), (Key::Right, Editing(Edit::More))],
        None,
        "a step - / +",
    )
    .live(),
    row(&[(Key::Enter, Editing(Edit::Type))], None, "type a value").live(),
    row(&[(Char('o'), Editing(Edit::Restore))], None, "the preset's own values").live(),
    row(&[(Char('w'), Editing(Edit::Save))], None, "save as a preset").reaching_out(),
    row(&[(Key::Esc, Editing(Edit::Close)), (Char('P'), Editing(Edit::Close))], None, "close"),
];

/// What `key` means by one of the tables.
#[must_use]
pub(crate) fn lookup_in(table: &[Binding], key: Key, context: KeyContext) -> Option<Action> {
    let rows = table.iter().filter(|row| row.holds(context));
    rows.flat_map(|row| row.keys).find(|(bound, _)| *bound == key).map(|(_, action)| *action)
}

/// The rows of a table that hold.
pub(crate) fn held(table: &'static [Binding], context: KeyContext) -> Vec<Binding> {
    table.iter().filter(|row| row.holds(context)).copied().collect()
}

/// The keys of one kind of scope, and what is said of keys that do nothing on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScopeKeys {
    table: &'static [Binding],
    /// The table of the other kind, and where what only that has is missing.
    other: (&'static [Binding], &'static str),
    /// What is said of keys that only work where they drive the model.
    pub(crate) replay_drives: &'static str,
}

/// Keys of the scope of a neuron.
pub(crate) const NEURON_KEYS: ScopeKeys = ScopeKeys {
    table: BINDINGS,
    other: (CIRCUIT_BINDINGS, "for a single neuron"),
    replay_drives: "replay: the recording drives the neuron",
};

/// Keys of the scope of a circuit.
pub(crate) const CIRCUIT_KEYS: ScopeKeys = ScopeKeys {
    table: CIRCUIT_BINDINGS,
    other: (BINDINGS, "in a circuit yet"),
    replay_drives: "replay: the recording drives the circuit",
};

/// What a key means on a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// This.
    Action(Action),
    /// Nothing there, for this reason.
    Nothing(String),
    /// Nothing anywhere.
    Unknown,
}

impl ScopeKeys {
    /// What `key` means.
    pub(crate) fn meaning(&self, key: Key, context: KeyContext) -> Meaning {
        if let Some(action) = lookup_in(self.table, key, context) {
            return Meaning::Action(action);
        }
        if lookup_in(self.table, key, KeyContext::default()).is_some() {
            return Meaning::Nothing(self.refusal(context).to_owned());
        }
        let binds = |row: &&Binding| row.keys.iter().any(|(bound, _)| *bound == key);
        let (other, place) = self.other;
        match other.iter().find(binds).and_then(|row| row.noun) {
            Some(noun) => Meaning::Nothing(format!("no {noun} {place}")),
            None => Meaning::Unknown,
        }
    }

    /// What is said of keys that do nothing because of `context`.
    pub(crate) fn refusal(&self, context: KeyContext) -> &'static str {
        if context.is_replay { self.replay_drives } else { KIOSK }
    }

    /// The rows that hold.
    pub(crate) fn held(&self, context: KeyContext) -> Vec<Binding> {
        held(self.table, context)
    }
}

impl Binding {
    /// The same, where keys drive the model.
    const fn live(self) -> Self {
        Self { when: When::Live, ..self }
    }

    /// The same, in a replay.
    const fn replay(self) -> Self {
        Self { when: When::Replay, ..self }
    }

    /// The same, not in a kiosk.
    const fn reaching_out(self) -> Self {
        Self { reaches_out: true, ..self }
    }

    /// Whether the row holds.
    fn holds(&self, context: KeyContext) -> bool {
        let is_here = match self.when {
            When::Always => true,
            When::Live => !context.is_replay,
            When::Replay => context.is_replay,
        };
        is_here && !(self.reaches_out && context.is_kiosk)
    }

    /// The same, told of as `noun` where these keys do nothing.
    const fn of(self, noun: &'static str) -> Self {
        Self { noun: Some(noun), ..self }
    }

    /// The keys as people read them: `e / i`, `1..8`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.keys {
            [(first, _), .., (last, _)] if self.keys.len() > 2 => format!("{first}..{last}"),
            keys => keys.iter().map(|(key, _)| key.to_string()).collect::<Vec<_>>().join(" / "),
        }
    }
}

/// `rows` as Markdown, as they stand in the README; those of replays are left out.
#[must_use]
pub fn markdown_table(rows: &[Binding]) -> String {
    let mut table = String::from("| key | does |\n|---|---|\n");
    for row in rows.iter().filter(|row| row.holds(KeyContext::default())) {
        table.push_str(&format!("| `{}` | {} |\n", row.label(), row.help));
    }
    table
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_key_is_bound_twice() {
        for table in [BINDINGS, CIRCUIT_BINDINGS, GALLERY_BINDINGS, PARAMETER_BINDINGS] {
            for is_replay in [false, true] {
                let mut seen = BTreeSet::new();
                let context = KeyContext { is_replay, is_kiosk: false };
                for (key, _) in held(table, context).iter().flat_map(|row| row.keys) {
                    assert!(seen.insert(*key), "{key} is bound twice");
                }
            }
        }
    }

    #[test]
    fn a_key_of_the_other_scope_alone_says_in_a_line_what_is_missing() {
        let keys = |table: &'static [Binding]| table.iter().flat_map(|row| row.keys);
        for (here, there) in [(NEURON_KEYS, CIRCUIT_KEYS), (CIRCUIT_KEYS, NEURON_KEYS)] {
            let bound: BTreeSet<Key> = keys(here.table).map(|(key, _)| *key).collect();
            for (key, _) in keys(there.table).filter(|(key, _)| !bound.contains(key)) {
                for is_replay in [false, true] {
                    let context = KeyContext { is_replay, is_kiosk: false };
                    let Meaning::Nothing(line) = here.meaning(*key, context) else {
                        panic!("{key} says nothing");
                    };
                    assert!(line.starts_with("no ") && line.len() < 79, "{line}");
                }
            }
        }
        let said = |keys: ScopeKeys, key| match keys.meaning(Key::Char(key), KeyContext::default())
        {
            Meaning::Nothing(line) => line,
            meaning => panic!("{key} means {meaning:?}"),
        };
        assert_eq!(said(CIRCUIT_KEYS, 'p'), "no phase plane in a circuit yet");
        assert_eq!(said(CIRCUIT_KEYS, '5'), "no neuron type to switch to in a circuit yet");
        assert_eq!(said(NEURON_KEYS, 'z'), "no raster to zoom for a single neuron");
        for keys in [NEURON_KEYS, CIRCUIT_KEYS] {
            assert_eq!(keys.meaning(Key::Char('Q'), KeyContext::default()), Meaning::Unknown);
        }
    }

    #[test]
    fn in_a_replay_what_drives_the_model_says_that_the_recording_does() {
        let meaning = |key, is_replay| {
            let context = KeyContext { is_replay, is_kiosk: false };
            NEURON_KEYS.meaning(Key::Char(key), context)
        };
        for key in "ei[]{}f1nN/sRmr".chars() {
            let line = "replay: the recording drives the neuron".to_owned();
            assert_eq!(meaning(key, true), Meaning::Nothing(line), "{key}");
            assert!(matches!(meaning(key, false), Meaning::Action(_)), "{key}");
        }
        for key in " .<>-+=dpcatTwWP0?q".chars() {
            assert!(matches!(meaning(key, true), Meaning::Action(_)), "{key}");
        }
    }

    #[test]
    fn a_kiosk_has_no_key_that_reaches_out() {
        let context = KeyContext { is_replay: false, is_kiosk: true };
        for keys in [NEURON_KEYS, CIRCUIT_KEYS] {
            for key in [Char('R'), Char('m'), Ctrl('z')] {
                assert_eq!(keys.meaning(key, context), Meaning::Nothing(KIOSK.to_owned()), "{key}");
            }
            assert!(matches!(keys.meaning(Char('e'), context), Meaning::Action(_)));
            assert_eq!(keys.meaning(Char('Q'), context), Meaning::Unknown);
        }
        assert_eq!(lookup_in(PARAMETER_BINDINGS, Char('w'), context), None);
        assert_eq!(lookup_in(GALLERY_BINDINGS, Ctrl('z'), context), None);
    }

    #[test]
    fn sentences_find_room_in_help() {
        for row in BINDINGS.iter().chain(CIRCUIT_BINDINGS).chain(GALLERY_BINDINGS) {
            assert!(row.help.chars().count() <= 63, "{}", row.help);
        }
    }

    #[test]
    fn labels_read_as_people_write_them() {
        let label = |key| {
            let has = |row: &&Binding| row.keys.iter().any(|(bound, _)| *bound == key);
            BINDINGS.iter().find(has).expect("bound").label()
        };
        assert_eq!(label(Key::Char('e')), "e / i");
        assert_eq!(label(Key::Char('5')), "1..8");
        assert_eq!(label(Key::Char(' ')), "Space");
        assert_eq!(label(Key::Ctrl('c')), "q / Ctrl-C");
    }
}
