//! Steps that are too long: found in every form and under every scheme, told of, and no evidence of
//! anything.

use std::sync::Arc;

use izh_tui::app::App;
use izh_tui::circuit::network::{Current, Currents, Network};
use izh_tui::circuit::{NeuronId, Observer, Recipe};
use izh_tui::engine::{DriveState, Engine, Experiment, Setup, Sink, Unstable};
use izh_tui::keys::Key;
use izh_tui::measure::{Class, Curve, NoPoint, Sweep, Threshold, currents, unstable};
use izh_tui::model::stimulus::steps_through;
use izh_tui::model::{Equations, Neuron, Scheme, State, TwoSlope};
use izh_tui::preset::Library;
use izh_tui::ui::Marker;

use crate::support::model::preset;
use crate::support::networks;
use crate::support::program::{Outcome, Place};

/// Numbers of the steps that were too long.
#[derive(Default)]
struct Found(Vec<u64>, u64);

impl Sink for Found {
    fn unstable(&mut self, unstable: &Unstable) {
        assert_eq!(unstable.neuron, NeuronId::FIRST);
        self.0.push((unstable.time_ms * self.1 as f64).round() as u64);
    }
}

fn found(setup: &Setup, current: f64, steps: u64) -> Vec<u64> {
    let mut engine = Engine::new(&Experiment::neuron(setup, DriveState::holding(current), 1));
    let mut found = Found(Vec::new(), u64::from(setup.steps_per_ms));
    engine.advance(steps, &mut found);
    found.0
}

/// The same by the equations as they stand in the papers, in the published order of operations, for forms
/// whose recovery is linear, with the number of spikes.
fn by_hand(setup: &Setup, current: f64, steps: u64) -> (Vec<u64>, u64) {
    let Neuron { equations, a, b, c_mv: c, d, peak_mv: peak } = setup.cell.neuron;
    let h = 1.0 / f64::from(setup.steps_per_ms);
    let k = |m: TwoSlope, v: f64| if v < m.vt_mv { m.k_low } else { m.k_high };
    let f = |v: f64, u: f64| match equations {
        Equations::TwoSlope(m) => k(m, v) * (v - m.vr_mv) * (v - m.vt_mv) - u + current,
        Equations::Class1 => 0.04 * (v * v) + 4.1 * v + 108.0 - u + current,
        Equations::Membrane(m) => m.k * (v - m.vr_mv) * (v - m.vt_mv) - u + current,
        _ => 0.04 * (v * v) + 5.0 * v + 140.0 - u + current,
    };
    let euler = |v: f64, u: f64| match equations {
        Equations::TwoSlope(m) => h * f(v, u) / m.capacitance_pf,
        Equations::Membrane(m) => h * f(v, u) / m.capacitance_pf,
        _ => h * f(v, u),
    };
    let slope = |v: f64| match equations {
        Equations::TwoSlope(m) => k(m, v) * (2.0 * v - m.vr_mv - m.vt_mv) / m.capacitance_pf,
        Equations::Class1 => 0.08 * v + 4.1,
        Equations::Membrane(m) => m.k * (2.0 * v - m.vr_mv - m.vt_mv) / m.capacitance_pf,
        _ => 0.08 * v + 5.0,
    };
    let g = |v: f64, u: f64| match equations {
        Equations::TwoSlope(m) => b * (v - m.vr_mv) - u,
        Equations::Accommodation => b * (v + 65.0),
        Equations::Membrane(m) => b * (v - m.vr_mv) - u,
        _ => b * v - u,
    };
    let State { mut v, mut u } = setup.cell.initial;
    let (mut too_long, mut spikes) = (Vec::new(), 0);
    for k in 0..steps {
        let unstable = match setup.scheme {
            Scheme::Paper => {
                let before = v;
                v += euler(v, u);
                u += (h * a) * g(v, u);
                1.0 + h * slope(before) < -1.0
            }
            Scheme::Euler => {
                let (before, rate) = (v, g(v, u));
                v += euler(v, u);
                u += (h * a) * rate;
                1.0 + h * slope(before) < -1.0
            }
            Scheme::Izh2003 => {
                if v >= peak {
                    (v, u) = (c, u + d);
                    spikes += 1;
                }
                let grows = |v: f64| 1.0 + 0.5 * h * slope(v) < -1.0;
                let first = grows(v);
                v += 0.5 * h * f(v, u);
                let second = grows(v);
                v += 0.5 * h * f(v, u);
                u += (h * a) * g(v, u);
                first || second
            }
            Scheme::Exact => unreachable!(),
        };
        if !(v.is_finite() && u.is_finite()) {
            break;
        }
        too_long.extend(unstable.then_some(k));
        let fires = match setup.scheme {
            Scheme::Paper => v > peak,
            Scheme::Euler => v >= peak,
            _ => false,
        };
        if fires {
            (v, u) = (c, u + d);
            spikes += 1;
        }
    }
    (too_long, spikes)
}

#[test]
fn every_form_and_scheme_counts_as_the_equations_do() {
    const STEPS: u64 = 400;
    for (name, least_fired) in [
        ("regular-spiking", -1000.0),
        ("fast-spiking", -700.0),
        ("class-1-excitable", -900.0),
        ("accommodation", -300.0),
        ("regular-spiking-2007", -1e6),
        ("chattering-2007", -4e5),
        ("ca1-pyramidal-2014", -1e9),
        ("ca1-pv-basket-2013", -3e7),
    ] {
        let own = preset(name).subject;
        for &scheme in own.cell.neuron.schemes().iter().filter(|s| **s != Scheme::Exact) {
            let setup = Setup { scheme, ..own.clone() };
            let (mut some, mut none) = (0, 0);
            for current in [0.0, 0.1, 0.2, 0.5, 1.0, 5.0].map(|share| share * least_fired) {
                let (expected, spikes) = by_hand(&setup, current, STEPS);
                assert_eq!(found(&setup, current, STEPS), expected, "{name} {scheme} {current}");
                // Nothing fires under inhibition but by such steps.
                assert!(spikes == 0 || !expected.is_empty(), "{name} {scheme} {current}");
                *if expected.is_empty() { &mut none } else { &mut some } += 1;
            }
            assert!(some > 0 && none > 0, "{name} {scheme}: {some} {none}");
        }
        let exact = Setup { scheme: Scheme::Exact, ..own };
        assert!(found(&exact, least_fired, 40).is_empty());
    }
}

/// What a network tells of too long steps, and nothing else.
#[derive(Default)]
struct Told(Vec<(u64, u32)>);

impl Observer for Told {
    fn unstable(&mut self, neuron: NeuronId, step: u64, _: Option<f64>) {
        self.0.push((step, neuron.number()));
    }
}

fn told(recipe: &Recipe, shard: u32, threads: usize, steps: u64) -> Vec<(u64, u32)> {
    let mut network = Network::with_shards(Arc::new(recipe.clone()), 1, shard);
    let populations = vec![Current::default(); recipe.populations.len()];
    let currents = Currents { populations, neurons: Vec::new() };
    let mut told = Told::default();
    network.advance(0..steps, &currents, &[], threads, &mut told);
    told.0
}

/// 35 neurons of each of `setups`, each with a current of its own.
fn circuit_of(setups: &[(Setup, f64)]) -> Recipe {
    const COUNT: u32 = 35;
    let population = |(index, (setup, current)): (usize, &(Setup, f64))| {
        let name = index.to_string();
        let mut population = networks::population(&name, COUNT, setup.cell.neuron, *current);
        (population.v0, population.u0) = (setup.cell.initial.v, Some(setup.cell.initial.u));
        population
    };
    let populations = setups.iter().enumerate().map(population).collect();
    let mut recipe = networks::recipe(populations, Vec::new());
    (recipe.scheme, recipe.steps_per_ms) = (setups[0].0.scheme, setups[0].0.steps_per_ms);
    recipe
}

#[test]
fn a_neuron_in_a_circuit_counts_as_it_does_alone() {
    // Accommodation is lost soon after.
    const STEPS: u64 = 150;
    let of = |name: &str, scheme, current| {
        (Setup { scheme, steps_per_ms: 2, ..preset(name).subject }, current)
    };
    for scheme in [Scheme::Paper, Scheme::Euler, Scheme::Izh2003] {
        let mut setups = vec![
            of("regular-spiking", scheme, -700.0),
            of("regular-spiking", scheme, 10.0),
            of("class-1-excitable", scheme, -800.0),
            of("accommodation", scheme, -300.0),
        ];
        if scheme == Scheme::Euler {
            setups.push(of("regular-spiking-2007", scheme, -3e5));
        }
        let recipe = circuit_of(&setups);
        let all = told(&recipe, 64, 1, STEPS);
        assert!(all.is_sorted(), "steps, and within each neurons, ascend");
        for (neuron, (setup, current)) in (0..).step_by(35).zip(&setups) {
            let alone = found(setup, *current, STEPS);
            assert!(!(alone.is_empty() && *current < -600.0), "{scheme} {current}");
            for number in [neuron, neuron + 20, neuron + 34] {
                let here = all.iter().filter(|(_, other)| *other == number);
                let here: Vec<u64> = here.map(|(step, _)| *step).collect();
                assert_eq!(here, alone, "{scheme} {} {number}", setup.cell.name);
            }
        }
        for (shard, threads) in [(1, 1), (16, 3), (35, 2), (4096, 1)] {
            assert_eq!(told(&recipe, shard, threads, STEPS), all, "{scheme} {shard} {threads}");
        }
    }
}

#[test]
fn lanes_leave_out_the_points_that_a_run_alone_does() {
    for name in ["regular-spiking", "class-1-excitable", "accommodation", "regular-spiking-2007"] {
        let own = preset(name).subject;
        let scale = if own.cell.neuron.equations.current_unit().is_some() { 1e6 } else { 4000.0 };
        for &scheme in own.cell.neuron.schemes() {
            let sweep = Sweep::new(&Setup { scheme, ..own.clone() }, 60.0);
            let currents = currents(-scale, 0.005 * scale, 37);
            let answers = sweep.answers(&currents, 2);
            let alone: Vec<_> = currents.iter().map(|&i| sweep.answer_alone(i)).collect();
            assert_eq!(answers, alone, "{name} {scheme}");
            let left_out = unstable(&answers).count();
            assert_eq!(left_out > 0, scheme != Scheme::Exact, "{name} {scheme}: {left_out}");
            let too_long = |i: f64| !found(sweep.setup(), i, sweep.steps()).is_empty();
            for (&current, answer) in currents.iter().zip(&answers) {
                let left_out = matches!(answer, Err(NoPoint::Unstable { .. }));
                assert_eq!(left_out, too_long(current), "{name} {scheme} {current}");
            }
        }
    }
}

/// Thresholds and classes are of points alone.
#[test]
fn a_curve_is_of_the_points_that_there_are() {
    let setup = preset("regular-spiking").subject;
    let curve = |from, to, count| {
        Curve::new(Sweep::new(&setup, 1000.0), currents(from, to, count)).complete(1)
    };
    let usual = curve(0.0, 20.0, 41);
    // Unstable, silent, firing: found as ever, to the precision of the wider range.
    let wide = curve(-1000.0, 20.0, 103);
    assert!(unstable(wide.answers()).count() > 50);
    let (Some(Threshold::At(a)), Some(Threshold::At(b))) = (usual.rheobase(), wide.rheobase())
    else {
        panic!("{:?} {:?}", usual.rheobase(), wide.rheobase());
    };
    assert!((a - b).abs() < 2e-3, "{a} {b}");
    assert_eq!(wide.class(), usual.class());
    let (low, high) = wide.told().expect("points");
    assert!((-600.0..-300.0).contains(&low) && high == 20.0, "{low} {high}");
    // Silent as far as there are points: nothing is said of what lies below.
    let silent = curve(-1000.0, 0.0, 21);
    assert_eq!(silent.rheobase(), Some(Threshold::Absent));
    assert_eq!(silent.class(), Some(Class::Unstable));
    let nothing = curve(-1000.0, -900.0, 3);
    assert_eq!((nothing.rheobase(), nothing.told()), (Some(Threshold::Untold), None));
    assert_eq!(nothing.class(), Some(Class::Unstable));
}

/// The published presets under their own protocol, scheme and step.
#[test]
fn what_presets_do_is_their_own_doing() {
    let mut too_long = Vec::new();
    for entry in Library::default().entries() {
        let setup = &entry.preset.subject;
        let protocol = &setup.cell.protocol;
        let mut engine = Engine::new(&Experiment::neuron(setup, DriveState::run(protocol), 1));
        let mut found = Found(Vec::new(), u64::from(setup.steps_per_ms));
        engine.advance(steps_through(protocol.duration_ms, setup.steps_per_ms), &mut found);
        if !found.0.is_empty() {
            too_long.push((entry.preset.name().to_owned(), found.0.len()));
        }
    }
    assert_eq!(too_long, []);
}

/// The built-in circuits under their own scheme and step, for a second.
#[test]
fn what_circuits_do_is_their_own_doing() {
    for entry in Library::default().circuits() {
        let recipe = entry.preset.subject.clone();
        let steps_per_ms = recipe.steps_per_ms;
        let mut engine = Engine::new(&Experiment::circuit(recipe, 1));
        let mut found = Found(Vec::new(), u64::from(steps_per_ms));
        engine.advance(1000 * u64::from(steps_per_ms), &mut found);
        assert_eq!(found.0.len(), 0, "{}", entry.preset.subject.name);
    }
}

/// A run that is told of on one line of standard error, which has all of `parts`.
#[track_caller]
fn noted<'a>(outcome: &'a Outcome, parts: &[&str]) -> &'a str {
    assert_eq!((outcome.code, outcome.err.lines().count()), (Some(0), 1), "{}", outcome.err);
    assert!(outcome.err.starts_with("izh-tui: ") && outcome.err.len() < 400, "{}", outcome.err);
    for part in parts {
        assert!(outcome.err.contains(part), "{part} is not in {}", outcome.err);
    }
    &outcome.out
}

#[test]
fn a_run_tells_of_it_and_counts() {
    let place = Place::new();
    let run = |more: &str| {
        let line = format!("run --preset rs --current -1000 --for 1000 --output summary {more}");
        place.run(&line.split_whitespace().collect::<Vec<_>>())
    };
    let outcome = run("");
    let parts = [
        "regular-spiking: step too long: 2000 of 4001 steps, the first at 0.25 ms, start below -162.5 mV",
        "a step of 0.25 ms is unstable under paper; use --scheme exact or --dt 0.05\n",
    ];
    let summary: toml::Table = noted(&outcome, &parts).parse().unwrap();
    assert_eq!(summary["spikes"].as_integer(), Some(2000));
    assert_eq!(summary["unstable_steps"].as_integer(), Some(2000));
    assert_eq!(summary["unstable_first_ms"].as_float(), Some(0.25));
    assert!(summary.contains_key("mean_rate_hz"));
    for more in ["--scheme izh2003", "--scheme exact", "--dt 0.05"] {
        let summary: toml::Table = run(more).accepted().parse().unwrap();
        assert_eq!(summary["spikes"].as_integer(), Some(0), "{more}");
        assert!(!summary.keys().any(|key| key.starts_with("unstable")), "{more}");
    }
    for output in ["csv", "spikes"] {
        let run = ["run", "--preset", "rs", "--current", "-1000", "--for", "9", "--output", output];
        noted(&place.run(&run), &["18 of 37 steps, the first at 0.25 ms"]);
    }
}

/// The smaller step that is named does, whatever the inhibition.
#[test]
fn the_step_that_is_named_is_short_enough() {
    for name in ["regular-spiking", "class-1-excitable", "accommodation", "regular-spiking-2007"] {
        let own = preset(name).subject;
        let unit = if own.cell.neuron.equations.current_unit().is_some() { 1e3 } else { 1.0 };
        for &scheme in own.cell.neuron.schemes().iter().filter(|s| **s != Scheme::Exact) {
            let mut named = 0;
            for strength in [60.0, 80.0, 100.0, 150.0, 250.0, 400.0, 700.0, 1e3, 3e3, 5e3, 9e3, 3e4]
            {
                let setup = Setup { scheme, ..own.clone() };
                let sweep = Sweep::new(&setup, 200.0);
                let Err(NoPoint::Unstable { lowest_mv, .. }) = sweep.answer_alone(-strength * unit)
                else {
                    continue;
                };
                let Some(steps) = setup.cell.neuron.stable_steps_per_ms(scheme, lowest_mv) else {
                    continue;
                };
                assert!(steps > setup.steps_per_ms);
                let shorter = Sweep::new(&Setup { steps_per_ms: steps, ..setup }, 200.0);
                assert!(
                    shorter.answer_alone(-strength * unit).is_ok(),
                    "{name} {scheme} {strength}"
                );
                named += 1;
            }
            assert!(named > 1, "{name} {scheme}: {named}");
        }
    }
}

#[test]
fn a_circuit_tells_which_neuron_was_the_first() {
    let place = Place::new();
    place.write(
        "c.toml",
        "kind = \"circuit\"\nname = \"c\"\ndescription = \"Two.\"\n\
         [integration]\nscheme = \"paper\"\ndt_ms = 0.25\n\
         [[population]]\nname = \"E\"\ncount = 3\npreset = \"rs\"\n\
         [[population]]\nname = \"I\"\ncount = 2\npreset = \"rs\"\ncurrent = -1000.0\n",
    );
    let run = |output: &str| {
        let run = ["run", "--preset", "c.toml", "--for", "1000", "--output", output];
        place.run(&run)
    };
    let parts = [
        "c: step too long: 4000 steps of single neurons, the first at 0.25 ms of neuron 3 (I), \
         start below -162.5 mV",
        "use --scheme exact or a smaller --dt",
    ];
    let outcome = run("summary");
    let summary: toml::Table = noted(&outcome, &parts).parse().unwrap();
    assert_eq!(summary["unstable_steps"].as_integer(), Some(4000));
    assert_eq!(summary["unstable_first_ms"].as_float(), Some(0.25));
    assert_eq!(summary["unstable_first_neuron"].as_integer(), Some(3));
    for output in ["csv", "spikes"] {
        noted(&run(output), &parts);
    }
    let exact = ["run", "--preset", "c.toml", "--scheme", "exact", "--output", "summary"];
    assert!(!place.run(&exact).accepted().contains("unstable"));
}

#[test]
fn a_curve_has_empty_fields_where_there_is_no_point() {
    let place = Place::new();
    let fi = |output: &str| {
        let line = format!("fi --preset rs --from -1000 --to 20 --points 4 --output {output}");
        place.run(&line.split_whitespace().collect::<Vec<_>>())
    };
    let parts = [
        "regular-spiking: step too long: no point for 2 of 4 currents, the first -1000: steps start \
         below -162.5 mV, where a step of 0.25 ms is unstable under paper; use --scheme exact or --dt",
    ];
    let csv = fi("csv");
    let rows: Vec<&str> = noted(&csv, &parts).lines().skip(1).collect();
    assert_eq!(rows[..3], ["-1000,,,,", "-660,,,,", "-320,0,0,0,0"]);
    assert!(rows[3].starts_with("20,") && !rows[3].ends_with(','), "{}", rows[3]);
    let plot = fi("plot");
    let text = noted(&plot, &parts);
    assert!(text.contains("! step too long for 2 of 4") && text.contains("rheobase"), "{text}");
    // No part of it is missing under the true solution.
    let exact = "fi --preset rs --scheme exact --from -1000 --to 0 --points 3 --for 50";
    assert!(!place.run(&exact.split(' ').collect::<Vec<_>>()).accepted().contains(",,"));
}

/// A pulse of `level` for 2 ms at 10 ms, then nothing, for a second.
fn pulse(level: f64) -> String {
    format!(
        "duration_ms = 1000.0\nbaseline = 0.0\n[[segment]]\nstart_ms = 10.0\nend_ms = 12.0\n\
         level = {level:?}\n"
    )
}

#[test]
fn there_is_no_verdict_on_what_the_step_did() {
    let place = Place::new();
    place.write("strong.toml", pulse(-500.0));
    place.write("weak.toml", pulse(-100.0));
    let compare = |more: &str| {
        let line = format!("compare --preset rs {more}");
        place.run(&line.split_whitespace().collect::<Vec<_>>())
    };
    let verdict = |out: &str| out.lines().last().unwrap_or_default().to_owned();
    for output in ["table", "csv"] {
        let strong = compare(&format!("--stimulus strong.toml --output {output}"));
        let parts = ["regular-spiking: step too long: ", " of 4001 steps, the first at 10.5 ms"];
        let line = verdict(noted(&strong, &parts));
        let none = "no verdict: from 10.5 ms on the step was too long below -162.5 mV";
        assert!(line.contains(none), "{line}");
    }
    for quiet in ["--stimulus strong.toml --scheme exact", "--stimulus weak.toml"] {
        let line = verdict(compare(quiet).accepted());
        assert_eq!(line, "verdict: so far a unit without memory could do the same", "{quiet}");
    }
    let always = compare("--current -1000 --for 1000");
    assert!(verdict(noted(&always, &[])).starts_with("verdict: no verdict: from 0.25 ms on"));
}

#[test]
fn no_panel_of_the_gallery_owes_anything_to_its_step() {
    let place = Place::new();
    for gallery in [&["gallery", "--check"][..], &["gallery", "--check", "--types"]] {
        place.run(gallery).accepted();
    }
    // One of the user's own that does, in the place of a panel.
    let text = include_str!("../../presets/rebound-spike.toml");
    assert!(text.contains("level = -15.0"));
    place.user_preset("rebound-spike.toml", text.replace("level = -15.0", "level = -900.0"));
    let outcome = place.run(&["gallery", "--check"]);
    let noted = outcome.err.lines().filter(|line| line.contains("rebound-spike: step too long: "));
    assert_eq!(noted.count(), 1, "{}", outcome.err);
    assert!(
        outcome.err.contains("below -187.5 mV, where a step of 0.2 ms is unstable under paper")
    );
    assert_eq!(outcome.code, Some(1), "the spikes are not those that are expected");
}

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
    use crate::support::circuit::{MANY, cells, circuit, type_text, wait};
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
