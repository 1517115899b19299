//! The triggered display: its line of settings, what it takes as an event, and what it draws.

use izh_tui::engine::{DriveState, Engine, Experiment, Sample, Sink, Spike};
use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::measure::{SourceName, Trigger, TriggerPlan};
use izh_tui::trace::ModelNs;
use izh_tui::ui::Marker;

use crate::support::circuit::{MANY, circuit};
use crate::support::model::preset;
use crate::support::scope::{cells, press, scope, text, type_text, wait};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn screen(app: &Scope, (width, height): (u16, u16)) -> String {
    text(&cells(app, width, height, Marker::Braille))
}

fn snapshots(name: &str, app: &Scope) {
    for size in SIZES {
        insta::assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), screen(app, size));
    }
}

/// A scope on `name` in trigger mode.
fn triggered(name: &str) -> Scope {
    let mut app = scope(name);
    while app.controls().timebase.display().name() != "trigger" {
        type_text(&mut app, "d");
    }
    app
}

/// Opens the line, goes to the setting called `field`, and does `keys` there.
fn set(app: &mut Scope, field: &str, keys: &[Key]) {
    if app.fields().is_empty() {
        type_text(app, "t");
    }
    press(app, [Key::Left; 20]);
    while !app.fields().iter().any(|it| it.name == field && it.is_selected) {
        let before = app.fields();
        press(app, [Key::Right]);
        assert_ne!(app.fields(), before, "no setting {field}");
    }
    press(app, keys.iter().copied());
}

fn typed(text: &str) -> Vec<Key> {
    text.chars().map(Key::Char).chain([Key::Enter]).collect()
}

fn value(app: &Scope, field: &str) -> String {
    app.fields().into_iter().find(|it| it.name == field).map_or_else(String::new, |it| it.value)
}

/// The event of the picture that is shown (ms).
fn event_ms(app: &Scope) -> Option<f64> {
    app.controls().timebase.event_ns(app.now_ns()).map(ModelNs::to_ms)
}

#[test]
fn the_line_has_its_settings_in_one_row_from_100_columns_up() {
    let mut app = triggered("chattering");
    type_text(&mut app, "t");
    let line = " source v  type edge  slope rising  level -20  hysteresis 5  holdoff 0  \
                position 0.33  mode auto";
    let shown = screen(&app, (100, 30));
    assert!(shown.lines().any(|row| row.starts_with(line)), "{shown}");
    assert!(app.fields()[0].is_selected);
    // Left and right don't wrap.
    press(&mut app, [Key::Left]);
    assert!(app.fields()[0].is_selected);
    press(&mut app, [Key::Right; 40]);
    assert!(app.fields().last().expect("one").is_selected);
    for size in SIZES {
        let shown = screen(&app, size);
        for field in app.fields() {
            let word = format!("{} {}", field.name, field.value);
            assert!(shown.contains(&word), "{word}: {shown}");
        }
    }
    press(&mut app, [Key::Esc]);
    assert!(app.fields().is_empty());
}

#[test]
fn digits_replace_a_value_and_leaving_takes_it() {
    let mut app = triggered("chattering");
    set(&mut app, "level", &"-55.5".chars().map(Key::Char).collect::<Vec<_>>());
    assert!(screen(&app, (120, 40)).contains("level -55.5_"));
    press(&mut app, [Key::Right]);
    assert_eq!(value(&app, "level"), "-55.5");
    set(&mut app, "level", &[Key::Char('7'), Key::Backspace, Key::Char('3'), Key::Esc]);
    type_text(&mut app, "t");
    assert_eq!(value(&app, "level"), "-55.5", "Esc gives up what was typed");
    set(&mut app, "level", &[Key::Up, Key::Up]);
    assert_eq!(value(&app, "level"), "-53.5");
}

#[test]
fn what_makes_no_sense_is_refused_in_a_line() {
    let mut app = triggered("chattering");
    for (field, keys, notice) in [
        ("average", "1000000000", "average: expected 1 to 256 windows, found 1000000000"),
        ("average", "0", "average: expected 1 to 256 windows, found 0"),
        ("average", "2.5", "average: expected 1 to 256 windows, found 2.5"),
        ("level", "-", "level: expected a number, found -"),
        ("level", "1.2.3", "level: expected a number, found 1.2.3"),
        ("hysteresis", "-1", "hysteresis: expected 0 or more, found -1"),
        ("holdoff", "-1", "holdoff: expected 0 to 1000000 ms, found -1"),
        ("position", "1.5", "position: expected 0 to 1, found 1.5"),
        ("source", "3", "source: expected a choice by the arrows, found 3"),
    ] {
        set(&mut app, field, &typed(keys));
        let said = app.desk().notice().expect("one").text.clone();
        assert_eq!(said, notice);
        assert!(said.len() < 79, "{said}");
    }
    assert_eq!(app.trigger_plan(), &TriggerPlan::default());
    // A second level has to lie beyond the first.
    set(&mut app, "type", &[Key::Up; 2]);
    assert_eq!(value(&app, "type"), "runt");
    set(&mut app, "level2", &typed("-30"));
    let said = app.desk().notice().expect("one").text.clone();
    assert_eq!(said, "level2: expected a level beyond -20 for slope rise, found -30");
}

/// The events of a trigger without a screen.
struct Events(Trigger, Vec<f64>);

impl Sink for Events {
    fn sample(&mut self, sample: &Sample) {
        self.1.extend(self.0.row(sample));
    }

    fn spike(&mut self, spike: &Spike) {
        self.1.extend(self.0.spike(spike));
    }
}

fn events(name: &str, plan: &TriggerPlan, ms: u64) -> Vec<f64> {
    let setup = preset(name).subject;
    let settings = plan.settings(&setup.cell.neuron).expect("they suit each other");
    let mut events = Events(Trigger::new(settings, &setup), Vec::new());
    let experiment = Experiment::neuron(&setup, DriveState::live(&setup.cell.protocol), 1);
    let steps = ms * u64::from(setup.steps_per_ms) + 1;
    Engine::begin(&experiment).advance(steps, &mut events);
    events.1
}

/// The pictures that a display in normal mode shows, by their events (ms), in frames of so many ms.
fn pictures(app: &mut Scope, ms: u64, frame_ms: &[u64]) -> Vec<f64> {
    let mut shown = Vec::new();
    let mut left = ms;
    for frame in frame_ms.iter().cycle() {
        if left == 0 {
            break;
        }
        app.tick(left.min(*frame) * 1_000_000, || true);
        left = left.saturating_sub(*frame);
        if let Some(event) = event_ms(app).filter(|event| shown.last() != Some(event)) {
            shown.push(event);
        }
    }
    shown
}

#[test]
fn every_rule_takes_the_events_that_a_run_without_a_screen_finds() {
    let window_ms = 10.0;
    for (source, steps, extra) in [
        (SourceName::V, 0, None),
        (SourceName::V, 1, Some(("min", "0"))),
        (SourceName::V, 3, Some(("level2", "20"))),
        (SourceName::V, 4, Some(("timeout", "15"))),
        (SourceName::V, 5, None),
        (SourceName::V, 6, Some(("idle", "20"))),
        (SourceName::U, 0, Some(("level", "-3"))),
        (SourceName::Dv, 0, Some(("level", "10"))),
        (SourceName::Spike, 0, None),
    ] {
        let build = || {
            let mut app = triggered("chattering");
            let place = SourceName::OF_NEURON.iter().position(|it| *it == source).expect("one");
            set(&mut app, "source", &vec![Key::Up; place]);
            set(&mut app, "type", &vec![Key::Up; steps]);
            if let Some((field, text)) = extra {
                set(&mut app, field, &typed(text));
            }
            set(&mut app, "mode", &[Key::Up]);
            set(&mut app, "position", &typed("0"));
            press(&mut app, [Key::Esc]);
            while app.controls().timebase.window_ms() > window_ms {
                type_text(&mut app, "(");
            }
            app
        };
        let mut app = build();
        let plan = *app.trigger_plan();
        let shown = pictures(&mut app, 400, &[1]);
        // An event is taken once the picture before is complete, and shown when it is itself.
        let mut expected: Vec<f64> = Vec::new();
        for event in events("chattering", &plan, 400) {
            let is_free = expected.last().is_none_or(|last| event >= last + window_ms);
            if is_free && event + window_ms <= 400.0 {
                expected.push(event);
            }
        }
        assert!(expected.len() > 3, "{source:?} {steps}: {expected:?}");
        assert_eq!(shown, expected, "{source:?} {steps}");
        // Frames and speed leave no trace in the last of them.
        for frames in [&[7, 31, 2][..], &[200]] {
            let mut app = build();
            assert_eq!(pictures(&mut app, 400, frames).last(), expected.last(), "{frames:?}");
        }
    }
}

#[test]
fn a_single_picture_stays_until_the_trigger_is_armed() {
    let mut app = triggered("regular-spiking");
    while app.controls().timebase.window_ms() > 50.0 {
        type_text(&mut app, "(");
    }
    set(&mut app, "mode", &[Key::Up, Key::Up]);
    assert!(screen(&app, (80, 24)).contains(" ARMED\n"));
    wait(&mut app, 500);
    let first = event_ms(&app).expect("one");
    wait(&mut app, 500);
    assert_eq!(event_ms(&app), Some(first));
    assert!(screen(&app, (80, 24)).contains(" STOP\n"));
    type_text(&mut app, "L");
    assert!(screen(&app, (80, 24)).contains(" ARMED\n"));
    wait(&mut app, 500);
    assert!(event_ms(&app).expect("one") > first + 900.0);
    // A picture can be forced, where nothing triggers.
    set(&mut app, "level", &typed("100"));
    type_text(&mut app, "L");
    wait(&mut app, 300);
    assert_eq!(event_ms(&app), None);
    let now_ms = app.now_ns().to_ms();
    type_text(&mut app, "!");
    wait(&mut app, 100);
    assert_eq!(event_ms(&app), Some(now_ms));
}

#[test]
fn the_keys_of_the_trigger_say_when_the_display_is_another() {
    let mut app = scope("chattering");
    for key in ["!", "L"] {
        type_text(&mut app, key);
        let said = &app.desk().notice().expect("one").text;
        assert_eq!(said, "the display is not triggered: d changes it");
    }
}

#[test]
fn a_second_level_stays_beyond_the_usual_level_of_another_neuron() {
    let mut app = triggered("chattering");
    set(&mut app, "type", &[Key::Up; 2]);
    // Beyond -20 mV, but not beyond half-way between vt and the peak of the other neuron.
    set(&mut app, "level2", &typed("-10"));
    press(&mut app, [Key::Esc]);
    type_text(&mut app, "/chattering-2007");
    press(&mut app, [Key::Enter]);
    wait(&mut app, 100);
    type_text(&mut app, "t");
    let [level, level2] =
        ["level", "level2"].map(|field| value(&app, field).parse::<f64>().expect("a number"));
    assert!(level > -10.0 && level2 > level, "{level} and {level2}");
}

#[test]
fn levels_zero_and_times_from_the_event_are_drawn() {
    let mut app = triggered("chattering");
    type_text(&mut app, "((");
    wait(&mut app, 1500);
    snapshots("trigger", &app);
    set(&mut app, "type", &[Key::Up; 6]);
    set(&mut app, "mode", &[Key::Up]);
    wait(&mut app, 1000);
    snapshots("trigger-line", &app);
}

#[test]
fn windows_persist_and_are_averaged() {
    let mut app = triggered("chattering");
    type_text(&mut app, "((");
    set(&mut app, "persist", &[Key::Up]);
    wait(&mut app, 2000);
    assert_eq!(app.underlays(0, 100).len(), 15);
    snapshots("persistence", &app);
    set(&mut app, "persist", &[Key::Down]);
    set(&mut app, "average", &typed("4"));
    wait(&mut app, 2000);
    assert_eq!(app.underlays(0, 100).len(), 1);
    snapshots("average", &app);
    // Another neuron has no such windows.
    type_text(&mut app, "n");
    assert!(app.underlays(0, 100).is_empty());
}

#[test]
fn a_circuit_triggers_on_the_selected_channel_and_on_a_rate() {
    let mut app = circuit(MANY);
    while app.controls().timebase.display().name() != "trigger" {
        type_text(&mut app, "d");
    }
    type_text(&mut app, "((");
    set(&mut app, "source", &[Key::Up; 5]);
    assert_eq!(value(&app, "source"), "rate");
    press(&mut app, [Key::Esc]);
    wait(&mut app, 1000);
    assert!(event_ms(&app).is_some());
    snapshots("trigger-circuit", &app);
    // Another channel is triggered anew.
    type_text(&mut app, "2t");
    press(&mut app, [Key::Left; 20]);
    press(&mut app, [Key::Down; 5]);
    assert_eq!(value(&app, "source"), "v");
    wait(&mut app, 1000);
    assert!(screen(&app, (120, 40)).contains("source v"));
}
