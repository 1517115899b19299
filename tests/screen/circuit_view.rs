//! What a circuit looks like on the screen.

use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::ui::{Colors, Look, Marker, Theme, render_front};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use crate::support::circuit::{MANY, PAIR, built_in, circuit};
use crate::support::scope::text;
use crate::support::scope::{cells, press, type_text, wait};

/// Sizes with a scope.
const SIZES: [(u16, u16); 4] = [(40, 10), (80, 24), (120, 40), (200, 60)];

fn screen(scope: &Scope, width: u16, height: u16) -> String {
    text(&cells(scope, width, height, Marker::Braille))
}

fn snapshot_at_all_sizes(name: &str, scope: &Scope) {
    for (width, height) in SIZES {
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), screen(scope, width, height));
    }
}

#[test]
fn a_thousand_neurons() {
    let mut scope = built_in("cortex-2003");
    wait(&mut scope, 4000);
    snapshot_at_all_sizes("cortex", &scope);
    insta::assert_snapshot!("cortex-ascii", text(&cells(&scope, 80, 24, Marker::Ascii)));
    insta::assert_snapshot!("cortex-block", text(&cells(&scope, 80, 24, Marker::Block)));
    press(&mut scope, [Key::Tab; 3]);
    wait(&mut scope, 1000);
    insta::assert_snapshot!("cortex-spectrum", screen(&scope, 120, 40));
}

#[test]
fn a_synapse_that_mostly_fails() {
    let mut scope = built_in("burst-synapse");
    type_text(&mut scope, "2");
    wait(&mut scope, 1500);
    type_text(&mut scope, "e");
    wait(&mut scope, 100);
    snapshot_at_all_sizes("pair", &scope);
    insta::assert_snapshot!("pair-ascii", text(&cells(&scope, 80, 24, Marker::Ascii)));
    type_text(&mut scope, "1X2vvv\t\t");
    insta::assert_snapshot!("pair-utilisation", screen(&scope, 80, 24));
}

#[test]
fn weights_and_what_does_not_learn() {
    let mut scope = circuit(PAIR);
    wait(&mut scope, 500);
    press(&mut scope, [Key::Tab; 4]);
    insta::assert_snapshot!("weights", screen(&scope, 80, 24));
    let mut scope = circuit(MANY);
    wait(&mut scope, 500);
    press(&mut scope, [Key::Tab; 4]);
    assert!(screen(&scope, 80, 24).contains("no synapse of this circuit learns"));
    assert!(screen(&scope, 60, 16).contains("no room for the weights"));
}

#[test]
fn zoomed_paused_and_scrolled_into_the_past() {
    let mut scope = built_in("cortex-2003");
    wait(&mut scope, 2000);
    type_text(&mut scope, "zz ");
    press(&mut scope, [Key::Left; 3]);
    let shown = screen(&scope, 80, 24);
    assert!(shown.contains("neurons 0 to 39, E"), "{shown}");
    assert!(shown.contains("paused") && shown.contains("300 ms back"), "{shown}");
    insta::assert_snapshot!("cortex-zoomed", shown);
}

#[test]
fn every_neuron_has_its_rows() {
    // Of four neurons one after the other is fired, in the view with a raster alone.
    let recipe = PAIR.replace("count = 1", "count = 2").replace("current = 10.0", "current = 0.0");
    let mut scope = circuit(&recipe);
    press(&mut scope, [Key::Tab]);
    for neuron in 0..4 {
        wait(&mut scope, 600);
        type_text(&mut scope, "eee");
        wait(&mut scope, 300);
        let shown = screen(&scope, 80, 24);
        let has_dots = |line: &str| {
            // The last 600 ms are 31 cells.
            let mut cells = line.chars().skip(29 + 20);
            cells.any(|c| ('\u{2801}'..'\u{2900}').contains(&c))
        };
        let rows: Vec<&str> = shown.lines().skip(3).take(12).collect();
        let fired = rows.chunks(3).map(|rows| rows.iter().all(|line| has_dots(line)));
        let fired: Vec<bool> = fired.collect();
        assert!(fired[neuron], "{neuron}: {shown}");
        // No neuron of the second population can fire one of the first.
        assert!(neuron < 2 || !(fired[0] || fired[1]), "{neuron}: {shown}");
        type_text(&mut scope, "j");
    }
}

#[test]
fn releases_and_failures_differ_without_colour() {
    let mut scope = circuit(PAIR);
    wait(&mut scope, 1000);
    let shown = screen(&scope, 120, 40);
    let row = |label: &str| {
        let line = shown.lines().find(|line| line.contains(label)).expect("a row");
        line.chars().skip(34).filter(|c| *c == '|' || *c == 'x').collect::<String>()
    };
    let (released, failed) = (row("   in "), row(" fail "));
    assert!(!released.is_empty() && released.chars().all(|c| c == '|'), "{shown}");
    assert!(!failed.is_empty() && failed.chars().all(|c| c == 'x'), "{shown}");
}

#[test]
fn populations_have_colours_names_and_places() {
    let mut scope = circuit(MANY);
    wait(&mut scope, 1000);
    let buf = cells(&scope, 120, 40, Marker::Braille);
    let colour = |text: &str| {
        let (y, line) = self::text(&buf)
            .lines()
            .map(str::to_owned)
            .enumerate()
            .find(|(_, line)| line.starts_with(text))
            .expect("a line");
        let x = line.chars().position(|c| !c.is_whitespace()).expect("a word");
        buf[(x as u16, y as u16)].fg
    };
    assert_ne!(colour(" E  "), colour(" I  "));
    let used: Vec<Color> = (2..12).map(|y| buf[(34, y)].fg).collect();
    assert!(used.contains(&colour(" E  ")) || used.contains(&colour(" I  ")), "{used:?}");
}

#[test]
fn what_scripts_watch_is_there() {
    let mut scope = built_in("cortex-2003");
    wait(&mut scope, 500);
    for keys in ["", "\t", "\t\t", "\t\t\t", "\t\t\t\t"] {
        press(&mut scope, keys.chars().map(|_| Key::Tab));
        for (width, height) in SIZES.into_iter().skip(1) {
            let shown = screen(&scope, width, height);
            for stable in ["I = 0.0", "spikes ", "Hz", "mV", "ms", "cortex-2003", "izh2003"] {
                assert!(shown.contains(stable), "{stable} at {width}x{height}: {shown}");
            }
            assert_eq!(shown.matches("I =").count(), 1);
            assert!(!shown.contains("paused") && !shown.contains("REC"));
        }
        assert!(screen(&scope, 40, 10).contains("I = 0.0"));
    }
    type_text(&mut scope, " ");
    assert!(screen(&scope, 80, 24).contains("paused"));
    press(&mut scope, [Key::Up]);
    assert!(screen(&scope, 80, 24).contains("I = 0.5"));
}

#[test]
fn ascii_is_ascii_everywhere() {
    for recipe in [PAIR, MANY] {
        let mut scope = circuit(recipe);
        wait(&mut scope, 1500);
        for keys in ["", "\t", "\t", "\t", "\t", "?", "/"] {
            press(&mut scope, [Key::Esc]);
            press(
                &mut scope,
                keys.chars().map(|c| if c == '\t' { Key::Tab } else { Key::Char(c) }),
            );
            let shown = text(&cells(&scope, 120, 40, Marker::Ascii));
            assert!(shown.is_ascii(), "{shown}");
            // A character without a counterpart would turn into a question mark.
            let full = screen(&scope, 120, 40);
            assert_eq!(shown.matches('?').count(), full.matches('?').count(), "{shown}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_size_can_be_drawn_in_every_state(
        keys in "[ei1234xjkJvyzonsd+= .?/]{0,12}",
        tabs in 0usize..5,
        size in (0u16..210, 0u16..70),
        recipe in prop::sample::select(vec![PAIR, MANY]),
    ) {
        let mut scope = circuit(recipe);
        press(&mut scope, vec![Key::Tab; tabs]);
        for key in keys.chars() {
            type_text(&mut scope, &key.to_string());
            wait(&mut scope, 80);
        }
        let drawn = cells(&scope, size.0, size.1, Marker::Braille);
        prop_assert_eq!(drawn, cells(&scope, size.0, size.1, Marker::Braille));
    }
}

#[test]
fn without_colour_every_population_is_named_where_it_is_drawn() {
    let mut scope = circuit(MANY);
    wait(&mut scope, 800);
    // With less room there is one rate, that of all.
    for (width, height) in [(120, 40), (200, 60)] {
        let screen = screen(&scope, width, height);
        for name in ["E", "I"] {
            let label = format!("    {name} ");
            let named = screen.lines().filter(|line| line.contains(&label)).count();
            assert!(named >= 2, "{name} is named in the raster and beside its rate:\n{screen}");
        }
    }
}

#[test]
fn without_colour_nothing_has_one() {
    let mut scope = circuit(MANY);
    wait(&mut scope, 800);
    let mut buf = Buffer::empty(Rect::new(0, 0, 120, 40));
    let theme = Theme::dark(Colors::None);
    let look = Look { marker: Marker::Braille, theme };
    render_front(&mut buf, izh_tui::app::Front::Scope(&scope), &look);
    assert!(buf.content.iter().all(|cell| cell.fg == Color::Reset));
}
