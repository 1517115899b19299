//! What commands report on standard error and in files.

use izh_tui::engine::Setup;
use izh_tui::measure::{NoPoint, Sweep};
use izh_tui::model::Scheme;

use super::noted;
use crate::support::model::preset;
use crate::support::program::Place;

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
    assert!(!summary.contains_key("unstable_first_neuron"), "there is but one");
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
