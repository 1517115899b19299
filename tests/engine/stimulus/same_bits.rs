//! However a run is split or taken up again, a stimulus gives the same bits; and a recording carries
//! all of it.

use izh_tui::engine::{Digest, DriveState, Engine, Experiment, Step};
use izh_tui::model::Scheme;
use izh_tui::session::{About, CommandLog, Recorder, read};
use proptest::prelude::*;

use crate::support::model::{Record, of, of_mut, stimulated, stimulus_names};

/// The stimulus called `name`, over and over as the live scope runs it.
fn repeating(name: &str, scheme: Scheme) -> Experiment {
    let mut experiment = stimulated(name, Some(scheme));
    let drive = DriveState::live(&of(&experiment).setup.cell.protocol);
    assert!(drive.program.is_some());
    of_mut(&mut experiment).drive = drive;
    experiment
}

fn digest(experiment: &Experiment, frames: &[u64], steps: u64) -> u64 {
    let mut engine = Engine::new(experiment);
    let mut digest = Digest::new(experiment.seed);
    let mut frames = frames.iter().cycle();
    while engine.step().0 < steps {
        engine.advance((*frames.next().unwrap()).min(steps - engine.step().0), &mut digest);
    }
    digest.checkpoint().digest
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..Default::default() })]

    #[test]
    fn frames_leave_no_trace(
        name in prop::sample::select(stimulus_names()),
        scheme in prop::sample::select(&[Scheme::Paper, Scheme::Exact][..]),
        frames in prop::collection::vec(1..900u64, 1..12),
    ) {
        let experiment = repeating(&name, scheme);
        let whole = digest(&experiment, &[3000], 3000);
        prop_assert_eq!(digest(&experiment, &frames, 3000), whole);
    }

    #[test]
    fn a_run_that_is_taken_up_again_goes_on_the_same(
        name in prop::sample::select(stimulus_names()),
        scheme in prop::sample::select(&[Scheme::Paper, Scheme::Exact][..]),
        at in 1..2600u64,
    ) {
        let mut engine = Engine::new(&repeating(&name, scheme));
        engine.advance(at, &mut ());
        let snapshot = engine.snapshot();
        let (mut going_on, mut taken_up) = (Record::default(), Record::default());
        engine.advance(1000, &mut going_on);
        Engine::new(&snapshot).advance(1000, &mut taken_up);
        for (one, other) in going_on.samples.iter().zip(&taken_up.samples) {
            prop_assert_eq!((one.v, one.u, one.current), (other.v, other.u, other.current));
        }
    }
}

#[test]
fn seeds_differ_in_noise() {
    for name in ["noise", "correlated"] {
        let one = repeating(name, Scheme::Paper);
        let other = Experiment { seed: 2, ..one.clone() };
        let current = |experiment| {
            let mut record = Record::default();
            Engine::new(experiment).advance(100, &mut record);
            record.samples[80].current
        };
        assert_ne!(current(&one), current(&other), "{name}");
    }
}

/// The recording of a run that starts with `experiment`.
fn recording(experiment: &Experiment) -> Vec<u8> {
    let mut engine = Engine::new(experiment);
    let log = CommandLog::begin(&mut engine);
    let mut recorder = Recorder::start(Vec::new(), &About::default(), &log, Step(0)).unwrap();
    engine.advance(700, &mut recorder);
    recorder.finish(engine.step()).unwrap();
    recorder.into_medium()
}

#[test]
fn a_recording_carries_the_whole_stimulus() {
    for name in stimulus_names() {
        let experiment = repeating(&name, Scheme::Paper);
        let session = read("a.toml", recording(&experiment)).unwrap();
        assert_eq!(session.experiment(), &experiment, "{name}");
        let verified = session.verify(1).unwrap();
        assert_eq!((verified.steps, verified.divergence), (700, None), "{name}");
    }
}

#[test]
fn a_recording_holds_the_largest_stimulus() {
    use izh_tui::model::stimulus::{SampleTimes, Samples};
    use izh_tui::model::{Edges, Segment, Shape};
    let mut experiment = repeating("samples", Scheme::Paper);
    let protocol = &mut of_mut(&mut experiment).setup.cell.protocol;
    // Numbers with as many characters as there can be.
    let value = |k: u32| -1.234_567_890_123_456_7e-9 * (1.0 + f64::from(k % 7) * 1e-3);
    let values: Vec<f64> = (0..131_072 - 4095).map(value).collect();
    let segment = |k: u32| {
        let start_ms = f64::from(k) + 0.123_456_789_012_345;
        let values = if k == 0 { values.clone() } else { vec![value(k)] };
        let times = SampleTimes::Every(0.001_234_567_890_123_456_7);
        let shape = Shape::Samples(Samples { values: values.into(), times });
        Segment { start_ms, end_ms: start_ms + 0.5, shape, edges: Edges::Closed }
    };
    protocol.segments = (0..4096).map(segment).collect();
    protocol.duration_ms = 5000.0;
    let bytes = recording(&experiment);
    assert!(bytes.len() > 4 << 20, "{}", bytes.len());
    let session = read("a.toml", bytes).unwrap();
    assert_eq!(session.experiment(), &experiment);
}
