//! The f-I curve on the screen.

use izh_tui::circuit::NeuronId;
use izh_tui::engine::{Checkpoint, Digest, Engine};
use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::measure::{Curve, Sweep, currents};
use izh_tui::model::Scheme;
use izh_tui::scope::Page;
use izh_tui::ui::{Colors, Marker, Theme};

use crate::support::model::{of_mut, preset};
use crate::support::scope::{
    cells, drawn_for, is_of_dots, live, press, scope, text, type_text, wait,
};

fn screen(app: &Scope, width: u16, height: u16) -> String {
    text(&cells(app, width, height, Marker::Braille))
}

fn done(app: &Scope) -> usize {
    app.curve().map_or(0, |curve| curve.answers().len())
}

#[test]
fn the_curve_beside_the_scope_at_three_sizes() {
    let mut app = scope("regular-spiking");
    type_text(&mut app, "c");
    wait(&mut app, 1500);
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        insta::assert_snapshot!(format!("curve-{width}x{height}"), screen(&app, width, height));
    }
    insta::assert_snapshot!("curve-ascii", text(&cells(&app, 80, 24, Marker::Ascii)));
}

#[test]
fn without_colours_each_curve_is_drawn_with_something_of_its_own() {
    let mut app = scope("regular-spiking");
    type_text(&mut app, "c");
    wait(&mut app, 1500);
    let theme = Theme::dark(Colors::True);
    // Last interval, first interval, present current.
    let styles = [theme.voltage, theme.recovery, theme.stimulus];
    for marker in [Marker::Braille, Marker::Block, Marker::Ascii] {
        let drawn = drawn_for(&app, marker, ("rate (Hz) against", "rheobase"), &styles);
        let [last, first, now] = &drawn[..] else { panic!("three styles") };
        let is_last = |symbol: &String| symbol == "*" || is_of_dots(symbol);
        assert!(!last.is_empty() && last.iter().all(is_last), "{last:?}");
        assert_eq!(first.iter().cloned().collect::<String>(), "o");
        let mark = if marker == Marker::Ascii { "@" } else { "\u{25c6}" };
        assert!(now.contains("|") && now.contains(mark) && now.len() == 2, "{now:?}");
    }
}

#[test]
fn the_curve_has_units_where_currents_have() {
    let mut app = scope("fast-spiking-2007");
    type_text(&mut app, "c");
    wait(&mut app, 1500);
    let screen = screen(&app, 120, 40);
    insta::assert_snapshot!("curve-units-120x40", screen);
    for words in ["against I (pA)", "rheobase 71.138 pA", "class 2", "now 200.0 pA"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
}

#[test]
fn it_fills_bit_by_bit_and_says_how_far_it_is() {
    let mut app = scope("regular-spiking");
    type_text(&mut app, "sssc");
    assert_eq!(app.engine().scheme(), Scheme::Exact);
    let mut seen = Vec::new();
    while seen.last() != Some(&101) {
        wait(&mut app, 40);
        let before = seen.last().copied().unwrap_or(0);
        // It stands still while a threshold is searched for.
        assert!((before..=before + 8).contains(&done(&app)));
        seen.push(done(&app));
        let told = format!("{} of 101", done(&app));
        let screen = screen(&app, 80, 24);
        assert_eq!(screen.contains(&told), done(&app) < 101, "{screen}");
        assert_eq!(screen.contains("class 1"), done(&app) > 20, "{screen}");
        assert!(seen.len() < 100);
    }
}

#[test]
fn where_there_is_no_time_nothing_is_done() {
    let mut app = scope("regular-spiking");
    type_text(&mut app, "c");
    for _ in 0..5 {
        app.tick(40_000_000, || false);
    }
    assert_eq!(done(&app), 0);
    assert!(screen(&app, 80, 24).contains("0 of 101"));
    // And nothing where it is not shown.
    let mut hidden = scope("regular-spiking");
    wait(&mut hidden, 500);
    assert!(hidden.curve().is_none());
}

#[test]
fn it_is_the_curve_of_the_command() {
    let mut app = scope("class-2-excitable");
    type_text(&mut app, "c");
    wait(&mut app, 2000);
    let shown = app.curve().expect("shown");
    let setup = preset("class-2-excitable").subject;
    let whole = Curve::new(Sweep::new(&setup, 1000.0), currents(0.0, 20.0, 101)).complete(2);
    assert_eq!(shown.answers(), whole.answers());
    assert_eq!(
        (shown.rheobase(), shown.onset(), shown.class()),
        (whole.rheobase(), whole.onset(), whole.class())
    );
}

#[test]
fn it_begins_anew_with_neuron_scheme_and_range() {
    let mut app = scope("regular-spiking");
    type_text(&mut app, "c");
    wait(&mut app, 1000);
    let whole = done(&app);
    assert_eq!(whole, 101);
    // A current within the range changes nothing but the mark.
    press(&mut app, [Key::Down]);
    assert_eq!(done(&app), whole);
    let range = |app: &Scope| {
        let currents = app.curve().expect("shown").currents();
        (currents[0], currents[currents.len() - 1])
    };
    for keys in ["s", "2", "e"] {
        type_text(&mut app, keys);
        assert_eq!(done(&app), if keys == "e" { whole } else { 0 }, "{keys}");
        wait(&mut app, 1000);
    }
    assert_eq!(range(&app), (0.0, 20.0));
    press(&mut app, [Key::Down; 40]);
    assert_eq!(app.common_constant().total(), -9.0);
    assert_eq!((range(&app), done(&app)), ((-20.0, 20.0), 0));
}

#[test]
fn it_fills_while_paused_and_then_stands_still() {
    let mut app = scope("chattering");
    wait(&mut app, 200);
    type_text(&mut app, " c");
    wait(&mut app, 1000);
    assert_eq!(done(&app), 101);
    let before = cells(&app, 120, 40, Marker::Braille);
    wait(&mut app, 1000);
    assert_eq!(before, cells(&app, 120, 40, Marker::Braille));
}

/// The neuron on the scope knows nothing of it.
#[test]
fn the_live_neuron_is_not_touched() {
    let digest = |keys: &str| {
        let mut app = scope("chattering");
        wait(&mut app, 200);
        type_text(&mut app, keys);
        wait(&mut app, 800);
        (app.engine().state(NeuronId::FIRST), app.engine().step(), app.spikes())
    };
    assert_eq!(digest("c"), digest(""));
    let mut engine = Engine::new(&live(&preset("chattering")));
    let mut alone = Digest::new(1);
    engine.advance(4000, &mut alone);
    let Checkpoint { spikes, .. } = alone.checkpoint();
    assert_eq!(digest("c"), (engine.state(NeuronId::FIRST), engine.step(), spikes));
}

#[test]
fn a_fine_step_shortens_the_time_of_each_current() {
    let mut experiment = live(&preset("regular-spiking"));
    of_mut(&mut experiment).setup.steps_per_ms = 1_000_000;
    let entries = izh_tui::preset::Library::default().entries();
    let mut app = Scope::new(&experiment, entries, crate::support::scope::START);
    type_text(&mut app, " c");
    app.tick(40_000_000, || true);
    assert_eq!(app.curve().expect("shown").sweep().duration_ms(), 0.04);
    wait(&mut app, 1000);
    assert!(screen(&app, 120, 40).contains("no spike up to 20"), "{}", screen(&app, 120, 40));
}

#[test]
fn every_preset_and_size_can_be_drawn() {
    for entry in izh_tui::preset::Library::default().entries() {
        let mut app = scope(entry.preset.name());
        type_text(&mut app, "c");
        assert_eq!(app.page(), Page::Curve);
        wait(&mut app, 120);
        for (width, height) in [(40, 10), (60, 23), (76, 20), (130, 31), (230, 70)] {
            let screen = text(&cells(&app, width, height, Marker::Ascii));
            assert!(screen.is_ascii(), "{screen}");
            assert!(screen.matches("I =").count() <= 1, "{screen}");
        }
    }
}
