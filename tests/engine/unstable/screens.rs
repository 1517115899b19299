//! Marks and notices on the screen.

use izh_tui::app::App;
use izh_tui::circuit::NeuronId;
use izh_tui::keys::Key;
use izh_tui::preset::Library;
use izh_tui::ui::Marker;

/// The word, the bound and the marks on the screen, for as long as the stretch is to be seen.
#[test]
fn the_scope_says_so_and_marks_the_stretch() {
    use crate::support::scope::{cells, press, scope, text, type_text, wait};
    let named = " step too long below -162.5 mV: s for exact, or --dt\n";
    let shown = |app: &izh_tui::instrument::Scope, width, height| {
        let screen = text(&cells(app, width, height, Marker::Braille));
        (screen.contains("STEP TOO LONG"), screen.contains(named), screen.matches('!').count())
    };
    let mut app = scope("regular-spiking");
    wait(&mut app, 400);
    assert_eq!(shown(&app, 80, 24), (false, false, 0));
    type_text(&mut app, "]]]]]]i");
    wait(&mut app, 400);
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let (word, line, marks) = shown(&app, width, height);
        assert!(word && line && (1..=4).contains(&marks), "{width}x{height}: {marks}");
    }
    // On a low screen there is one line for it.
    assert!(text(&cells(&app, 60, 12, Marker::Braille)).contains("step too long below -162.5 mV"));
    type_text(&mut app, "a");
    let screen = text(&cells(&app, 80, 24, Marker::Braille));
    let none = "no verdict: from 400 ms on the step was too long below -162.5 mV";
    assert!(screen.contains(none), "{screen}");
    type_text(&mut app, "a");
    wait(&mut app, 1200);
    assert_eq!(shown(&app, 80, 24), (false, false, 0));
    // Scrolled back it is there again, and under another scheme its bound is what it was.
    type_text(&mut app, "s ");
    press(&mut app, vec![Key::Left; 14]);
    let (word, line, marks) = shown(&app, 80, 24);
    assert!(word && line && marks > 0);
    // What is weak enough says nothing.
    let mut app = scope("regular-spiking");
    type_text(&mut app, "i");
    wait(&mut app, 400);
    assert_eq!(shown(&app, 80, 24), (false, false, 0));
}

#[test]
fn the_scope_of_a_circuit_names_the_first_neuron() {
    use crate::support::circuit::{MANY, circuit};
    use crate::support::scope::{cells, type_text, wait};
    let mut scope = circuit(MANY);
    wait(&mut scope, 200);
    let text = |scope: &_, width, height| {
        crate::support::scope::text(&cells(scope, width, height, Marker::Braille))
    };
    assert!(!text(&scope, 120, 40).contains("STEP TOO LONG"));
    type_text(&mut scope, "]]]]]]i");
    wait(&mut scope, 40);
    let found = scope.circuit().unwrap().too_long().expect("all of the population");
    assert_eq!((found.neuron, found.bound_mv), (NeuronId::FIRST, -112.5));
    assert!(found.steps >= 80, "{found:?}");
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let screen = text(&scope, width, height);
        let word = format!("STEP TOO LONG {}x", found.steps);
        let line = "step too long below -112.5 mV, first E 0 at 2";
        assert!(screen.contains(&word), "{screen}");
        assert!(screen.contains(line) && screen.contains(": s for exact, or --dt"), "{screen}");
        assert!(screen.contains('!'), "the channel of the first neuron has marks: {screen}");
    }
    let roomy = format!("STEP TOO LONG {}x, first E 0", found.steps);
    assert!(text(&scope, 120, 40).contains(&roomy));
    wait(&mut scope, 1500);
    assert!(!text(&scope, 120, 40).contains("STEP TOO LONG"));
}

#[test]
fn a_tile_of_the_gallery_is_marked() {
    let mut entries = Library::default().entries();
    let tile = entries.iter_mut().find(|entry| entry.preset.name() == "rebound-spike").unwrap();
    for segment in &mut tile.preset.subject.cell.protocol.segments {
        if let izh_tui::model::Shape::Level(level) = &mut segment.shape {
            *level = -900.0;
        }
    }
    let start = izh_tui::gallery::GalleryStart {
        figure: izh_tui::gallery::Figure::Features,
        speed: izh_tui::scope::Speed::REAL_TIME,
        seed: 1,
        scope: crate::support::scope::START,
    };
    let mut program = App::gallery(izh_tui::gallery::Gallery::new(entries, start));
    program.fit((200, 60));
    let mut buf = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 200, 60));
    let look = crate::support::scope::look(Marker::Braille);
    izh_tui::ui::render_front(&mut buf, program.front(), &look);
    let screen = crate::support::scope::text(&buf);
    assert!((1..=9).contains(&screen.matches('!').count()), "{screen}");
}
