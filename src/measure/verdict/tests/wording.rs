//! What is said.

use super::{train, watched};
use crate::measure::verdict::{Afterdischarge, Finding, NOTHING, Silence};

/// What is claimed and the time that it speaks of, as the scope says it.
#[test]
fn a_claim_begins_with_its_time() {
    for (input, spikes_ms, dated) in [
        (
            &[(0.0, 20.0), (5.0, 4.0), (0.0, 60.0)][..],
            vec![30.0],
            "at 30 ms: spiked 6 ms after the input ended; silent 20 ms at 0 before",
        ),
        (
            &[(0.25, 60.0), (1.25, 5.0), (0.25, 200.0)],
            train(67.0, 40.0, 5),
            "at 67 ms: kept firing after the pulse: 5 spikes; silent 60 ms at 0.25 before",
        ),
        (
            &[(0.0, 30.0), (-15.0, 5.0), (0.0, 100.0)],
            vec![50.0, 52.0],
            "at 50 ms: fired on release from inhibition: 2 spikes; silent 30 ms at 0 before",
        ),
        (
            &[(0.0, 10.0), (1.0, 5.0), (0.0, 50.0), (-6.0, 5.0), (0.0, 5.0), (1.0, 5.0)],
            vec![78.0],
            "at 78 ms: fired under the same 1 that left it silent for 5 ms",
        ),
        (
            &[(80.0, 50.0), (75.0, 200.0), (80.0, 100.0)],
            vec![95.0, 165.0, 235.0],
            "at 235 ms: fired under 75, silent for 99.8 ms under the larger 80",
        ),
        (
            &[(0.0, 20.0), (0.5, 150.0)],
            vec![25.0],
            "at 170 ms: silent 145 ms under the same 0.5 that fired it at 25 ms",
        ),
        (
            &[(0.0, 20.0), (10.0, 100.0)],
            vec![25.0, 30.0, 60.0, 65.0],
            "at 65 ms: uneven under the same 10: spikes 5 to 30 ms apart",
        ),
        (&[(0.0, 20.0)], vec![], NOTHING),
    ] {
        assert_eq!(watched(input, &spikes_ms).dated_sentence(None), dated);
    }
}

/// With large numbers and a unit, what is claimed still fits into a line of a narrow screen.
#[test]
fn a_claim_with_its_time_is_short() {
    let (time_ms, current, silent_ms) = (234_567.0, 1075.0, 4321.0);
    let (after, silence) = (
        Afterdischarge { spikes: 1234, first_ms: time_ms, latency_ms: silent_ms, current },
        Silence::Later(silent_ms),
    );
    for finding in [
        Finding::Rebound(after, silence),
        Finding::Outlasted(after, silence),
        Finding::Outlasted(Afterdischarge { spikes: 1, ..after }, silence),
        Finding::Fired { time_ms, current, silent_ms, up_to: current },
        Finding::Fired { time_ms, current, silent_ms, up_to: 2000.0 },
        Finding::Inverted { time_ms, current, larger: 1080.0, silent_ms },
        Finding::Silent { current, silent_ms, fired_ms: 230_246.0 },
        Finding::Uneven { current, shortest_ms: 1.75, longest_ms: 47.5 },
    ] {
        let sentence = finding.dated_sentence(time_ms, Some("pA"));
        let claim = sentence.split(';').next().expect("a claim");
        assert!(claim.len() <= 79, "{}: {claim}", claim.len());
    }
}

#[test]
fn currents_have_their_unit() {
    let watch = watched(&[(0.0, 30.0), (-350.0, 5.0), (0.0, 100.0)], &[50.0]);
    assert!(watch.sentence(Some("pA")).ends_with("silent 30 ms at 0 pA before"));
}
