//! Help: the keys below the headings of their topics, and the filter.

use izh_tui::instrument::{Overlay, Scope};
use izh_tui::keys::{Action, Input, Key, Topic};
use izh_tui::scope::Page;
use izh_tui::ui::Marker;

use crate::support::circuit;
use crate::support::gallery;
use crate::support::scope::{cells, press, scope, text, type_text};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn screen(app: &Scope, (width, height): (u16, u16)) -> String {
    text(&cells(app, width, height, Marker::Braille))
}

/// The rows of help inside its frame, without the line of the filter.
fn rows(screen: &str) -> Vec<String> {
    let lines = screen.lines().filter(|line| line.matches('\u{2502}').count() == 2);
    let inside = lines.map(|line| line.split('\u{2502}').nth(1).unwrap_or_default().to_owned());
    inside.skip(1).filter(|row| !row.trim().is_empty()).collect()
}

/// The rows below `heading` in `rows`.
fn below<'a>(rows: &'a [String], heading: &str) -> Vec<&'a str> {
    let is_heading = |row: &&String| row.starts_with("\u{2500} ");
    let from = rows.iter().position(|row| row.starts_with(&format!("\u{2500} {heading} ")));
    let from = from.unwrap_or_else(|| panic!("no heading {heading}"));
    rows[from + 1..].iter().take_while(|row| !is_heading(row)).map(|row| &**row).collect()
}

#[test]
fn help_lies_over_a_circuit_and_shows_each_topic_once() {
    let mut pair = circuit::built_in("half-centre");
    type_text(&mut pair, "?");
    for (width, height) in SIZES {
        let name = format!("circuit-{width}x{height}");
        insta::assert_snapshot!(name, screen(&pair, (width, height)));
    }
    // On a screen so high that all rows fit in one column.
    let shown = rows(&screen(&pair, (80, 120)));
    for (topic, key) in [
        (Topic::Stimuli, " e / i"),
        (Topic::Circuit, " j / k"),
        (Topic::Presets, " /"),
        (Topic::Time, " ( / )"),
        (Topic::Voltage, " ="),
        (Topic::Trigger, " d"),
        (Topic::Views, " p"),
        (Topic::Model, " s"),
        (Topic::Recording, " R"),
        (Topic::Program, " q / Ctrl-C"),
    ] {
        let below = below(&shown, topic.name());
        assert!(below.iter().any(|row| row.starts_with(&format!("{key} "))), "{topic:?} {below:?}");
    }
    assert!(!shown.iter().any(|row| row.contains("\u{2500} tiles ")));
}

#[test]
fn what_is_typed_filters_by_key_and_by_text() {
    let mut app = scope("chattering");
    type_text(&mut app, "?/");
    let all = rows(&screen(&app, (80, 120))).len();
    for (typed, first, count) in [
        // Parts of texts, in capitals or not, several words in any order.
        ("PULSE", " e / i        inject an excitatory", Some(3)),
        ("current on / of", " Enter        sustained step", Some(1)),
        ("look back", " Left / Right pause and look back by a division", Some(2)),
        // Labels of keys.
        ("pgup", " PgUp / PgDn", Some(1)),
        ("ctrl-", " Ctrl-L", Some(3)),
        // A character that is a key finds that key alone, one that is none is a part of a text.
        ("e", " e / i", Some(1)),
        ("I", " I            turn the sign", Some(1)),
        ("?", " ? / F1", Some(1)),
        ("q", " q / Ctrl-C", Some(1)),
        ("E", " e / i", None),
    ] {
        type_text(&mut app, typed);
        let shown = rows(&screen(&app, (80, 120)));
        let (headings, keys): (Vec<_>, Vec<_>) =
            shown.iter().partition(|row| row.starts_with('\u{2500}'));
        assert!(keys[0].starts_with(first), "{typed}: {keys:?}");
        assert!(!headings.is_empty() && shown.len() < all, "{typed}");
        assert!(count.is_none_or(|count| keys.len() == count), "{typed}: {keys:?}");
        let said = screen(&app, (80, 24));
        assert!(said.contains(&format!("> {typed}_")), "{said}");
        assert!(said.contains(&format!("{} match", keys.len())), "{said}");
        press(&mut app, vec![Key::Backspace; typed.chars().count()]);
    }
    assert_eq!(rows(&screen(&app, (80, 120))).len(), all);
}

#[test]
fn a_line_says_when_nothing_matches_and_escape_clears_before_it_closes() {
    let mut app = scope("chattering");
    type_text(&mut app, "?/zzz");
    for (width, height) in SIZES {
        insta::assert_snapshot!(format!("nothing-{width}x{height}"), screen(&app, (width, height)));
    }
    type_text(&mut app, "q");
    press(&mut app, [Key::Esc]);
    assert!(screen(&app, (80, 24)).contains("/ filters"));
    press(&mut app, [Key::Esc]);
    assert_eq!(app.overlay(), None);

    // Backspace behind the first character ends filtering, and letters are keys again.
    type_text(&mut app, "?/a");
    press(&mut app, [Key::Backspace, Key::Backspace]);
    type_text(&mut app, "p?p");
    assert_eq!((app.overlay(), app.page()), (None, Page::Phase));
    // Without a filter there is nothing to clear.
    type_text(&mut app, "?/");
    press(&mut app, [Key::Esc]);
    assert_eq!(app.overlay(), None);
    // Keys that are no characters keep their meaning.
    type_text(&mut app, "?/a");
    press(&mut app, [Key::F(1)]);
    assert_eq!(app.overlay(), None);
}

#[test]
fn the_frame_stays_where_it_is_while_one_types() {
    let mut app = scope("chattering");
    type_text(&mut app, "?");
    for size in SIZES {
        let corners = |app: &Scope| {
            let screen = screen(app, size);
            let at = |c| screen.chars().position(|it| it == c);
            (at('\u{250c}'), at('\u{2518}'), at('\u{2510}'))
        };
        let before = corners(&app);
        type_text(&mut app, "/zoom in the raster");
        assert_eq!(corners(&app), before, "{size:?}");
        press(&mut app, [Key::Esc]);
    }
}

#[test]
fn scrolling_goes_as_far_as_the_last_line_on_this_screen() {
    for size in SIZES {
        let mut program = izh_tui::app::App::scope(scope("chattering"));
        program.fit(size);
        let mut shown = |keys: &[Key]| {
            for key in keys {
                program.handle(Input::Key(*key));
            }
            let scope = program.scope_mut().expect("a scope");
            assert!(matches!(scope.overlay(), None | Some(Overlay::Help(_))));
            screen(scope, size)
        };
        let top = shown(&[Key::Char('?')]);
        let end = shown(&[Key::End]);
        let quit = Action::from_name("quit").expect("an action");
        let last = izh_tui::keys::DEFAULT_KEYMAP.keys(quit)[1].to_string();
        assert!(end.contains(&format!("q / {last}")), "{size:?}");
        assert_eq!(shown(&[Key::Down; 9]), end);
        assert_eq!(top == end, size == (200, 60));
        // The first press goes back at once.
        assert_eq!(shown(&[Key::Up]) == end, top == end);
        assert_eq!(shown(&[Key::Home]), top);
        assert_eq!(shown(&[Key::PageDown; 9]), end);
    }
}

#[test]
fn the_gallery_has_the_same_help() {
    let mut program = gallery::program(izh_tui::gallery::Figure::Features);
    gallery::type_text(&mut program, "?/page");
    for (width, height) in SIZES {
        let screen = text(&gallery::cells(&mut program, width, height, Marker::Braille));
        insta::assert_snapshot!(format!("gallery-{width}x{height}"), screen);
    }
    assert_eq!(program.text_entry(), izh_tui::keys::TextEntry::Open);
    gallery::press(&mut program, [Key::Esc, Key::Esc]);
    assert_eq!(gallery::front(&program).help(), None);
    assert_eq!(program.text_entry(), izh_tui::keys::TextEntry::Closed);
}
