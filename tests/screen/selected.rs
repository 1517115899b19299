//! The selected neuron of a circuit is looked at as a neuron alone is, and a neuron alone as a circuit.

use izh_tui::circuit::PopulationId;
use izh_tui::engine::{Command, Site};
use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::measure::Quantity;
use izh_tui::scope::Page;
use izh_tui::session::{About, Entry};
use izh_tui::ui::Marker;

use crate::support::circuit::{MANY, PAIR, built_in, circuit};
use crate::support::model::preset;
use crate::support::paper::Paper;
use crate::support::scope::{cells, press, scope, text, type_text, wait};

fn screen(scope: &Scope, width: u16, height: u16) -> String {
    text(&cells(scope, width, height, Marker::Braille))
}

/// A circuit of two neurons that know nothing of each other, of the types `first` and `second`, each under
/// the current that its preset holds.
fn apart(first: &str, second: &str, scheme: &str) -> String {
    let population = |name: &str, of: &str| {
        let current = preset(of).subject.cell.protocol.settled_current();
        format!(
            "[[population]]\nname = \"{name}\"\ncount = 1\npreset = \"{of}\"\ncurrent = {current:?}\n"
        )
    };
    format!(
        "kind = \"circuit\"\nname = \"apart\"\ndescription = \"Two.\"\n\
         [integration]\nscheme = \"{scheme}\"\ndt_ms = 0.25\n{}{}",
        population("a", first),
        population("b", second)
    )
}

/// Everything that is said of the selected neuron.
fn said(scope: &Scope) -> String {
    let situation = scope.situation();
    let trail = scope.trail();
    let curve = scope
        .curve()
        .map(|curve| (curve.rheobase(), curve.class(), curve.answers().iter().flatten().count()));
    let measured = scope.measured();
    let measured = measured.map(|measured| Quantity::ALL.map(|quantity| measured.figure(quantity)));
    format!(
        "{:?}\n{:?} {} {:?}\n{:?}\n{trail:?}\n{:?}\n{:?}\n{curve:?}\n{}\n{measured:?}",
        scope.reading(),
        situation.neuron,
        situation.is_edited,
        situation.constant,
        scope.statistics(),
        scope.rate_trail(),
        scope.plane().axes(),
        scope.verdict(),
    )
}

/// The same is said of both.
fn same(coupled: &Scope, alone: &Scope) {
    let (coupled, alone) = (said(coupled), said(alone));
    for (coupled, alone) in coupled.lines().zip(alone.lines()) {
        let start = |line: &str| line.chars().take(300).collect::<String>();
        assert!(coupled == alone, "{}\n{}", start(coupled), start(alone));
    }
}

#[test]
fn a_neuron_of_a_circuit_is_measured_as_it_is_alone() {
    let other = "low-threshold-spiking";
    for name in ["chattering", "regular-spiking", "fast-spiking", "intrinsically-bursting"] {
        for (selected, scheme) in [("1", "paper"), ("2", "paper"), ("2", "exact")] {
            let mut alone = scope(name);
            while alone.engine().scheme().name() != scheme {
                type_text(&mut alone, "s");
            }
            let (first, second) = if selected == "1" { (name, other) } else { (other, name) };
            let mut coupled = circuit(&apart(first, second, scheme));
            type_text(&mut coupled, selected);
            let both = |keys: &str, ms, alone: &mut Scope, coupled: &mut Scope| {
                for scope in [alone, coupled] {
                    type_text(scope, keys);
                    wait(scope, ms);
                }
            };
            both("p", 500, &mut alone, &mut coupled);
            same(&coupled, &alone);
            both("a", 300, &mut alone, &mut coupled);
            for scope in [&mut alone, &mut coupled] {
                type_text(scope, "P");
                press(scope, [Key::Down; 9]);
                type_text(scope, "12");
                press(scope, [Key::Enter, Key::Esc]);
            }
            both("", 400, &mut alone, &mut coupled);
            same(&coupled, &alone);
            both("c", 400, &mut alone, &mut coupled);
            same(&coupled, &alone);
            // Other parameters, typed into the panel.
            for scope in [&mut alone, &mut coupled] {
                type_text(scope, "P");
                press(scope, [Key::Down; 3]);
                press(scope, [Key::Right, Key::Right, Key::Esc]);
            }
            both("0", 600, &mut alone, &mut coupled);
            same(&coupled, &alone);
        }
    }
}

#[test]
fn parameters_are_those_of_the_population_and_stand_in_the_recording() {
    let mut scope = circuit(MANY);
    wait(&mut scope, 100);
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    scope.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    let before = *scope.common_neuron();
    type_text(&mut scope, "P");
    press(&mut scope, [Key::Down, Key::Right]);
    assert!(scope.common_neuron().b > before.b && scope.situation().is_edited);
    assert!(screen(&scope, 80, 24).contains("parameters of E"), "{}", screen(&scope, 80, 24));
    // The types of 2003 one after the other: the first has other parameters than the edited neuron.
    press(&mut scope, [Key::Char('n'), Key::Char('n'), Key::Char('N')]);
    let types = ["regular-spiking", "intrinsically-bursting", "regular-spiking"];
    wait(&mut scope, 50);
    press(&mut scope, [Key::Char('o'), Key::Esc]);
    assert_eq!(*scope.common_neuron(), before);
    // Of the other population nothing has changed.
    type_text(&mut scope, "2P");
    press(&mut scope, [Key::Up, Key::Esc]);
    type_text(&mut scope, "f");
    wait(&mut scope, 100);
    scope.stop_recording();
    let session = paper.session();
    let first = Site::Population(PopulationId::FIRST);
    let commands: Vec<Command> = session
        .blocks()
        .filter_map(|block| match block.expect("read").entry {
            Entry::Event(event) => Some(event.command),
            _ => None,
        })
        .collect();
    let edited = |name: &str| {
        let neuron = scope.entry_named(name).expect("a type").preset.subject.cell.neuron;
        Command::Edit { site: first, neuron: Box::new(neuron) }
    };
    assert_eq!(commands[1..4], types.map(edited));
    assert_eq!(commands[4], Command::Edit { site: first, neuron: Box::new(before) });
    assert_eq!(commands[5], Command::Fire { site: Site::Population(PopulationId::new(1)) });
    assert_eq!(commands.len(), 6);
    assert_eq!(session.verify(2).expect("fits").divergence, None);
}

#[test]
fn each_channel_keeps_what_it_has_seen() {
    let mut scope = circuit(PAIR);
    wait(&mut scope, 800);
    let spikes = |scope: &Scope| scope.statistics().expect("now").spikes;
    let of_first = spikes(&scope);
    assert!(of_first > 5);
    type_text(&mut scope, "2");
    assert!(spikes(&scope) < of_first, "the other fires less");
    type_text(&mut scope, "1");
    assert_eq!(spikes(&scope), of_first);
    // Another neuron on the same channel is counted from now on.
    type_text(&mut scope, "jk");
    assert_eq!((spikes(&scope), scope.trail().len()), (0, 0));
    wait(&mut scope, 400);
    assert!(spikes(&scope) > 2 && spikes(&scope) < of_first);
    // Spikes are counted while the channel is off, too.
    type_text(&mut scope, "X");
    let before = spikes(&scope);
    wait(&mut scope, 400);
    assert!(spikes(&scope) > before);
}

#[test]
fn a_neuron_alone_has_a_spectrum_and_a_row_of_a_raster() {
    let mut scope = scope("chattering");
    wait(&mut scope, 3000);
    assert!(scope.spectrum().is_none(), "nothing is worked out that is not shown");
    press(&mut scope, [Key::Tab; 4]);
    assert_eq!(scope.page(), Page::Spectrum);
    insta::assert_snapshot!("neuron-spectrum-80x24", screen(&scope, 80, 24));
    insta::assert_snapshot!("neuron-spectrum-120x40", screen(&scope, 120, 40));
    // Bursts some 18 times a second.
    let peaks = scope.spectrum().expect("shown").peaks();
    assert!((peaks[0].frequency_hz - 18.0).abs() < 1.0, "{peaks:?}");
    assert!(screen(&scope, 60, 16).contains("no room for the spectrum"));
    // The row goes with the trace into the past, and another neuron goes on with it.
    type_text(&mut scope, "6");
    wait(&mut scope, 300);
    assert_eq!(scope.raster().len() as u64, scope.spikes());
}

#[test]
fn the_selected_neuron_has_its_views_and_panels() {
    let mut scope = built_in("cortex-2003");
    wait(&mut scope, 2000);
    type_text(&mut scope, "p");
    insta::assert_snapshot!("selected-phase-120x40", screen(&scope, 120, 40));
    type_text(&mut scope, "2c");
    wait(&mut scope, 200);
    insta::assert_snapshot!("selected-curve-80x24", screen(&scope, 80, 24));
    type_text(&mut scope, "c1");
    press(&mut scope, [Key::Tab; 2]);
    type_text(&mut scope, "a");
    insta::assert_snapshot!("selected-panels-120x40", screen(&scope, 120, 40));
    insta::assert_snapshot!("selected-panels-80x24", screen(&scope, 80, 24));
    type_text(&mut scope, "aP");
    insta::assert_snapshot!("selected-parameters-80x24", screen(&scope, 80, 24));
}
