//! Under the exact scheme a sine and a chirp are the true solution.
//!
//! The known answers are of a Runge-Kutta scheme of fourth order with steps of 1/8000 ms, which
//! agrees to 1e-12 with itself at 1/2000 ms, written for this and with nothing in common with the
//! program.

use izh_tui::engine::DriveState;
use izh_tui::model::{Edges, Scheme, Segment, Shape, State};

use crate::support::model::{holding, of_mut, record, stimulated};

/// The last row's v and u, and the spike times (ms), at steps of `1/steps_per_ms` ms.
fn outcome(name: &str, steps_per_ms: u32) -> (State, Vec<f64>) {
    let mut experiment = stimulated(name, Some(Scheme::Exact));
    of_mut(&mut experiment).state = State { v: -70.0, u: -14.0 };
    of_mut(&mut experiment).setup.steps_per_ms = steps_per_ms;
    let (record, _) = record(&experiment, 120.0);
    let last = record.samples.last().unwrap();
    (State { v: last.v, u: last.u }, record.spikes_ms)
}

#[test]
fn a_sine_and_a_chirp_have_the_known_answers() {
    let sine = [2.8920424933030313, 7.310289871996862, 45.396499816133854, 85.01064568805955];
    let sine_end = State { v: -70.58881886654059, u: -7.158318342050605 };
    let chirp = [16.964856554801653, 42.50994464401467];
    let chirp_end = State { v: -61.48413382194034, u: -11.169411685172797 };
    for (name, spikes_ms, end) in [("sine", &sine[..], sine_end), ("chirp", &chirp, chirp_end)] {
        for steps_per_ms in [1, 4, 30] {
            let (state, found_ms) = outcome(name, steps_per_ms);
            assert_eq!(found_ms.len(), spikes_ms.len(), "{name}: {found_ms:?}");
            for (found, known) in found_ms.iter().zip(spikes_ms) {
                assert!((found - known).abs() < 1e-11, "{name}: {found} and {known}");
            }
            assert!((state.v - end.v).abs() < 1e-11, "{name}: {state:?}");
            assert!((state.u - end.u).abs() < 1e-11, "{name}: {state:?}");
        }
    }
}

/// At the crest the current stands still for an instant; a neuron that rests there must not be taken
/// for one that goes on resting.
#[test]
fn a_neuron_at_rest_under_a_crest_is_moved() {
    let mut experiment = holding([0.02, 0.2, -65.0, 8.0], State { v: -70.0, u: -14.0 }, 0.0);
    let start = of_mut(&mut experiment);
    let protocol = &mut start.setup.cell.protocol;
    let shape = Shape::Sine { mean: -2.0, amplitude: 2.0, frequency_hz: 50.0, phase_deg: 90.0 };
    protocol.segments = vec![Segment { start_ms: 0.0, end_ms: 100.0, shape, edges: Edges::Left }];
    start.drive = DriveState::run(protocol);
    let (coarse, _) = record(&experiment, 20.0);
    of_mut(&mut experiment).setup.steps_per_ms = 50;
    let (fine, _) = record(&experiment, 20.0);
    for (k, sample) in coarse.samples.iter().enumerate() {
        let same = fine.samples[50 * k];
        assert!((sample.v - same.v).abs() < 1e-12, "{k} ms: {} and {}", sample.v, same.v);
    }
    assert!(coarse.samples[10].v < -71.0);
}

#[test]
fn a_fast_sine_is_followed() {
    let mut experiment = holding([0.02, 0.2, -65.0, 8.0], State { v: -70.0, u: -14.0 }, 0.0);
    let start = of_mut(&mut experiment);
    let protocol = &mut start.setup.cell.protocol;
    // A thousand turns in one step: the mean and a ripple, whose size is known.
    let shape = Shape::Sine { mean: 2.0, amplitude: 100.0, frequency_hz: 1e6, phase_deg: 0.0 };
    protocol.segments = vec![Segment { start_ms: 0.0, end_ms: 100.0, shape, edges: Edges::Left }];
    start.drive = DriveState::run(protocol);
    let (rippled, engine) = record(&experiment, 5.0);
    assert_eq!(engine.halt(), None);
    of_mut(&mut experiment).drive = DriveState::holding(2.0);
    let (mean, _) = record(&experiment, 5.0);
    let ripple = 100.0 / (2.0 * std::f64::consts::PI * 1000.0);
    for (one, other) in rippled.samples.iter().zip(&mean.samples) {
        assert!((one.v - other.v).abs() < 2.0 * ripple, "{} and {}", one.v, other.v);
    }
}
