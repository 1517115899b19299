//! The scope of a circuit under a clock and a keyboard that follow a script.

use izh_tui::app::{App, Front};
use izh_tui::circuit::{NeuronId, PopulationId};
use izh_tui::desk::{Effect, Help, Outcome, Tone};
use izh_tui::engine::Site;
use izh_tui::instrument::{Overlay, Scope, Shown, Zoom};
use izh_tui::keys::{Input, Key};
use izh_tui::model::Scheme;
use izh_tui::scope::Display;
use izh_tui::scope::Page;
use izh_tui::session::About;
use izh_tui::term::Screen;
use izh_tui::ui::{Marker, Rolling, arrange, render_front, volatile_areas};
use proptest::prelude::*;
use ratatui::layout::Rect;

use crate::support::circuit::{MANY, PAIR, catalog, circuit};
use crate::support::paper::Paper;
use crate::support::scope::{press, type_text, wait};

const E: Site = Site::Population(PopulationId::FIRST);

/// Bounds of what was injected at the site, over the columns that are known.
fn injected(scope: &Scope) -> (f32, f32) {
    let columns = scope.circuit().unwrap().stimulus(500).into_iter().flatten();
    columns.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), range| {
        (low.min(range.low), high.max(range.high))
    })
}

#[test]
fn it_follows_the_clock_and_counts_what_fires() {
    let mut scope = circuit(MANY);
    wait(&mut scope, 1000);
    assert_eq!(scope.engine().time_ms(), 1000.0);
    let spikes = scope.circuit().unwrap().spikes().expect("known");
    assert!(spikes > 50, "{spikes}");
    let of =
        |index| scope.circuit().unwrap().firing(PopulationId::new(index)).expect("known").spikes;
    assert_eq!(of(0) + of(1), spikes);
    let rate_hz = scope
        .circuit()
        .unwrap()
        .firing_of_all()
        .and_then(|firing| firing.rate_hz)
        .expect("time has passed");
    assert!(rate_hz > 0.5 && (rate_hz - scope.circuit().unwrap().mean_rate_hz()).abs() < 1e-9);
    let firing_hz = scope
        .circuit()
        .unwrap()
        .firing(PopulationId::new(1))
        .and_then(|firing| firing.rate_hz)
        .expect("time has passed");
    assert!((firing_hz - scope.circuit().unwrap().rate_hz(PopulationId::new(1))).abs() < 1e-9);
    assert_eq!(scope.circuit().unwrap().raster().len() as u64, spikes);
    assert!(scope.circuit().unwrap().spectrum().is_some());
    type_text(&mut scope, "0");
    assert_eq!(
        (scope.circuit().unwrap().spikes(), scope.circuit().unwrap().stats_since_ms()),
        (Some(0), 1000.0)
    );
    assert_eq!(scope.desk().lag_ms(), 0.0);
    type_text(&mut scope, ">");
    wait(&mut scope, 400);
    assert_eq!(scope.engine().time_ms(), 1800.0);
    type_text(&mut scope, " ");
    wait(&mut scope, 400);
    assert_eq!(scope.engine().time_ms(), 1800.0);
    type_text(&mut scope, ".");
    assert_eq!(scope.engine().time_ms(), 1801.0);
}

#[test]
fn steps_for_which_there_is_no_time_are_dropped_and_shown() {
    let mut scope = circuit(MANY);
    type_text(&mut scope, ">>>");
    scope.tick(250_000_000, || false);
    let made_ms = scope.engine().time_ms();
    assert!(made_ms > 0.0 && made_ms < 2500.0);
    assert_eq!(scope.desk().lag_ms(), 2500.0 - made_ms);
}

#[test]
fn a_large_circuit_starts_with_two_channels_and_a_small_one_with_one_for_each_neuron() {
    let on = |scope: &Scope| {
        let on = scope.channels().iter().filter(|channel| channel.is_on());
        on.map(|channel| channel.neuron().number()).collect::<Vec<_>>()
    };
    let many = circuit(MANY);
    assert_eq!((on(&many), many.site()), (vec![0, 80], E));
    // And with what use does to the synapse, as far as there are channels.
    let pair = circuit(PAIR);
    assert_eq!((on(&pair), pair.site()), (vec![0, 1, 1, 1], Site::Neuron(NeuronId::FIRST)));
    let shown: Vec<Shown> = pair.channels().iter().map(|channel| channel.shown()).collect();
    assert_eq!(shown, [Shown::Voltage, Shown::Voltage, Shown::Resource, Shown::Utilisation]);
}

#[test]
fn keys_inject_at_the_site_and_show_it_at_once() {
    let mut scope = circuit(MANY);
    wait(&mut scope, 40);
    press(&mut scope, [Key::Up, Key::Up, Key::Down]);
    assert_eq!(scope.circuit().unwrap().constant().holding, 0.5);
    press(&mut scope, [Key::Enter]);
    assert_eq!(scope.circuit().unwrap().constant().sustained, Some(10.0));
    type_text(&mut scope, "]e");
    wait(&mut scope, 40);
    assert_eq!(injected(&scope), (0.0, 30.5));
    press(&mut scope, [Key::Enter]);
    type_text(&mut scope, "i");
    wait(&mut scope, 40);
    assert_eq!(injected(&scope), (-19.5, 30.5));
    // The neuron is another site, at which the population's currents count, too.
    type_text(&mut scope, "o");
    assert_eq!(
        (scope.site(), scope.circuit().unwrap().site_name(scope.site())),
        (Site::Neuron(NeuronId::FIRST), "E 0".to_owned())
    );
    assert_eq!(scope.circuit().unwrap().constant().holding, 0.5);
    press(&mut scope, [Key::Up]);
    wait(&mut scope, 40);
    assert_eq!(injected(&scope), (-19.5, 30.5));
    assert_eq!(
        (scope.circuit().unwrap().constant().holding, scope.engine().holding_current(E)),
        (1.0, 0.5)
    );
}

#[test]
fn a_protocol_that_was_fired_is_drawn_and_named_while_it_runs() {
    // The left cell's protocol is a step of 10 from 20 to 25 ms within 100 ms.
    let mut scope = crate::support::circuit::built_in("half-centre");
    wait(&mut scope, 1500);
    assert_eq!(injected(&scope), (0.0, 0.0));
    type_text(&mut scope, "f");
    wait(&mut scope, 40);
    let screen = |scope: &Scope| {
        crate::support::scope::text(&crate::support::scope::cells(scope, 80, 24, Marker::Braille))
    };
    assert!(screen(&scope).contains("into left 0  protocol, once"), "{}", screen(&scope));
    let drawn = scope.circuit().expect("one").stimulus(1000);
    let highest = drawn.iter().flatten().map(|range| range.high).fold(0.0, f32::max);
    assert_eq!(highest, 10.0);
    wait(&mut scope, 80);
    assert!(!screen(&scope).contains("protocol"), "{}", screen(&scope));
    // The other cell has no protocol but a constant current, and was not fired.
    type_text(&mut scope, "2");
    assert_eq!(injected(&scope), (0.0, 0.0));
}

#[test]
fn a_change_shows_while_paused() {
    let mut scope = circuit(MANY);
    wait(&mut scope, 100);
    type_text(&mut scope, " ");
    press(&mut scope, [Key::Up]);
    assert_eq!(scope.circuit().unwrap().constant().holding, 0.5);
    type_text(&mut scope, "s");
    assert_eq!(scope.engine().scheme(), Scheme::Exact);
}

#[test]
fn channels_are_chosen_and_turned_on_and_off() {
    let mut scope = circuit(MANY);
    let neuron = |scope: &Scope| scope.circuit().unwrap().selected_neuron().number();
    type_text(&mut scope, "jjk");
    assert_eq!(neuron(&scope), 1);
    type_text(&mut scope, "#11");
    press(&mut scope, [Key::Enter]);
    assert_eq!(neuron(&scope), 11);
    type_text(&mut scope, "J");
    assert_eq!(
        (neuron(&scope), scope.circuit().unwrap().selected_population()),
        (80, PopulationId::new(1))
    );
    type_text(&mut scope, "J");
    assert_eq!(neuron(&scope), 0);
    // Round and round.
    type_text(&mut scope, "k");
    assert_eq!(neuron(&scope), 99);
    type_text(&mut scope, "3");
    assert!(
        scope.circuit().unwrap().channels()[2].is_on() && scope.circuit().unwrap().selected() == 2
    );
    wait(&mut scope, 200);
    let drawn = |scope: &Scope, index| {
        scope.circuit().unwrap().channel_picture(index, 100).iter().flatten().count()
    };
    assert!([0, 1, 2].map(|index| drawn(&scope, index)).iter().all(|columns| *columns >= 19));
    assert_eq!(drawn(&scope, 3), 0);
    type_text(&mut scope, "X");
    assert_eq!(drawn(&scope, 2), 0);
    type_text(&mut scope, "4v");
    assert_eq!(scope.circuit().unwrap().channels()[3].shown(), Shown::Recovery);
    // There are no synapses with a state of their own.
    type_text(&mut scope, "v");
    assert_eq!(scope.circuit().unwrap().channels()[3].shown(), Shown::Voltage);
    type_text(&mut scope, "y");
    assert!(scope.desk().notice().expect("it is told").text.contains("no synapse"));
}

#[test]
fn a_synapse_shows_its_resource_and_its_failures() {
    let mut scope = circuit(PAIR);
    type_text(&mut scope, "2");
    let synapse = scope.circuit().unwrap().channels()[1].synapse().expect("one");
    assert_eq!((synapse.pre, synapse.post), (NeuronId::FIRST, NeuronId::new(1)));
    wait(&mut scope, 1000);
    let arrived = scope
        .circuit()
        .unwrap()
        .channel_ticks(1, 500)
        .iter()
        .fold((0, 0), |(released, failed), ticks| {
            (released + ticks.released, failed + ticks.failed)
        });
    let pre = scope.circuit().unwrap().firing(PopulationId::FIRST).expect("known").spikes;
    assert!(arrived.0 > 0 && arrived.1 > 0, "{arrived:?}");
    // The last may be on its way.
    assert!((pre - 1..=pre).contains(&u64::from(arrived.0 + arrived.1)), "{pre} {arrived:?}");
    for shown in [Shown::Recovery, Shown::Resource, Shown::Utilisation, Shown::Weight] {
        type_text(&mut scope, "v");
        assert_eq!(scope.circuit().unwrap().channels()[1].shown(), shown);
        let drawn = scope.circuit().unwrap().channel_picture(1, 200);
        assert!(drawn.iter().flatten().count() >= 196, "{shown:?}");
        if shown == Shown::Resource {
            let low = drawn.iter().flatten().map(|range| range.low).fold(1.0, f32::min);
            assert!((0.01..0.99).contains(&low), "{low}");
        }
    }
    type_text(&mut scope, "\t1v");
    assert_eq!(
        scope.circuit().unwrap().channels()[0].shown(),
        Shown::Recovery,
        "onto the first there is no synapse"
    );
}

#[test]
fn weights_are_counted_while_they_are_shown() {
    let mut scope = circuit(PAIR);
    wait(&mut scope, 100);
    assert!(scope.circuit().unwrap().weights().is_empty());
    for view in Page::OF_CIRCUIT.iter().copied().skip(1) {
        press(&mut scope, [Key::Tab]);
        assert_eq!(scope.page(), view);
    }
    let [histogram] = scope.circuit().unwrap().weights() else { panic!("one projection learns") };
    assert_eq!((histogram.low, histogram.high, histogram.total), (0.0, 10.0, 1));
    assert_eq!(histogram.counts.iter().sum::<u64>(), 1);
    press(&mut scope, [Key::Tab]);
    assert_eq!(scope.page(), Page::Overview);
}

#[test]
fn the_raster_zooms_into_what_is_selected_and_back() {
    let shown = |scope: &Scope| NeuronId::numbers(&scope.circuit().unwrap().shown_neurons());
    let mut scope = circuit(MANY);
    type_text(&mut scope, "z");
    assert_eq!((scope.circuit().unwrap().zoom(), shown(&scope)), (Zoom::Population, 0..80));
    assert_eq!(scope.circuit().unwrap().spectrum_of(), Some(PopulationId::FIRST));
    type_text(&mut scope, "z");
    assert_eq!((scope.circuit().unwrap().zoom(), shown(&scope)), (Zoom::Neighbours, 0..40));
    type_text(&mut scope, "#30");
    press(&mut scope, [Key::Enter]);
    assert_eq!(shown(&scope), 10..50);
    type_text(&mut scope, "z");
    assert_eq!((scope.circuit().unwrap().zoom(), shown(&scope)), (Zoom::All, 0..100));
    // What would show the same is passed over: here a population has but one neuron.
    let mut scope = circuit(PAIR);
    type_text(&mut scope, "z");
    assert_eq!(shown(&scope), 0..1);
    type_text(&mut scope, "z");
    assert_eq!(shown(&scope), 0..2);
}

#[test]
fn views_change_what_is_seen_only() {
    let mut scope = circuit(MANY);
    wait(&mut scope, 500);
    type_text(&mut scope, "d");
    assert_eq!(scope.controls().timebase.display(), Display::Sweep);
    type_text(&mut scope, "d");
    assert_eq!(scope.controls().timebase.display(), Display::Trigger);
    type_text(&mut scope, "d");
    assert_eq!(scope.controls().timebase.display(), Display::Roll);
    type_text(&mut scope, ")");
    assert_eq!(scope.controls().timebase.window_ms(), 2000.0);
    type_text(&mut scope, "-");
    assert_eq!(scope.controls().gain.axis().division, 50.0);
    type_text(&mut scope, "=");
    assert!(scope.controls().gain.axis().low < -60.0 && scope.controls().gain.axis().high >= 30.0);
    type_text(&mut scope, "[[{{");
    assert_eq!((scope.controls().pulse().amplitude, scope.controls().pulse().width_ms), (2.0, 0.5));
    type_text(&mut scope, " ");
    press(&mut scope, [Key::Left]);
    assert_eq!(scope.controls().timebase.back_ms(), 200.0);
    press(&mut scope, [Key::Right]);
    assert_eq!(scope.controls().timebase.back_ms(), 0.0);
    type_text(&mut scope, "?");
    assert_eq!(scope.overlay(), Some(&Overlay::Help(Help::default())));
    press(&mut scope, [Key::Down, Key::Esc]);
    assert_eq!(scope.overlay(), None);
    assert_eq!(
        press(&mut scope, [Key::Ctrl('l'), Key::Ctrl('z'), Key::Char('q')]),
        [Effect::Redraw, Effect::Suspend, Effect::Quit].map(Outcome::from)
    );
}

#[test]
fn n_goes_through_the_circuits_and_reset_begins_again() {
    let mut scope = circuit(PAIR);
    wait(&mut scope, 200);
    type_text(&mut scope, "n");
    assert_eq!(
        (&*scope.circuit().unwrap().recipe().name, scope.engine().time_ms()),
        ("many", 200.0)
    );
    assert_eq!(
        scope.circuit().unwrap().channels().iter().filter(|channel| channel.is_on()).count(),
        2
    );
    assert!(scope.circuit().unwrap().spectrum().is_none());
    wait(&mut scope, 200);
    assert!(scope.circuit().unwrap().channel_picture(0, 100).iter().flatten().count() >= 19);
    type_text(&mut scope, "N");
    assert_eq!(scope.circuit().unwrap().recipe().name, "pair");
    let start = scope.engine().state(NeuronId::FIRST);
    wait(&mut scope, 333);
    assert_ne!(scope.engine().state(NeuronId::FIRST), start);
    type_text(&mut scope, "r");
    assert_eq!(scope.engine().state(NeuronId::FIRST), start);
}

#[test]
fn a_circuit_that_blows_up_is_paused_and_says_where() {
    let mut scope = circuit(MANY);
    for _ in 0..12 {
        type_text(&mut scope, "]");
    }
    // Far beyond all reason, in one neuron of the second population.
    type_text(&mut scope, "2jos");
    assert_eq!(scope.engine().scheme(), Scheme::Exact);
    type_text(&mut scope, &"e".repeat(500));
    wait(&mut scope, 500);
    let notice = scope.desk().notice().expect("an alarm");
    assert!(scope.desk().paused && notice.tone == Tone::Alarm, "{notice:?}");
    assert!(notice.text.contains("neuron 81 (I 1) blew up at "), "{notice:?}");
    type_text(&mut scope, "r");
    assert_eq!(scope.engine().halt(), None);
}

#[test]
fn every_key_press_is_one_event_and_views_are_none() {
    let mut scope = circuit(PAIR);
    wait(&mut scope, 100);
    type_text(&mut scope, "e");
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    scope.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    let events = || paper.session().summary().events;
    // What was done before stands in it, too.
    assert_eq!(events(), 1);
    type_text(&mut scope, "eoesrm");
    press(&mut scope, [Key::Enter, Key::Up, Key::Down]);
    assert_eq!(events(), 9);
    type_text(&mut scope, "[]{} .<>()-+=d0? 1234xjkJKvyYozpcatTwW");
    press(&mut scope, [Key::Esc, Key::Left, Key::Right, Key::Tab, Key::PageUp, Key::PageDown]);
    assert_eq!(events(), 9);
    // In the panel of parameters keys edit the population of the selected neuron.
    type_text(&mut scope, "fP");
    press(&mut scope, [Key::Right, Key::Left, Key::Char('n'), Key::Char('o'), Key::Esc]);
    assert_eq!(events(), 14);
    type_text(&mut scope, "nN/many");
    press(&mut scope, [Key::Enter]);
    assert_eq!(events(), 17);
    wait(&mut scope, 100);
    scope.stop_recording();
    assert_eq!(scope.recorded(), ["paper"]);
    assert_eq!(paper.session().verify(1).expect("fits").divergence, None);
}

/// Keys that do something, model or not.
const KEYS: &str = "eieiofI[]{}1234xjkJKvyYznN .<>()#-+=dspcatTwWPRmr0?/gBD";

fn key() -> impl Strategy<Value = Key> {
    let named = [
        Key::Enter,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::Tab,
        Key::Esc,
        Key::PageUp,
        Key::PageDown,
    ];
    let chars: Vec<Key> = KEYS.chars().map(Key::Char).collect();
    prop_oneof![
        3 => prop::sample::select(chars),
        1 => prop::sample::select(named.to_vec()),
    ]
}

/// What is done, and how long is waited after it (ms).
fn script() -> impl Strategy<Value = Vec<(Key, u64)>> {
    prop::collection::vec((key(), 0u64..60), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_recording_from_any_moment_replays(before in script(), recorded in script()) {
        let mut scope = circuit(PAIR);
        let paper = Paper::default();
        let play = |scope: &mut Scope, script: Vec<(Key, u64)>| {
            for (key, ms) in script {
                // What the shell would have to do is not done: only the test starts a recording.
                let _ = scope.handle(Input::Key(key));
                wait(scope, ms);
            }
        };
        play(&mut scope, before);
        press(&mut scope, [Key::Esc]);
        let medium = Box::new(paper.clone());
        scope.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
        let recorded = recorded.into_iter().filter(|(key, _)| *key != Key::Char('R')).collect();
        play(&mut scope, recorded);
        let spikes_of = scope.engine().step().0 - scope.engine().origin().0;
        scope.stop_recording();
        prop_assert!(scope.recording_failure().is_none());

        let session = paper.session();
        prop_assert!(session.summary().cut.is_none());
        prop_assert!(session.summary().end.0 >= spikes_of);
        let verified = session.verify(1).expect("every recorded command fits");
        prop_assert_eq!(verified.divergence, None);

        // The same on the screen, unless parameters were typed with which a neuron blew up: there the
        // replay is paused.
        if scope.engine().halt().is_some() {
            return Ok(());
        }
        let mut replay = Scope::replay(session, catalog(), crate::support::scope::START);
        replay.seek(f64::INFINITY);
        let notice = replay.desk().notice().expect("it is told");
        prop_assert_eq!((notice.tone, &*notice.text), (Tone::Info, "end of the recording: Space starts over"));
        prop_assert_eq!(replay.engine().state(NeuronId::FIRST), scope.engine().state(NeuronId::FIRST));
        prop_assert_eq!(&replay.circuit().unwrap().recipe().name, &scope.circuit().unwrap().recipe().name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..Default::default() })]

    #[test]
    fn nothing_is_drawn_outside_of_any_screen(
        script in script(),
        text in prop::sample::select(vec![PAIR, MANY]),
        sizes in prop::collection::vec((1u16..230, 1u16..70), 3),
    ) {
        let mut program = App::scope(circuit(text));
        let mut screen = Screen::new(std::io::sink(), true);
        for (step, (key, ms)) in script.into_iter().enumerate() {
            let _ = program.handle(Input::Key(key));
            program.tick(ms * 1_000_000, || true);
            let size = sizes[step * sizes.len() / 40];
            program.fit(size);
            let front = program.front();
            let area = Rect::new(0, 0, size.0, size.1);
            let rolling = Rolling::of_front(front, area);
            let moving = rolling.iter().flat_map(|rolling| &rolling.areas);
            for part in volatile_areas(front, &arrange(area, front), true).iter().chain(moving) {
                prop_assert_eq!(part.intersection(area), *part);
            }
            let look = crate::support::scope::look(Marker::Braille);
            let of_front = |area| Rolling::of_front(front, area);
            screen.draw(size, of_front, |buf| render_front(buf, front, &look)).expect("drawn");
        }
    }
}

#[test]
fn keys_do_not_change_a_replay() {
    let mut scope = circuit(PAIR);
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    scope.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    wait(&mut scope, 200);
    type_text(&mut scope, "em");
    wait(&mut scope, 200);
    scope.stop_recording();
    let session = paper.session();
    let mut replay = Scope::replay(session, catalog(), crate::support::scope::START);
    assert_eq!((replay.is_replay(), replay.replay_end_ms()), (true, Some(400.0)));
    assert_eq!(type_text(&mut replay, "eisnrR"), []);
    type_text(&mut replay, "/chattering");
    assert_eq!(press(&mut replay, [Key::Enter]), []);
    assert!(replay.desk().notice().expect("it is told").text.contains("the recording drives"));
    wait(&mut replay, 240);
    assert!(replay.desk().notice().expect("it is told").text.starts_with("marker at 200 ms"));
    assert_eq!(injected(&replay).1, 20.0);
    wait(&mut replay, 1000);
    assert!(replay.desk().paused);
    assert_eq!(replay.engine().state(NeuronId::new(1)), scope.engine().state(NeuronId::new(1)));
    // At its end it starts over, and comes to the same.
    let spikes = replay.circuit().unwrap().spikes();
    type_text(&mut replay, " ");
    assert!(
        !replay.desk().paused
            && replay.engine().time_ms() == 0.0
            && replay.circuit().unwrap().spikes() == Some(0)
    );
    wait(&mut replay, 240);
    assert_eq!(injected(&replay).1, 20.0);
    wait(&mut replay, 1000);
    assert!(replay.desk().paused);
    assert_eq!(
        (replay.engine().state(NeuronId::new(1)), replay.circuit().unwrap().spikes()),
        (scope.engine().state(NeuronId::new(1)), spikes)
    );
}

/// A program on a neuron, with circuits to switch to.
fn program() -> App {
    let preset = crate::support::model::preset("chattering");
    let experiment = crate::support::scope::live(&preset);
    App::scope(izh_tui::instrument::Scope::new(
        &experiment,
        catalog(),
        crate::support::scope::START,
    ))
}

/// The name of what is selected in the picker of a circuit's scope.
fn picked(program: &App) -> String {
    let Front::Scope(scope) = program.front() else { panic!("a circuit is in front") };
    let Some(Overlay::Picker(picker)) = scope.overlay() else { panic!("the picker is open") };
    let pick = picker.choice(scope.catalog()).expect("one matches");
    scope.catalog().name(pick).to_owned()
}

#[test]
fn the_picker_switches_from_a_neuron_to_a_circuit_and_back() {
    use crate::support::gallery::{press, type_text, wait};
    let mut program = program();
    wait(&mut program, 300);
    type_text(&mut program, "))");
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    program.start_recording(medium, &About::default(), "neuron".to_owned()).expect("started");
    type_text(&mut program, "/two circuit many");
    assert_eq!(press(&mut program, [Key::Enter]), []);
    let Front::Scope(scope) = program.front() else { panic!("a circuit is in front") };
    assert_eq!(
        (&*scope.circuit().unwrap().recipe().name, scope.controls().timebase.window_ms()),
        ("many", 2000.0)
    );
    let notice = scope.desk().notice().expect("it is told");
    assert!(notice.text.starts_with("recorded to neuron"), "{notice:?}");
    assert_eq!(paper.session().verify(1).expect("fits").divergence, None);

    // Here circuits come first, but a name counts for more.
    type_text(&mut program, "/");
    assert_eq!(picked(&program), "pair");
    type_text(&mut program, "chattering");
    assert_eq!(picked(&program), "chattering");
    press(&mut program, [Key::Esc]);

    wait(&mut program, 300);
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    program.start_recording(medium, &About::default(), "circuit".to_owned()).expect("started");
    type_text(&mut program, "e");
    wait(&mut program, 100);
    type_text(&mut program, "/rebound-b");
    press(&mut program, [Key::Enter]);
    let Front::Scope(app) = program.front() else { panic!("a neuron is in front") };
    assert_eq!(app.cell().name, "rebound-burst");
    let session = paper.session();
    assert_eq!((session.summary().events, session.summary().cut), (1, None));
    assert_eq!(session.verify(1).expect("fits").divergence, None);
    program.finish();
    assert_eq!(program.recorded(), ["neuron", "circuit"]);
}

#[test]
fn a_recording_that_fails_stops_and_the_circuit_goes_on() {
    let mut scope = circuit(PAIR);
    let paper = Paper::with_room(2500);
    let medium = Box::new(paper.clone());
    scope.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    for _ in 0..60 {
        type_text(&mut scope, "e");
        wait(&mut scope, 100);
    }
    assert!(scope.recording().is_none());
    assert!(scope.recording_failure().expect("it is told").contains("paper stopped"));
    assert_eq!(scope.engine().time_ms(), 6000.0);
    assert!(paper.session().summary().cut.is_some());
}
