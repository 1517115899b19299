//! The gallery: what it shows, how its clock runs, and the way to the scope and back.

use izh_tui::app::{App, Front};
use izh_tui::circuit::NeuronId;
use izh_tui::desk::Effect;
use izh_tui::gallery::{Figure, Schemes};
use izh_tui::keys::Key;
use izh_tui::model::Scheme;
use izh_tui::session::About;
use izh_tui::ui::Marker;
use proptest::prelude::*;

use crate::support::gallery::{cells, front, press, program, type_text, wait};
use crate::support::model::published_spikes_ms;
use crate::support::paper::Paper;
use crate::support::scope::{text, wheel};

/// Sizes from the smallest with several neurons to that of the whole figure.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn screen(program: &mut App, width: u16, height: u16) -> String {
    text(&cells(program, width, height, Marker::Braille))
}

fn selected(program: &App) -> String {
    let gallery = front(program);
    gallery.tiles()[gallery.selected()].exhibit().label.clone()
}

#[test]
fn the_features_at_all_sizes() {
    let mut program = program(Figure::Features);
    wait(&mut program, 1100);
    for (width, height) in SIZES {
        insta::assert_snapshot!(
            format!("features-{width}x{height}"),
            screen(&mut program, width, height)
        );
    }
}

#[test]
fn the_features_in_the_true_solution() {
    let mut program = program(Figure::Features);
    type_text(&mut program, "s");
    wait(&mut program, 1100);
    insta::assert_snapshot!("exact-200x60", screen(&mut program, 200, 60));
}

#[test]
fn the_types() {
    let mut program = program(Figure::Types);
    wait(&mut program, 1100);
    insta::assert_snapshot!("types-120x40", screen(&mut program, 120, 40));
}

#[test]
fn the_whole_figure_is_there_in_the_first_frame() {
    let mut program = program(Figure::Features);
    let screen = screen(&mut program, 200, 60);
    for tile in front(&program).tiles() {
        let preset = &tile.exhibit().preset;
        assert!(screen.contains(&format!("{} {}", tile.exhibit().label, preset.name())));
        let spikes = published_spikes_ms(preset.name(), None).len() as u64;
        assert_eq!(tile.spikes(), spikes, "{}", preset.name());
        assert!(screen.contains(&format!("spikes {spikes}")));
    }
    assert!(!screen.contains("page 1"));
}

#[test]
fn coarser_markers_and_help() {
    let mut program = program(Figure::Features);
    wait(&mut program, 1100);
    for (name, marker) in [("block", Marker::Block), ("ascii", Marker::Ascii)] {
        let screen = text(&cells(&mut program, 80, 24, marker));
        assert!(marker != Marker::Ascii || screen.is_ascii(), "{screen}");
        insta::assert_snapshot!(name, screen);
    }
    type_text(&mut program, "?");
    insta::assert_snapshot!("help-80x24", screen(&mut program, 80, 24));
    let plain = text(&cells(&mut program, 80, 24, Marker::Ascii));
    assert!(plain.is_ascii());
    press(&mut program, [Key::Esc]);
    assert!(!screen(&mut program, 80, 24).contains("Esc closes"));
}

#[test]
fn every_size_can_be_drawn() {
    for figure in [Figure::Features, Figure::Types] {
        let mut program = program(figure);
        press(&mut program, [Key::PageDown, Key::Right]);
        for keys in ["", " ", "?"] {
            type_text(&mut program, keys);
            for width in (0..230).step_by(7) {
                for height in (0..70).step_by(3) {
                    cells(&mut program, width, height, Marker::Braille);
                }
            }
        }
        press(&mut program, [Key::Esc]);
        assert!(screen(&mut program, 39, 10).starts_with("needs 40x10"));
        assert!(screen(&mut program, 40, 10).contains(" mV"));
    }
}

#[test]
fn the_selected_neuron_is_marked_without_colour() {
    let mut program = program(Figure::Features);
    press(&mut program, [Key::Right]);
    let screen = screen(&mut program, 200, 60);
    assert!(screen.contains("> B phasic-spiking") && screen.contains("  A tonic-spiking"));
    assert!(!screen.contains("> A"), "{screen}");
}

#[test]
fn arrows_select_and_pages_turn() {
    let mut program = program(Figure::Features);
    program.fit((80, 24));
    let steps: &[(&[Key], &str, usize)] = &[
        (&[], "A", 0),
        (&[Key::Left, Key::Up], "A", 0),
        (&[Key::Right], "B", 0),
        (&[Key::Down], "D", 0),
        (&[Key::Right], "E", 1),
        (&[Key::Up], "C", 0),
        (&[Key::PageDown, Key::Char('n')], "K", 2),
        (&[Key::PageUp], "G", 1),
        (&[Key::Char('n'); 9], "S", 4),
        (&[Key::Right, Key::Right, Key::Down], "T", 4),
        (&[Key::Char('N'); 9], "D", 0),
    ];
    for (keys, label, page) in steps {
        press(&mut program, keys.iter().copied());
        assert_eq!((selected(&program).as_str(), front(&program).page()), (*label, (*page, 5)));
    }
    let _ = program.handle(wheel(false));
    assert_eq!(selected(&program), "H");
    // A page that is not full ends with the last neuron.
    program.fit((120, 40));
    type_text(&mut program, "nnn");
    assert_eq!((selected(&program).as_str(), front(&program).page()), ("T", (2, 3)));
    // Another layout keeps the selection and finds its page.
    program.fit((200, 60));
    assert_eq!((selected(&program).as_str(), front(&program).page()), ("T", (0, 1)));
}

#[test]
fn schemes_and_figures_change_for_all_at_once() {
    let mut program = program(Figure::Features);
    wait(&mut program, 500);
    type_text(&mut program, "s");
    let gallery = front(&program);
    assert_eq!((gallery.schemes(), gallery.time_ms()), (Schemes::Exact, 0.0));
    assert!(gallery.tiles().iter().all(|tile| tile.engine().scheme() == Scheme::Exact));
    let spikes: Vec<u64> = gallery.tiles().iter().map(|tile| tile.spikes()).collect();
    assert_eq!(spikes, [5, 1, 29, 8, 7, 6, 10, 18, 1, 1, 1, 1, 1, 14, 1, 5, 1, 1, 3, 46]);
    type_text(&mut program, "ts");
    let gallery = front(&program);
    assert_eq!((gallery.figure(), gallery.schemes()), (Figure::Types, Schemes::Published));
    assert_eq!(gallery.tiles()[2].exhibit().preset.name(), "chattering");
}

#[test]
fn pause_speed_and_single_steps() {
    let mut program = program(Figure::Features);
    wait(&mut program, 1000);
    assert_eq!(front(&program).time_ms().round(), 100.0);
    type_text(&mut program, ">");
    assert_eq!(front(&program).desk().speed.factor(), 0.2);
    type_text(&mut program, ".");
    assert!(screen(&mut program, 80, 24).contains("Space pauses"));
    type_text(&mut program, " ");
    let before = front(&program).time_ms();
    wait(&mut program, 1000);
    assert_eq!(front(&program).time_ms(), before);
    assert!(screen(&mut program, 80, 24).contains("paused"));

    // One step of the selected neuron, at 0.1 ms a step; others make one when it is due.
    type_text(&mut program, "nnnn");
    assert_eq!(selected(&program), "Q");
    let steps = |program: &App, index: usize| front(program).tiles()[index].engine().step().0;
    let (q, r) = (steps(&program, 16), steps(&program, 17));
    type_text(&mut program, "..........");
    assert_eq!(steps(&program, 16), q + 10);
    assert_eq!(steps(&program, 17), r + 2);
    type_text(&mut program, " ");
    wait(&mut program, 1000);
    assert!(front(&program).time_ms() > before + 100.0);
}

#[test]
fn a_stall_is_shown_as_lag_and_not_made_up_for() {
    let mut program = program(Figure::Features);
    program.tick(1_000_000_000, || true);
    assert_eq!(front(&program).time_ms(), 25.0);
    assert!(screen(&mut program, 80, 24).contains("lag 75 ms"));
    // Too little time for the model shows as lag, too.
    type_text(&mut program, &">".repeat(9));
    program.tick(200_000_000, || false);
    assert!(front(&program).time_ms() < 50.0 && front(&program).desk().lag_ms() > 1000.0);
    wait(&mut program, 3000);
    assert_eq!(front(&program).desk().lag_ms(), 0.0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..Default::default() })]

    #[test]
    fn all_run_on_one_clock(
        ticks in prop::collection::vec((0u64..200_000_000, prop::sample::select(vec!["", "<", ">", " ", "."])), 1..80),
        exact in any::<bool>(),
    ) {
        let mut program = program(Figure::Features);
        if exact {
            type_text(&mut program, "s");
        }
        let mut total_ns = 0;
        for (elapsed_ns, keys) in ticks {
            program.tick(elapsed_ns, || true);
            type_text(&mut program, keys);
            total_ns += elapsed_ns;
            let gallery = front(&program);
            for tile in gallery.tiles() {
                let behind_ms = gallery.time_ms() - tile.engine().time_ms();
                let dt_ms = tile.engine().clock().dt_ms();
                prop_assert!((-1e-9..dt_ms + 1e-9).contains(&behind_ms), "{behind_ms}");
            }
        }
        prop_assert!(front(&program).time_ms() <= total_ns as f64 / 1e5);
    }
}

#[test]
fn however_time_is_cut_the_neurons_are_in_the_same_state() {
    let states = |cut_ns: u64| {
        let mut program = program(Figure::Features);
        let mut left_ns: u64 = 6_000_000_000;
        while left_ns > 0 {
            program.tick(left_ns.min(cut_ns), || true);
            left_ns -= left_ns.min(cut_ns);
        }
        let tiles = front(&program).tiles().iter();
        tiles.map(|tile| (tile.engine().state(NeuronId::FIRST), tile.spikes())).collect::<Vec<_>>()
    };
    assert_eq!(states(200_000_000), states(7_777_777));
}

#[test]
fn passes_repeat() {
    let mut program = program(Figure::Features);
    let counts = |program: &App| -> Vec<u64> {
        front(program).tiles().iter().map(|tile| tile.spikes()).collect()
    };
    let whole = counts(&program);
    // Half a second of the model, in which none of the passes that are counted has just begun.
    wait(&mut program, 1000);
    assert_ne!(counts(&program), whole);
    let in_pause = |tile: &izh_tui::gallery::Tile| {
        let engine = tile.engine();
        let start_ms = engine.clock().time_ms(engine.pass_start().expect("it repeats"));
        engine.time_ms() - start_ms > tile.duration_ms() + 1.0
    };
    let mut seen = vec![false; whole.len()];
    for _ in 0..600 {
        wait(&mut program, 100);
        for (index, tile) in front(&program).tiles().iter().enumerate() {
            if in_pause(tile) {
                seen[index] = true;
                assert_eq!(tile.spikes(), whole[index], "{}", tile.exhibit().label);
            }
        }
    }
    assert!(seen.iter().all(|seen| *seen));
}

#[test]
fn enter_opens_the_scope_and_escape_returns_to_where_it_stood() {
    let mut program = program(Figure::Features);
    program.fit((200, 60));
    wait(&mut program, 500);
    press(&mut program, [Key::Down, Key::Right]);
    let before_ms = front(&program).time_ms();
    assert_eq!(press(&mut program, [Key::Enter]), []);
    let Front::Scope(app) = program.front() else { panic!("no scope") };
    assert_eq!(app.cell().name, "spike-frequency-adaptation");
    assert_eq!((app.engine().scheme(), app.desk().speed.factor()), (Scheme::Paper, 1.0));
    wait(&mut program, 700);
    // Escape closes what lies over the scope first.
    assert_eq!(press(&mut program, [Key::Char('?'), Key::Esc]), []);
    assert!(matches!(program.front(), Front::Scope(_)));
    assert_eq!(press(&mut program, [Key::Esc]), []);
    assert_eq!((front(&program).time_ms(), &*selected(&program)), (before_ms, "F"));
    wait(&mut program, 500);
    assert!(front(&program).time_ms() > before_ms);
    // Here there is nothing to close or to go back to.
    assert_eq!(press(&mut program, [Key::Esc]), []);
    assert_eq!(press(&mut program, [Key::Char('q')]), [Effect::Quit]);
}

#[test]
fn the_exact_set_opens_what_it_shows() {
    for (keys, name) in [("s", "tonic-spiking"), ("snn", "spike-latency-exact")] {
        let mut program = program(Figure::Features);
        program.fit((80, 24));
        type_text(&mut program, keys);
        press(&mut program, [Key::Enter]);
        let Front::Scope(app) = program.front() else { panic!("no scope") };
        assert_eq!((&*app.cell().name, app.engine().scheme()), (name, Scheme::Exact));
    }
}

#[test]
fn a_scope_that_was_started_alone_is_not_left() {
    let mut program = App::scope(crate::support::scope::scope("chattering"));
    assert_eq!(press(&mut program, [Key::Esc]), []);
    assert!(matches!(program.front(), Front::Scope(_)));
}

#[test]
fn a_recording_made_on_an_opened_scope_is_finished_on_leaving_and_told_of_at_the_end() {
    let mut program = program(Figure::Features);
    assert!(program.scope_mut().is_none(), "the gallery is not recorded");
    assert_eq!(type_text(&mut program, "R"), []);
    let papers = [Paper::default(), Paper::default()];
    for (paper, name) in papers.iter().zip(["one.toml", "two.toml"]) {
        press(&mut program, [Key::Enter]);
        assert_eq!(type_text(&mut program, "R"), [Effect::OpenRecording]);
        let app = program.scope_mut().expect("a scope");
        let started =
            app.start_recording(Box::new(paper.clone()), &About::default(), name.to_owned());
        started.expect("memory takes all");
        wait(&mut program, 300);
        type_text(&mut program, "e");
        wait(&mut program, 300);
        if name == "one.toml" {
            press(&mut program, [Key::Esc]);
            assert!(screen(&mut program, 80, 24).contains("recorded to one.toml"));
        }
    }
    program.finish();
    assert_eq!(program.recorded(), ["one.toml", "two.toml"]);
    assert_eq!(program.recording_failure(), None);
    for paper in papers {
        let verified = paper.session().verify(1).expect("a session");
        assert!(verified.divergence.is_none() && verified.cut.is_none());
    }
}
