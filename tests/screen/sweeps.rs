//! Protocols with sweeps on the scope.

use izh_tui::trace::ModelNs;
use izh_tui::ui::Marker;

use crate::support::model::{spikes_ms, stimulated};
use crate::support::scope::{self, wait};

/// Spikes of each sweep of 60 ms of the stimulus called `name`, in a run without a screen.
fn spikes_by_sweep(name: &str) -> [u64; 5] {
    let mut counts = [0; 5];
    for time_ms in spikes_ms(&stimulated(name, None), 299.75) {
        counts[(time_ms / 60.0) as usize] += 1;
    }
    counts
}

#[test]
fn a_sweep_from_the_initial_state_begins_a_new_train_and_a_new_path() {
    for (name, resets) in [("sweep", false), ("reset", true)] {
        let counts = spikes_by_sweep(name);
        assert!(counts[2..].iter().all(|&count| count >= 1), "{counts:?}");
        let mut app = scope::stimulated(name);
        wait(&mut app, 299);
        let total: u64 = counts.iter().sum();
        assert_eq!(app.spikes(), total, "{name}");
        let trains =
            if resets { counts.iter().filter(|&&count| count > 0).count() as u64 } else { 1 };
        let intervals = app.statistics().expect("they are known").train.intervals();
        assert_eq!(intervals, total - trains, "{name}");
        let v = |ms: u64| {
            let mut columns = vec![Default::default()];
            app.trace().envelope(ModelNs::from_ms(ms as f64), ModelNs::from_ms(0.25), &mut columns);
            columns[0].v.expect("it is kept")
        };
        for sweep in 1..5 {
            assert_eq!(v(60 * sweep) == v(0), resets, "{name}, sweep {sweep}");
        }
    }
}

#[test]
fn sweeps_are_laid_over_each_other_with_their_numbers() {
    let mut app = scope::stimulated("sweep");
    assert_eq!(app.controls().timebase.window_ms(), 60.0);
    wait(&mut app, 30);
    assert_eq!(app.sweep(), Some((1, 5)));
    assert!(app.underlays(0, 200).is_empty());
    wait(&mut app, 230);
    assert_eq!(app.sweep(), Some((5, 5)));
    let underlays = app.underlays(0, 200);
    let labels: Vec<_> = underlays.iter().map(|it| it.label.clone().expect("a number")).collect();
    assert_eq!(labels, ["1", "2", "3", "4"]);
    // Each is what the trace was, from the start of its sweep on.
    for (underlay, sweep) in underlays.iter().zip(0u64..) {
        let mut columns = vec![Default::default(); 200];
        let column_ns = app.controls().timebase.column_ns(200);
        let start_ns = ModelNs::from_ms(60.0 * sweep as f64);
        app.trace().envelope_of_samples(start_ns, column_ns, &mut columns);
        let v: Vec<_> = columns.iter().map(|column| column.v).collect();
        assert_eq!(underlay.columns, v, "sweep {sweep}");
    }
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let cells = scope::cells(&app, width, height, Marker::Braille);
        let name = format!("overlaid-{width}x{height}");
        insta::assert_snapshot!(name, scope::text(&cells));
    }
    // In another display there is none of it.
    scope::type_text(&mut app, "d");
    assert!(app.sweep().is_none() && app.underlays(0, 200).is_empty());
}
