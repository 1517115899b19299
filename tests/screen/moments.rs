//! Every figure on a scope belongs to one moment: the newest, or the one that is looked at.

use izh_tui::desk::Start;
use izh_tui::instrument::Scope;
use izh_tui::keys::{Input, Key};
use izh_tui::preset::Library;
use izh_tui::scope::{Display, ViewSettings};
use izh_tui::ui::Marker;
use ratatui::buffer::Buffer;

use crate::support::circuit::{self, MANY, PAIR};
use crate::support::model::{preset, record};
use crate::support::scope::{START, cells, live, press, scope, text, type_text, wait};

/// Sizes with a line of numbers.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn screen(app: &Scope, (width, height): (u16, u16)) -> String {
    text(&cells(app, width, height, Marker::Braille))
}

fn line(screen: &str, number: usize) -> &str {
    screen.lines().nth(number).expect("a line")
}

/// What is done to a neuron, in order of time: at which ms, and which key.
type Script = &'static [(u64, Key)];

/// Presets and what is done to them before and after 1000 ms.
const SCRIPTS: &[(&str, Script)] = &[
    ("chattering", &[]),
    ("chattering", &[(400, Key::Up), (720, Key::Char('e')), (1120, Key::Up), (1200, Key::Enter)]),
    ("regular-spiking", &[(200, Key::Enter), (1080, Key::Char('0')), (1240, Key::Char('i'))]),
    ("regular-spiking", &[(600, Key::Char('0')), (1040, Key::Char('s'))]),
    ("bistability", &[(1200, Key::Char('r'))]),
    ("rebound-burst", &[(600, Key::Char('f')), (1160, Key::Char('f'))]),
    ("fast-spiking-2007", &[(800, Key::Down), (1080, Key::Char('8')), (1200, Key::Char('2'))]),
    ("resonator", &[(320, Key::Char('4')), (1080, Key::Char('3')), (1120, Key::Up)]),
];

/// A scope on `preset` that is paused at `end_ms`, with what `script` says done up to then.
fn played(name: &str, script: Script, end_ms: u64, view: &str) -> Scope {
    // In a window of which half a second is a whole number of divisions.
    let window = ViewSettings {
        window_ms: Some(1000.0),
        display: Some(Display::Roll),
        ..ViewSettings::OPEN
    };
    let start = Start { view: window, ..START };
    let mut app = Scope::new(&live(&preset(name)), Library::default().entries(), start);
    type_text(&mut app, view);
    let mut now_ms = 0;
    for (ms, key) in script.iter().filter(|(ms, _)| *ms < end_ms) {
        wait(&mut app, ms - now_ms);
        press(&mut app, [*key]);
        now_ms = *ms;
    }
    wait(&mut app, end_ms - now_ms);
    type_text(&mut app, " ");
    app
}

/// The figures on a screen: header, line of numbers without the words on how far back it is, panels without
/// the small trace of u, which is in columns, and the current's title without where the current is from.
fn figures(app: &Scope, size: (u16, u16), panels: bool) -> Vec<String> {
    let screen = screen(app, size);
    let numbers = line(&screen, 1).split(" back").last().expect("something").trim().to_owned();
    let current = screen.lines().find(|line| line.contains("I = ")).expect("a title");
    let current = &current[current.find("I = ").expect("there")..];
    let current = current.split("  ").next().expect("something");
    let current = current.split(" \u{2500}").next().expect("something").to_owned();
    let side = screen.lines().skip(2).take_while(|line| !line.starts_with(" u  "));
    let side = side.filter(|_| panels).map(|line| line.chars().take(21).collect());
    [line(&screen, 0).to_owned(), numbers, current].into_iter().chain(side).collect()
}

/// Looks back by 500 ms, division by division.
fn look_back(app: &mut Scope) {
    let divisions = (500.0 / app.controls().timebase.ms_per_div()).round() as usize;
    press(app, std::iter::repeat_n(Key::Left, divisions));
}

#[test]
fn the_past_has_the_figures_that_it_had() {
    for &(name, script) in SCRIPTS {
        for size in SIZES {
            let then = figures(&played(name, script, 1000, ""), size, true);
            let mut app = played(name, script, 1500, "");
            assert_ne!(figures(&app, size, true), then, "{name}");
            look_back(&mut app);
            assert_eq!(figures(&app, size, true), then, "{name} {script:?}");
            assert_eq!(app.moment().back_ms, 500.0);
            // Time goes on with the newest.
            type_text(&mut app, "  ");
            assert!(!screen(&app, size).contains(" back"));
        }
    }
}

#[test]
fn large_views_show_the_same_moment() {
    for &(name, script) in SCRIPTS {
        let size = (120, 40);
        for view in ["p", "c"] {
            let then = played(name, script, 1000, view);
            let mut app = played(name, script, 1500, view);
            look_back(&mut app);
            assert_eq!(figures(&app, size, false), figures(&then, size, false), "{name} {view}");
            let words = |app: &Scope| {
                let screen = screen(app, size);
                let words: Vec<String> = screen
                    .lines()
                    .skip(2)
                    .map(|line| line.chars().take(52).collect::<String>())
                    .filter(|line| line.starts_with(" I ") || line.contains("now "))
                    .collect();
                words
            };
            // A curve is that of the present neuron, on which another has no place.
            if view == "p" || then.situation().neuron == app.cell().neuron {
                assert_eq!(words(&app), words(&then), "{name} {view} {script:?}");
            } else {
                assert!(!screen(&app, size).contains("now "), "{name}");
            }
        }
    }
}

#[test]
fn the_line_of_numbers_reads_the_sample_of_its_step() {
    let (record, _) = record(&live(&preset("chattering")), 3000.0);
    let mut app = scope("chattering");
    wait(&mut app, 2000);
    type_text(&mut app, " ");
    for back in 0..30u32 {
        let (label, back_ms) = (8000 - 1 - 200 * back as usize, 50 * back);
        let sample = record.samples[label];
        let (v, u) = (sample.v as f32, sample.u as f32);
        let numbers = format!("v {v:>5.1} mV  u {u:>5.1}  I 10.0");
        for size in SIZES {
            let screen = screen(&app, size);
            let shown = line(&screen, 1);
            assert!(shown.contains(&numbers), "{numbers}: {shown}");
            let when = format!("at {} ms, {back_ms} ms back", label as f64 * 0.25);
            assert_eq!(shown.contains(&when), back > 0, "{when}: {shown}");
            assert!(line(&screen, 0).contains(&format!("t {} ms", label as f64 * 0.25)));
        }
        press(&mut app, [Key::Left]);
    }
    // Without that line a title says how far back it is.
    for size in [(40, 10), (60, 15), (79, 40)] {
        let screen = screen(&app, size);
        assert!(screen.contains(" 1500 ms back"), "{screen}");
        assert!(!screen.contains("mV  u"), "{screen}");
    }
}

#[test]
fn what_is_long_past_is_between_bounds() {
    let mut app = scope("chattering");
    app.seek(20_000.0);
    type_text(&mut app, " ");
    press(&mut app, [Key::Left; 380]);
    for size in SIZES {
        let screen = screen(&app, size);
        let shown = line(&screen, 1);
        assert!(shown.starts_with(" at 1000 ms, 19000 ms back  v between -"), "{shown}");
        assert!(shown.contains(" mV"), "{shown}");
    }
}

#[test]
fn a_key_shows_before_the_next_step() {
    let mut app = scope("regular-spiking");
    wait(&mut app, 500);
    type_text(&mut app, " ");
    let newest = line(&screen(&app, (80, 24)), 1).to_owned();
    press(&mut app, [Key::Up]);
    // The step was made under the old current, and the new one flows from now on.
    assert!(screen(&app, (80, 24)).contains("I = 14.5 "));
    assert_eq!(line(&screen(&app, (80, 24)), 1), newest);
    type_text(&mut app, ".");
    assert!(line(&screen(&app, (80, 24)), 1).ends_with("I 14.5"));
    // A state that is set shows at once.
    type_text(&mut app, "r");
    assert!(line(&screen(&app, (80, 24)), 1).contains("v -63.0 mV"));
}

/// The figures of a circuit: header, line of numbers, the panel on firing or those of the selected neuron
/// without the small trace of u, and the current's title.
fn circuit_figures(scope: &izh_tui::instrument::Scope, size: (u16, u16)) -> Vec<String> {
    let screen = screen(scope, size);
    let numbers = line(&screen, 1).split(" back").last().expect("something").trim().to_owned();
    let current = screen.lines().find(|line| line.contains("I = ")).expect("a title");
    let current = &current[current.find("I = ").expect("there")..];
    let current = current.trim_end_matches(['\u{2500}', ' ']).to_owned();
    let is_figure = |line: &&str| !line.contains("channels") && !line.starts_with(" u  ");
    let panel = screen.lines().skip(2).take_while(is_figure);
    let panel = panel.map(|line| line.chars().take(21).collect());
    [line(&screen, 0).to_owned(), numbers, current].into_iter().chain(panel).collect()
}

#[test]
fn the_past_of_a_circuit_has_the_figures_that_it_had() {
    let scripts: [&[(u64, Key)]; 4] = [
        &[],
        &[(400, Key::Up), (1080, Key::Enter)],
        &[(400, Key::Enter), (600, Key::Char('0')), (1080, Key::Char('e')), (1200, Key::Enter)],
        &[(1200, Key::Char('0')), (1240, Key::Char('s')), (1280, Key::Up)],
    ];
    // All together, and the channels beside the panels of the selected neuron.
    let pages = [(PAIR, 0), (MANY, 0), (PAIR, 2), (MANY, 2)];
    for ((recipe, tabs), script) in pages.into_iter().flat_map(|r| scripts.map(|s| (r, s))) {
        let played = |end_ms: u64| {
            let mut scope = circuit::circuit(recipe);
            press(&mut scope, std::iter::repeat_n(Key::Tab, tabs));
            let mut now_ms = 0;
            for (ms, key) in script.iter().filter(|(ms, _)| *ms < end_ms) {
                wait(&mut scope, ms - now_ms);
                let _ = scope.handle(Input::Key(*key));
                now_ms = *ms;
            }
            wait(&mut scope, end_ms - now_ms);
            type_text(&mut scope, " ");
            scope
        };
        for size in SIZES {
            let (then, mut scope) = (played(1000), played(1500));
            assert_ne!(circuit_figures(&scope, size), circuit_figures(&then, size));
            press(&mut scope, [Key::Left; 5]);
            assert_eq!(circuit_figures(&scope, size), circuit_figures(&then, size), "{script:?}");
            let screen = screen(&scope, size);
            assert!(line(&screen, 1).starts_with(" at 999 ms, 500 ms back  v "), "{screen}");
        }
    }
}

/// What a screen says of the trigger, and whether its trace is drawn as past, after so many ms and keys.
#[test]
fn a_triggered_picture_is_never_older_than_it_looks() {
    let mut app = scope("regular-spiking");
    let is_faded = |app: &Scope| {
        let buf: Buffer = cells(app, 80, 24, Marker::Braille);
        let dim = crate::support::scope::look(Marker::Braille).theme.dim.fg;
        let traced = |x: u16, y: u16| {
            ('\u{2801}'..='\u{28ff}').contains(&buf[(x, y)].symbol().chars().next().unwrap_or(' '))
        };
        let cells = (30..80).flat_map(|x| (3..17).map(move |y| (x, y)));
        let drawn: Vec<_> = cells.filter(|(x, y)| traced(*x, *y)).collect();
        !drawn.is_empty() && drawn.iter().all(|at| Some(buf[*at].fg) == dim)
    };
    press(&mut app, [Key::Down; 28]);
    type_text(&mut app, "dd");
    type_text(&mut app, "((");
    let normal = |app: &mut Scope| {
        type_text(app, "t");
        press(app, [Key::Right; 7].into_iter().chain([Key::Up, Key::Esc]));
    };
    for (keys, ms, word, faded) in [
        // At rest, nothing has triggered yet: the newest window.
        ("", 400, " AUTO\n", false),
        ("e", 100, " TRIG\n", false),
        ("", 100, " TRIG\n", false),
        ("", 1000, " AUTO\n", false),
        ("normal", 10, " WAIT\n", false),
        ("e", 40, " TRIG\n", false),
        ("", 160, " TRIG\n", false),
        ("", 1000, " WAIT 1.1 s old\n", true),
        ("", 1000, " WAIT 2.1 s old\n", true),
        ("e", 40, " TRIG\n", false),
        // Another neuron has no such picture.
        ("8", 1, " WAIT\n", false),
    ] {
        match keys {
            "normal" => normal(&mut app),
            keys => drop(type_text(&mut app, keys)),
        }
        wait(&mut app, ms);
        for size in SIZES.into_iter().chain([(40, 10)]) {
            let screen = screen(&app, size);
            assert!(screen.contains(word), "{keys} {ms} {word}: {screen}");
            let words = ["AUTO", "WAIT", "TRIG", "ARMED", "STOP"];
            assert_eq!(words.map(|word| screen.matches(word).count()).iter().sum::<usize>(), 1);
        }
        assert_eq!(is_faded(&app), faded, "{keys} {ms} {word}");
    }
}

/// What the line below the scope says of the neuron, so long after something was done.
#[test]
fn verdicts_are_dated_and_withdrawn() {
    let mut app = scope("rebound-spike");
    press(&mut app, [Key::Up, Key::Down]);
    type_text(&mut app, "a]}");
    wait(&mut app, 500);
    type_text(&mut app, "i");
    let claim = " ms: fired on release from inhibition: 1 spike; silent ";
    let lately = " in the last 1000 ms a unit without memory could do the same";
    for (ms, said) in [(200, claim), (600, claim), (600, lately), (6000, lately)] {
        wait(&mut app, ms);
        for size in SIZES {
            let screen = screen(&app, size);
            assert!(screen.contains(said), "{said}: {screen}");
            assert_eq!(screen.contains(claim), said == claim, "{screen}");
        }
    }
    // With a longer window it may be older, but not by more than 5 s.
    type_text(&mut app, "))))))");
    assert_eq!(app.controls().timebase.window_ms(), 20_000.0);
    assert!(screen(&app, (80, 24)).contains("in the last 5000 ms a unit without memory"));
    type_text(&mut app, "i");
    for (ms, shows) in [(3000, true), (1500, true), (1500, false)] {
        wait(&mut app, ms);
        assert_eq!(app.verdict().contains(claim), shows, "{ms} {}", app.verdict());
    }
    // Of the past there is none.
    type_text(&mut app, "i");
    wait(&mut app, 200);
    assert!(app.verdict().contains(claim));
    type_text(&mut app, " ");
    press(&mut app, [Key::Left]);
    assert!(app.verdict().starts_with("a verdict is of the newest moment only"));
}

#[test]
fn adaptation_alone_is_no_unevenness() {
    for (name, uneven) in [
        ("regular-spiking", false),
        ("intrinsically-bursting", false),
        ("fast-spiking", false),
        ("chattering", true),
    ] {
        let mut app = scope(name);
        type_text(&mut app, "a");
        wait(&mut app, 900);
        assert_eq!(app.verdict().contains("uneven under"), uneven, "{name}: {}", app.verdict());
    }
}
