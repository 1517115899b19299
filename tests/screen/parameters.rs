//! Parameters that are changed while the neuron runs: recorded, undone, saved.

use izh_tui::circuit::NeuronId;
use izh_tui::desk::{Effect, Outcome, Tone};
use izh_tui::engine::{Command, Engine, Event, Site, Step};
use izh_tui::input::Document;
use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::model::Live;
use izh_tui::preset::{Origin, PresetToSave, Saved, parse};
use izh_tui::session::encode;
use izh_tui::ui::Marker;

use crate::support::scope::{cells, live, press, scope, text, type_text, wait};

/// A scope with the panel open and so many rows down selected.
fn opened(preset: &str, down: usize) -> Scope {
    let mut app = scope(preset);
    wait(&mut app, 200);
    type_text(&mut app, "P");
    press(&mut app, std::iter::repeat_n(Key::Down, down));
    app
}

fn value(app: &Scope, name: &str) -> f64 {
    let neuron = &app.cell().neuron;
    let parameter = neuron.parameter(name).expect("the neuron has it");
    parameter.get(neuron).expect("and a place for it")
}

#[test]
fn arrows_change_a_value_and_one_key_brings_it_back() {
    let mut app = opened("chattering", 2);
    press(&mut app, [Key::Right, Key::Right]);
    assert_eq!(value(&app, "c"), -48.0);
    assert!(app.situation().is_edited);
    type_text(&mut app, "o");
    assert_eq!(value(&app, "c"), -50.0);
    assert!(!app.situation().is_edited);
}

#[test]
fn a_typed_value_is_taken_or_refused_with_a_reason() {
    let mut app = opened("fast-spiking-2007", 0);
    type_text(&mut app, "25");
    press(&mut app, [Key::Enter]);
    assert_eq!(value(&app, "C"), 25.0);
    for (typed, why) in [
        ("0", "C: expected above 0, found 0"),
        ("-", "expected a number, found -"),
        ("1e999", "C: expected a finite number, found inf"),
    ] {
        type_text(&mut app, typed);
        press(&mut app, [Key::Enter]);
        let notice = app.desk().notice().expect("a reason");
        assert_eq!((notice.text.as_str(), notice.tone), (why, Tone::Alarm));
        assert_eq!(value(&app, "C"), 25.0);
    }
}

#[test]
fn the_current_is_a_row_too_in_steps_of_its_unit() {
    let mut app = opened("fast-spiking-2007", 99);
    press(&mut app, [Key::Right]);
    assert_eq!(app.engine().holding_current(Site::Subject), 220.0);
    type_text(&mut app, "73.2");
    press(&mut app, [Key::Enter]);
    assert_eq!(app.engine().holding_current(Site::Subject), 73.2);
}

#[test]
fn the_scope_goes_on_behind_the_panel() {
    let mut app = opened("chattering", 0);
    let before = app.engine().step();
    wait(&mut app, 100);
    assert!(app.engine().step() > before);
    type_text(&mut app, " ");
    assert!(app.desk().paused);
    press(&mut app, [Key::Esc]);
    assert!(app.overlay().is_none() && app.desk().paused);
}

#[test]
fn an_edit_is_one_line_with_the_whole_neuron() {
    let setup = crate::support::model::preset("low-threshold-spiking-2007").subject;
    let mut neuron = setup.cell.neuron;
    neuron.parameter("d").expect("a row").set(&mut neuron, 25.0);
    let command = Command::Edit { site: Site::Subject, neuron: Box::new(neuron) };
    let text = encode::event(&Event { step: Step(8), command: command.clone() });
    assert_eq!(
        text.lines().nth(2),
        Some(
            "command.edit = { neuron = { equations = \"2007\", C = 100.0, k = 1.0, vr = -56.0, \
             vt = -42.0, a = 0.03, b = 8.0, c = -53.0, d = 25.0, peak = 40.0, peak_per_u = -0.1, \
             c_per_u = 0.04, u_max = 670.0 } }"
        )
    );
    let mut engine =
        Engine::new(&live(&crate::support::model::preset("low-threshold-spiking-2007")));
    assert_eq!(engine.apply(&command), Ok(()));
    assert_eq!(engine.cell().expect("a neuron").neuron, neuron);
    assert_eq!(engine.state(NeuronId::FIRST), setup.cell.initial);
}

/// The preset that one key press asked the shell to save.
fn wanted(outcomes: &[Outcome]) -> PresetToSave {
    match outcomes {
        [Outcome::Effect(Effect::SavePreset(wanted))] => (**wanted).clone(),
        other => panic!("nothing is to be saved: {other:?}"),
    }
}

#[test]
fn a_preset_is_saved_and_nothing_is_replaced_unasked() {
    let mut app = opened("chattering", 3);
    press(&mut app, [Key::Right, Key::Up, Key::Up, Key::Up]);
    press(&mut app, [Key::Down, Key::Down, Key::Down, Key::Down, Key::Down, Key::Right]);
    type_text(&mut app, "w");
    let saved = wanted(&press(&mut app, [Key::Enter]));
    assert!(!saved.replace);
    let preset = parse(&Document::new("saved", &saved.text)).expect("a valid preset");
    assert_eq!(preset, saved.preset);
    assert_eq!(preset.name(), "my-chattering");
    let cell = &preset.subject.cell;
    assert_eq!(cell.neuron, app.cell().neuron);
    assert_eq!((cell.protocol.live, cell.protocol.settled_current()), (Live::Hold, 10.5));

    // The shell finds a file of that name: only after another Enter is it replaced.
    app.preset_saved(saved, Saved::Exists);
    assert!(text(&cells(&app, 80, 24, Marker::Braille)).contains("my-chattering exists"));
    let saved = wanted(&press(&mut app, [Key::Esc, Key::Enter]));
    assert!(!saved.replace);
    app.preset_saved(saved, Saved::Exists);
    let saved = wanted(&press(&mut app, [Key::Enter]));
    assert!(saved.replace);
    app.preset_saved(saved, Saved::In("my-chattering.toml".to_owned()));
    let entry = app.entries().last().expect("listed");
    assert_eq!((entry.preset.name(), entry.origin), ("my-chattering", Origin::User));
}

#[test]
fn the_name_of_a_built_in_preset_is_asked_for_too() {
    let mut app = opened("chattering", 0);
    type_text(&mut app, "w");
    press(&mut app, std::iter::repeat_n(Key::Backspace, 40));
    type_text(&mut app, "bursts of mine");
    assert_eq!(press(&mut app, [Key::Enter]), []);
    assert!(app.desk().notice().expect("a reason").text.starts_with("expected a name of letters"));
    type_text(&mut app, "w");
    press(&mut app, std::iter::repeat_n(Key::Backspace, 40));
    type_text(&mut app, "tonic-spiking");
    assert_eq!(press(&mut app, [Key::Enter]), []);
    assert!(text(&cells(&app, 80, 24, Marker::Braille)).contains("tonic-spiking exists"));
}
