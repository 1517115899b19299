//! The phase plane on the screen.

use izh_tui::engine::{DriveState, Experiment};
use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::preset::Library;
use izh_tui::ui::{Colors, Marker, Theme};
use ratatui::style::Color;

use crate::support::model::{preset, record};
use crate::support::scope::{
    START, cells, cells_in, drawn_for, is_of_dots, live, mono, press, scope, text, type_text, wait,
};

/// Sizes at which the plane stands beside the scope.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

/// The plane of a preset after so many ms.
fn plane(name: &str, ms: u64) -> Scope {
    let mut app = scope(name);
    type_text(&mut app, "p");
    wait(&mut app, ms);
    app
}

fn screen(app: &Scope, width: u16, height: u16) -> String {
    text(&cells(app, width, height, Marker::Braille))
}

/// The same under a held current (of the preset's own units).
fn held(name: &str, current: f64) -> Scope {
    let setup = preset(name).subject;
    let experiment = Experiment::neuron(&setup, DriveState::holding(current), 1);
    let mut app = Scope::new(&experiment, Library::default().entries(), START);
    type_text(&mut app, "p");
    wait(&mut app, 100);
    app
}

#[test]
fn a_limit_cycle_between_its_nullclines() {
    let app = plane("chattering", 1500);
    for (width, height) in SIZES {
        insta::assert_snapshot!(format!("plane-{width}x{height}"), screen(&app, width, height));
    }
    let ascii = text(&cells(&app, 80, 24, Marker::Ascii));
    assert!(ascii.is_ascii());
    insta::assert_snapshot!("plane-ascii", ascii);
    insta::assert_snapshot!("plane-block", text(&cells(&app, 80, 24, Marker::Block)));
    insta::assert_snapshot!("plane-above-60x30", screen(&app, 60, 30));
}

#[test]
fn units_and_slanted_guides_of_the_types_of_2007() {
    let app = plane("low-threshold-spiking-2007", 700);
    insta::assert_snapshot!("plane-2007-120x40", screen(&app, 120, 40));
}

#[test]
fn two_slopes_meet_in_a_corner_of_the_nullcline() {
    insta::assert_snapshot!("two-slope-120x40", screen(&plane("ca1-pyramidal-2014", 600), 120, 40));
}

#[test]
fn without_colours_the_same_is_told() {
    for name in ["chattering", "resonator"] {
        let app = plane(name, 1500);
        let buf = cells_in(&app, 80, 24, &mono(Marker::Braille));
        assert!(buf.content.iter().all(|cell| matches!(cell.fg, Color::Reset)));
        // Only what is drawn with dots, and what the legend says of it, may be drawn otherwise.
        let colored = cells(&app, 80, 24, Marker::Braille);
        for (cell, colored) in buf.content.iter().zip(&colored.content) {
            let (mono, symbol) = (cell.symbol(), colored.symbol());
            let drawn = is_of_dots(symbol) || (symbol == "\u{b7}" && mono == ":");
            assert!(mono == symbol || (drawn && mono != " "), "{symbol} became {mono}");
        }
        insta::assert_snapshot!(format!("plane-mono-{name}"), text(&buf));
    }
}

#[test]
fn without_colours_each_curve_is_drawn_with_something_of_its_own() {
    let theme = Theme::dark(Colors::True);
    let [new, older, old] = theme.trail;
    // The nullclines, the trail from new to old, and the lines of peak, c and vt.
    let styles = [theme.stimulus, theme.recovery, new, older, old, theme.dim];
    let mut trails = std::collections::BTreeSet::new();
    for (name, ms, guides) in [
        ("chattering", 700, "[]"),
        ("class-2-excitable", 3000, "[]"),
        ("low-threshold-spiking-2007", 700, "![]"),
    ] {
        let app = plane(name, ms);
        for marker in [Marker::Braille, Marker::Block, Marker::Ascii] {
            let drawn = drawn_for(&app, marker, ("against v (mV)", "mV -"), &styles);
            let [v, u, new, older, old, lines] = &drawn[..] else { panic!("six styles") };
            assert!(!v.is_empty() && v.iter().all(|symbol| is_of_dots(symbol)), "{name}: {v:?}");
            assert_eq!(u.iter().cloned().collect::<String>(), ":", "{name}");
            let is_drawn = |symbol: &String| symbol.chars().all(|c| "*+,".contains(c));
            assert!(new.contains("*"), "{name}: {new:?}");
            for (part, glyph) in [(new, "*"), (older, "+"), (old, ",")] {
                let part: Vec<_> = part.iter().filter(|symbol| is_drawn(symbol)).collect();
                assert!(part.iter().all(|symbol| *symbol == glyph), "{name}: {part:?}");
                trails.extend(part.into_iter().cloned());
            }
            let lines = lines.iter().filter(|symbol| "![]".contains(symbol.as_str()));
            assert_eq!(lines.cloned().collect::<String>(), guides, "{name}");
        }
    }
    assert_eq!(trails.into_iter().collect::<String>(), "*+,");
}

#[test]
fn paused_it_shares_its_time_with_the_trace() {
    let mut app = plane("regular-spiking", 2000);
    type_text(&mut app, " ");
    press(&mut app, [Key::Left; 3]);
    insta::assert_snapshot!("plane-paused-80x24", screen(&app, 80, 24));
    // A division at a time, from the newest step at 1999.75 ms.
    let moment = app.moment();
    assert_eq!((moment.time_ms, moment.back_ms), (1699.75, 300.0));
    let (record, _) = record(&live(&preset("regular-spiking")), 2000.0);
    let sample = record.samples[1700 * 4 - 1];
    let state = app.reading().expect("it ran then").state();
    assert!((state.v - sample.v).abs() < 1e-4 && (state.u - sample.u).abs() < 1e-4);
    assert_eq!(app.driving_current(), sample.current);
    let newest = app.trail().pop().expect("a trail");
    assert_eq!((newest.age_ms, newest.state), (0.0, state));
    // The cursor on the trace marks the same time, and only while time stands still.
    assert!(screen(&app, 80, 24).contains('\u{25b2}'));
    assert!(screen(&app, 80, 24).contains(" at 1699.75 ms"));
    type_text(&mut app, " ");
    assert!(!screen(&app, 80, 24).contains('\u{25b2}'));
    assert!(!screen(&app, 80, 24).contains(" at 1699.75 ms"));
}

#[test]
fn rest_points_change_their_names_and_vanish() {
    for (current, kinds, not) in [
        (3.5, &["stable focus", "saddle"][..], &["unstable", "no rest"][..]),
        (3.9, &["unstable focus", "saddle"], &["no rest", " stable"]),
        (4.1, &["no rest point"], &["focus", "\u{d7}"]),
    ] {
        for (width, height) in SIZES {
            let screen = screen(&held("regular-spiking", current), width, height);
            assert!(screen.contains(&format!("I {current}")), "{screen}");
            assert!(screen.contains("Hopf at 3.8, saddle-node at 4"), "{screen}");
            assert!(kinds.iter().all(|kind| screen.contains(kind)), "{screen}");
            assert!(not.iter().all(|kind| !screen.contains(kind)), "{screen}");
        }
    }
    // At once, also while nothing runs; and exactly at the bifurcation.
    let mut app = held("regular-spiking", 3.5);
    type_text(&mut app, " ");
    press(&mut app, [Key::Up]);
    assert!(screen(&app, 80, 24).contains("\u{25d0} saddle-node"), "{}", screen(&app, 80, 24));
    press(&mut app, [Key::Up]);
    assert!(screen(&app, 80, 24).contains("no rest point"));
}

#[test]
fn a_pulse_moves_the_nullcline_while_it_lasts() {
    let mut app = held("regular-spiking", 0.0);
    type_text(&mut app, " e");
    assert!(screen(&app, 80, 24).contains("I 0.0, now 14.0  no rest point"));
    assert!(screen(&app, 80, 24).contains("I = 0.0"));
    type_text(&mut app, " ");
    wait(&mut app, 40);
    assert!(screen(&app, 80, 24).contains("I 0.0  \u{25cf} stable node  \u{d7} saddle"));
}

/// The axes may follow what the neuron does, but they must not tremble.
#[test]
fn axes_stand_still() {
    for entry in Library::default().entries() {
        let name = entry.preset.name();
        let mut app = plane(name, 2000);
        let (mut axes, mut changes) = (app.plane().axes(), 0);
        for _ in 0..75 {
            wait(&mut app, 40);
            changes += usize::from(app.plane().axes() != axes);
            axes = app.plane().axes();
        }
        assert!(changes <= 1, "{name}: {changes}");
        let (v, u) = axes.expect("shown");
        for point in app.trail() {
            assert!((v.low..=v.high).contains(&point.state.v), "{name}: {point:?} {v:?}");
            assert!((u.low..=u.high).contains(&point.state.u), "{name}: {point:?} {u:?}");
        }
    }
}

#[test]
fn another_neuron_has_a_plane_of_its_own() {
    let mut app = plane("low-threshold-spiking-2007", 500);
    press(&mut app, [Key::Char('1')]);
    let (_, u) = app.plane().axes().expect("shown");
    assert!(u.high < 30.0, "{u:?}");
    assert!(app.trail().is_empty());
    wait(&mut app, 40);
    assert!(app.trail().iter().all(|point| point.state.u < 30.0));
    // Before it the other one has the plane, and the scope says so.
    type_text(&mut app, " ");
    press(&mut app, [Key::Left; 4]);
    assert!(app.trail().iter().any(|point| point.state.u > 30.0));
    assert!(screen(&app, 80, 24).starts_with(" low-threshold-spiking-2007 "));
}

#[test]
fn no_line_leads_from_the_peak_to_the_reset() {
    for keys in ["", "s", "ss", "sss"] {
        let mut app = scope("regular-spiking");
        type_text(&mut app, keys);
        wait(&mut app, 1000);
        let trail = app.trail();
        let spikes = trail.iter().filter(|point| point.state.v > 29.0).count();
        assert!(spikes >= 5, "{keys:?}: {spikes}");
        for pair in trail.windows(2).filter(|pair| pair[1].joined) {
            let fall_mv = pair[0].state.v - pair[1].state.v;
            assert!(fall_mv < 20.0, "{keys:?}: {pair:?}");
        }
    }
    // Nor from the end of a pass of the protocol to the beginning of the next.
    let mut app = scope("rebound-spike");
    wait(&mut app, 2000);
    let begins = app.trail().windows(2).filter(|pair| !pair[1].joined).count();
    assert!(begins >= 1);
}

#[test]
fn it_opens_and_closes_and_finds_its_place() {
    let mut app = scope("chattering");
    wait(&mut app, 300);
    let has_plane = |app: &Scope, width, height| screen(app, width, height).contains("u against v");
    assert!(!has_plane(&app, 80, 24));
    type_text(&mut app, "p");
    assert!(has_plane(&app, 80, 24) && has_plane(&app, 76, 20) && has_plane(&app, 40, 23));
    // Where there is no room for both the scope stays and says so.
    let low = screen(&app, 60, 20);
    assert!(!low.contains("u against v") && low.contains("no room for the phase plane"), "{low}");
    type_text(&mut app, "p");
    assert!(!has_plane(&app, 80, 24) && screen(&app, 80, 24).contains("Hz"));
    press(&mut app, [Key::Tab, Key::Tab]);
    assert!(has_plane(&app, 80, 24));
    press(&mut app, [Key::Tab, Key::Tab]);
    assert!(screen(&app, 80, 24).contains("Hz"));
}

#[test]
fn where_there_is_room_rest_points_have_their_eigenvalues() {
    // a = 0.1, b = 0.26: v = (-4.74 - 0.26)/0.08, trace 0.08 v + 5 - a = -0.1, determinant
    // a (b - 5 - 0.08 v) = 0.026, so that the eigenvalues are -0.05 and 0.153 i to both sides.
    let shown = screen(&held("resonator", 0.0), 120, 40);
    let line = "\u{25c9} stable focus    v -62.5 u -16.3  -0.050\u{b1}0.153i/ms";
    assert!(shown.contains(line), "{shown}");
    let ascii = text(&cells(&held("resonator", 0.0), 120, 40, Marker::Ascii));
    assert!(ascii.contains("F stable focus    v -62.5 u -16.3  -0.050+-0.153i/ms"), "{ascii}");
}
