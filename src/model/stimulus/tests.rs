//! Currents at steps, at edges and in continuous time.

use super::*;

fn protocol(edges: Edges) -> Protocol {
    Protocol {
        duration_ms: 100.0,
        baseline: -1.0,
        live: Live::Repeat,
        pause_ms: 0.0,
        segments: vec![
            Segment { start_ms: 10.0, end_ms: 11.0, shape: Shape::Level(5.0), edges },
            Segment {
                start_ms: 20.0,
                end_ms: 100.0,
                shape: Shape::Slope { level: 0.0, slope_per_ms: 0.5 },
                edges,
            },
        ],
        sweeps: None,
    }
}

fn sampled(edges: Edges) -> Vec<u64> {
    let schedule = Schedule::new(&protocol(edges), 4, 1);
    (0..60).filter(|&k| schedule.current(k, k) == 5.0).collect()
}

#[test]
fn edges_are_open_closed_or_left() {
    assert_eq!(sampled(Edges::Open), [41, 42, 43]);
    assert_eq!(sampled(Edges::Closed), [40, 41, 42, 43, 44]);
    assert_eq!(sampled(Edges::Left), [40, 41, 42, 43]);
}

#[test]
fn the_formula_goes_on_past_the_end() {
    let protocol = protocol(Edges::Open);
    let schedule = Schedule::new(&protocol, 4, 1);
    assert_eq!(schedule.current(4 * 120, 0), 50.0);
    assert_eq!(protocol.settled_current(), 40.0);
}

#[test]
fn stretches_agree_with_single_samples() {
    let schedule = Schedule::new(&protocol(Edges::Open), 4, 1);
    let input = Input {
        source: Source::Protocol { schedule: &schedule, origin: 7, noise_origin: 7 },
        injected: 0.25,
    };
    let mut step = 7;
    while step < 500 {
        let stretch = input.stretch(step);
        assert!(stretch.end > step);
        if let Some(constant) = stretch.constant {
            for k in step..stretch.end.min(500) {
                assert_eq!(input.current(k), constant, "step {k}");
            }
        }
        step = stretch.end;
    }
}

#[test]
fn pieces_end_where_segments_do() {
    let schedule = Schedule::new(&protocol(Edges::Open), 3, 1);
    let piece = schedule.piece(29, 0.0, 0);
    assert_eq!(piece.level, -1.0);
    assert!((29.0 / 3.0 + piece.length_ms - 10.0).abs() < 1e-12);
    assert_eq!(schedule.piece(30, 0.0, 0).level, 5.0);
    assert_eq!(schedule.piece(400, 0.0, 0).length_ms, f64::INFINITY);
}
