//! Whole screens, as they are drawn at the sizes that people use and at those they stumble into.

use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::session::read;
use izh_tui::ui::Marker;

use crate::support::scope::{cells, press, scope, text, type_text, wait};

/// Sizes with a scope.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn screen(app: &Scope, width: u16, height: u16) -> String {
    text(&cells(app, width, height, Marker::Braille))
}

fn snapshot_at_all_sizes(name: &str, app: &Scope) {
    for (width, height) in SIZES {
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), screen(app, width, height));
    }
}

#[test]
fn chattering_holds_its_current() {
    let mut app = scope("chattering");
    wait(&mut app, 1500);
    snapshot_at_all_sizes("chattering", &app);
}

#[test]
fn a_protocol_repeats_until_a_pulse_and_a_sustained_step_come() {
    let mut app = scope("rebound-burst");
    wait(&mut app, 700);
    type_text(&mut app, "]}}e");
    wait(&mut app, 300);
    press(&mut app, [Key::Enter, Key::Tab]);
    wait(&mut app, 300);
    snapshot_at_all_sizes("rebound-burst", &app);
}

#[test]
fn a_sweep_in_the_true_solution() {
    let mut app = scope("tonic-bursting");
    type_text(&mut app, "dsss");
    wait(&mut app, 1234);
    snapshot_at_all_sizes("sweep", &app);
}

#[test]
fn paused_and_scrolled_into_the_past() {
    let mut app = scope("regular-spiking");
    wait(&mut app, 2000);
    type_text(&mut app, " .");
    press(&mut app, [Key::Left, Key::Left]);
    press(&mut app, [Key::Tab; 5]);
    insta::assert_snapshot!("paused-80x24", screen(&app, 80, 24));
}

#[test]
fn help_and_picker_lie_over_the_scope() {
    let mut app = scope("chattering");
    wait(&mut app, 500);
    type_text(&mut app, "?");
    snapshot_at_all_sizes("help", &app);
    press(&mut app, [Key::Esc]);
    type_text(&mut app, "/burst");
    press(&mut app, [Key::Down]);
    snapshot_at_all_sizes("picker", &app);
}

#[test]
fn parameters_stand_beside_the_scope() {
    let mut app = scope("low-threshold-spiking-2007");
    wait(&mut app, 1000);
    type_text(&mut app, "P");
    press(&mut app, [Key::Down, Key::Right]);
    snapshot_at_all_sizes("parameters", &app);
    insta::assert_snapshot!("parameters-60x16", screen(&app, 60, 16));
    type_text(&mut app, "w");
    insta::assert_snapshot!("parameters-save-80x24", screen(&app, 80, 24));
    assert!(screen(&app, 80, 24).contains("I = 200.0"));
}

#[test]
fn artificial_units_stay_silent_where_the_neuron_fires() {
    let mut app = scope("rebound-burst");
    type_text(&mut app, "a");
    wait(&mut app, 1000);
    snapshot_at_all_sizes("units-rebound", &app);
    let mut app = scope("bistability");
    wait(&mut app, 1000);
    type_text(&mut app, "aA");
    press(&mut app, [Key::Up, Key::Esc]);
    insta::assert_snapshot!("units-bistability-80x24", screen(&app, 80, 24));
    insta::assert_snapshot!("units-ascii", text(&cells(&app, 80, 24, Marker::Ascii)));
}

#[test]
fn what_finds_no_room_is_said() {
    let mut app = scope("bistability");
    type_text(&mut app, "a");
    assert!(screen(&app, 60, 15).contains("no room for artificial units"));
    assert!(!screen(&app, 80, 24).contains("no room"));
    type_text(&mut app, "ap");
    assert!(screen(&app, 60, 15).contains("no room for the phase plane"));
}

#[test]
fn a_line_sets_the_artificial_units() {
    let mut app = scope("bistability");
    wait(&mut app, 500);
    // The line shows the units that it sets.
    type_text(&mut app, "A");
    assert!(app.shows_units());
    assert!(screen(&app, 80, 24).contains("theta 0.74  slope 0.1 "));
    press(&mut app, [Key::Down, Key::Down, Key::Right, Key::Up]);
    assert!(screen(&app, 80, 24).contains("theta 0.54  slope 0.2 "));
    press(&mut app, [Key::Down, Key::Down, Key::Left, Key::Up, Key::Up, Key::Up]);
    assert!(screen(&app, 80, 24).contains("theta 0.84  slope 0.05 "));
    type_text(&mut app, "-1.5");
    press(&mut app, [Key::Right]);
    type_text(&mut app, "0");
    press(&mut app, [Key::Enter]);
    assert!(screen(&app, 80, 24).contains("theta -1.5  slope 0.05 "));
    let said = &app.desk().notice().expect("one").text;
    assert_eq!(said, "slope: expected above 0 and at most 1000000, found 0");
    // Another preset has another range.
    press(&mut app, [Key::Esc]);
    type_text(&mut app, "/chattering-2007");
    press(&mut app, [Key::Enter]);
    assert!(screen(&app, 120, 40).contains("theta 150 pA  slope 30 pA "));
    type_text(&mut app, "A");
    press(&mut app, [Key::Up]);
    assert!(screen(&app, 120, 40).contains("theta 170 pA "));
}

#[test]
fn the_verdict_belongs_to_the_neuron_that_runs() {
    let mut app = scope("bistability");
    type_text(&mut app, "a");
    wait(&mut app, 100);
    let nothing = "so far a unit without memory could do the same";
    assert!(screen(&app, 80, 24).contains(nothing));
    wait(&mut app, 900);
    assert!(screen(&app, 80, 24).contains(" ms: kept firing after the pulse: 5 spikes; "));
    // It stands through passes in which nothing has happened yet, and goes with what it is about.
    wait(&mut app, 300);
    assert!(screen(&app, 80, 24).contains("kept firing after the pulse"));
    type_text(&mut app, "0");
    assert!(screen(&app, 80, 24).contains(nothing));
    wait(&mut app, 800);
    assert!(screen(&app, 80, 24).contains("kept firing after the pulse"));
    type_text(&mut app, "s");
    assert!(screen(&app, 80, 24).contains(nothing));
}

#[test]
fn a_replay_has_its_verdict_too() {
    let bytes = include_bytes!("../data/sessions/v1.toml");
    let session = read("v1.toml", bytes.as_slice()).expect("a valid recording");
    let mut app = crate::support::scope::replay(session);
    type_text(&mut app, "a");
    wait(&mut app, 280);
    let before = screen(&app, 80, 24);
    assert!(
        before.contains("artificial units  theta") && before.contains(" ms: uneven under"),
        "{before}"
    );
    // Another scheme is recorded at 300 ms: what was claimed was of the first one.
    wait(&mut app, 40);
    assert!(screen(&app, 80, 24).contains("marker: now exact"));
    assert!(!app.verdict().contains("uneven under"));
}

#[test]
fn a_pulse_shows_what_no_artificial_unit_does() {
    let mut app = scope("rebound-spike");
    press(&mut app, [Key::Up, Key::Down]);
    type_text(&mut app, "a]}");
    wait(&mut app, 500);
    type_text(&mut app, "i");
    wait(&mut app, 200);
    let screen = screen(&app, 120, 40);
    assert!(screen.contains(" ms: fired on release from inhibition: 1 spike; "), "{screen}");
    assert!(screen.contains(" ms at 0 before"), "{screen}");
}

#[test]
fn coarser_markers() {
    let mut app = scope("chattering");
    wait(&mut app, 1500);
    for (name, marker) in [("block", Marker::Block), ("ascii", Marker::Ascii)] {
        insta::assert_snapshot!(name, text(&cells(&app, 80, 24, marker)));
    }
}

#[test]
fn ascii_is_ascii_everywhere() {
    let mut app = scope("chattering");
    wait(&mut app, 500);
    for keys in ["", "p", "?", "/", "P"] {
        press(&mut app, [Key::Esc]);
        type_text(&mut app, keys);
        let screen = text(&cells(&app, 120, 40, Marker::Ascii));
        assert!(screen.is_ascii(), "{screen}");
        // A character without a counterpart would turn into a question mark.
        let full = self::screen(&app, 120, 40);
        assert_eq!(screen.matches('?').count(), full.matches('?').count(), "{screen}");
    }
}

#[test]
fn degenerate_sizes() {
    let mut app = scope("chattering");
    wait(&mut app, 500);
    for (width, height) in [(0, 0), (1, 1), (2, 3), (20, 5), (39, 10), (40, 9), (40, 10), (60, 15)]
    {
        insta::assert_snapshot!(format!("small-{width}x{height}"), screen(&app, width, height));
    }
}

#[test]
fn every_size_can_be_drawn_in_every_state() {
    let mut app = scope("resonator");
    wait(&mut app, 500);
    for keys in ["", "\t", "p", "a", "H", "O", "?", "/", "/x", "P", "Pw"] {
        press(&mut app, [Key::Esc]);
        type_text(&mut app, keys);
        for width in (0..130).step_by(13) {
            for height in (0..45).step_by(2) {
                cells(&app, width, height, Marker::Braille);
            }
        }
    }
}

#[test]
fn what_scripts_watch_is_there() {
    let mut app = scope("chattering");
    wait(&mut app, 1000);
    for (width, height) in SIZES {
        let screen = screen(&app, width, height);
        for stable in ["I = 10.0", "spikes ", "Hz", "mV", "ms", "chattering", "paper"] {
            assert!(screen.contains(stable), "{stable} at {width}x{height}");
        }
        assert_eq!(screen.matches("I =").count(), 1);
        assert!(!screen.contains("paused") && !screen.contains("REC"));
    }
    assert!(screen(&app, 40, 10).contains("I = 10.0"));
    type_text(&mut app, " ");
    assert!(screen(&app, 80, 24).contains("paused"));
    press(&mut app, [Key::Down]);
    assert!(screen(&app, 80, 24).contains("I = 9.5"));
}

#[test]
fn a_replay_shows_where_it_is_and_stops_at_its_end() {
    let bytes = include_bytes!("../data/sessions/v1.toml");
    let session = read("v1.toml", bytes.as_slice()).expect("a valid recording");
    let mut app = crate::support::scope::replay(session);
    wait(&mut app, 400);
    assert!(screen(&app, 80, 24).contains("replay 400 of 656 ms"));
    type_text(&mut app, "e");
    assert!(screen(&app, 80, 24).contains("the recording drives the neuron"));
    wait(&mut app, 8000);
    insta::assert_snapshot!("replay-80x24", screen(&app, 80, 24));
    assert_eq!(app.engine().time_ms(), 655.75);
}

#[test]
fn fitting_the_axis_looks_at_what_is_shown_and_not_at_now() {
    let mut app = scope("chattering");
    wait(&mut app, 1000);
    press(&mut app, [Key::Down; 20]);
    wait(&mut app, 3000);
    type_text(&mut app, " =");
    assert!(app.controls().gain.axis().high < 0.0, "at rest");
    press(&mut app, [Key::Left; 60]);
    type_text(&mut app, "=");
    assert!(app.controls().gain.axis().high >= 30.0, "the spikes of long ago");
}

#[test]
fn a_stall_is_shown_as_lag_and_not_made_up_for() {
    let mut app = scope("chattering");
    wait(&mut app, 100);
    app.tick(1_000_000_000, || true);
    assert_eq!(app.engine().time_ms(), 350.0);
    assert!(screen(&app, 80, 24).contains("lag 750 ms"));
    wait(&mut app, 3000);
    assert!(!screen(&app, 80, 24).contains("lag"));
}

#[test]
fn the_same_state_draws_the_same_cells() {
    let mut app = scope("chattering");
    wait(&mut app, 777);
    assert_eq!(cells(&app, 120, 40, Marker::Braille), cells(&app, 120, 40, Marker::Braille));
}

#[test]
fn a_neuron_that_blows_up_is_stopped_with_a_notice() {
    let mut app = scope("inhibition-induced-bursting");
    type_text(&mut app, "sss");
    wait(&mut app, 300);
    let screen = screen(&app, 80, 24);
    assert!(screen.contains("stopped at 236.99 ms"), "{screen}");
    type_text(&mut app, "r");
    assert!(!self::screen(&app, 80, 24).contains("stopped"));
}

#[test]
fn the_picker_shows_each_stimulus_ahead_of_time() {
    let mut app = scope("chattering");
    type_text(&mut app, "/class-1");
    assert!(screen(&app, 80, 24).contains("stimulus: 0 to 20.25 in 300 ms"));
    type_text(&mut app, "/");
    press(&mut app, [Key::Esc]);
    type_text(&mut app, "/fast-spiking-2007");
    assert!(screen(&app, 80, 24).contains(" pA in "));
    // Where there is no room, the list is worth more.
    assert!(!screen(&app, 80, 16).contains("stimulus: "));
    for name in crate::support::model::stimulus_names() {
        let mut app = crate::support::scope::stimulated(&name);
        type_text(&mut app, "/");
        let screen = screen(&app, 80, 24);
        let preview: Vec<&str> = screen.lines().skip(16).take(7).collect();
        insta::assert_snapshot!(format!("preview-{name}"), preview.join("\n"));
    }
}

/// What the scope on a preset says of the constant current after some keys: in the title of the stimulus,
/// in the phase plane, beside the f-I curve, and in the panel of parameters.
const CONSTANT_CURRENTS: &[(&str, &str, &str, &str)] = &[
    // Before the user takes over, what the protocol settles on.
    ("chattering", "", "10.0", ""),
    ("bistability", "", "0.24", ""),
    ("regular-spiking-2007", "", "100.0 pA", ""),
    ("resonator", "", "0.0", ""),
    ("chattering", "-", "9.5", ""),
    ("chattering", "+++", "11.5", ""),
    ("regular-spiking", "s", "24.0", "(hold 14, step +10)"),
    ("regular-spiking", "s-", "23.5", "(hold 13.5, step +10)"),
    ("regular-spiking", "ss", "14.0", ""),
    ("regular-spiking-2007", "s", "200.0 pA", "(hold 100, step +100)"),
    // Pulses show on their trace only.
    ("chattering", "ei", "10.0", ""),
];

#[test]
fn the_constant_current_is_one_number_everywhere() {
    for &(preset, keys, total, parts) in CONSTANT_CURRENTS {
        let mut app = scope(preset);
        wait(&mut app, 100);
        for key in keys.chars() {
            press(
                &mut app,
                [match key {
                    '+' => Key::Up,
                    '-' => Key::Down,
                    's' => Key::Enter,
                    other => Key::Char(other),
                }],
            );
        }
        let what = format!("{preset} {keys}");
        let title = [&format!("I = {total}"), parts].join(if parts.is_empty() { "" } else { " " });
        for (width, height) in [(40, 10), (60, 15), (80, 24), (120, 40), (200, 60)] {
            let screen = screen(&app, width, height);
            assert!(screen.contains(&format!("{title} ")), "{what}, {width}x{height}: {screen}");
            assert_eq!(screen.matches("I =").count(), 1, "{what}, {width}x{height}: {screen}");
        }
        let number = total.split(' ').next().expect("a number");
        for (view, word) in [("p", "I "), ("c", "now "), ("P", " ")] {
            type_text(&mut app, view);
            wait(&mut app, 40);
            let screen = screen(&app, 120, 40);
            assert!(screen.contains(&format!("{word}{number}")), "{what}, {view}: {screen}");
            assert_eq!(screen.matches("I =").count(), 1, "{what}, {view}: {screen}");
            press(&mut app, [Key::Esc]);
            type_text(&mut app, if view == "P" { "" } else { view });
        }
    }
}
