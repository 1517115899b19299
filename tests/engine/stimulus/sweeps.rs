//! Sweeps that begin from the initial state.

use izh_tui::engine::{DriveState, Engine, Experiment, Sample, Sink, Spike, Start, Step};
use izh_tui::input::Document;
use izh_tui::model::{Protocol, Scheme};
use izh_tui::preset::{parse, parse_stimulus, to_toml};

use crate::support::model::{preset, stimulated, stimulus};

/// Rows (step, v, u, current, as bits) and spikes (ms) since the last restart, and how many there were.
#[derive(Clone, Debug, Default, PartialEq)]
struct Seen {
    rows: Vec<(u64, [u64; 3])>,
    spikes_ms: Vec<f64>,
    restarts: Vec<u64>,
}

impl Sink for Seen {
    fn sample(&mut self, sample: &Sample) {
        let Sample { step, v, u, current } = *sample;
        self.rows.push((step.0, [v, u, current].map(f64::to_bits)));
    }

    fn spike(&mut self, spike: &Spike) {
        self.spikes_ms.push(spike.time_ms);
    }

    fn restart(&mut self, step: Step) {
        self.restarts.push(step.0);
    }
}

/// The protocol of `reset.toml` with a single level.
fn alone(level: f64) -> Protocol {
    let text = format!(
        "duration_ms = 60.0\nbaseline = 0.0\n\
         [[segment]]\nstart_ms = 5.0\nend_ms = 8.0\nlevel = -2.0\n\
         [[segment]]\nstart_ms = 15.0\nend_ms = 45.0\nlevel = {level:?}\n"
    );
    parse_stimulus(&Document::new("alone.toml", &text), None, None).unwrap()
}

/// Steps of a sweep.
const SWEEP: u64 = 60 * 4;

#[test]
fn each_sweep_is_a_run_of_its_own_bit_for_bit() {
    for scheme in Scheme::ALL {
        let (mut engine, mut seen) =
            (Engine::new(&stimulated("reset", Some(scheme))), Seen::default());
        engine.advance(5 * SWEEP, &mut seen);
        assert_eq!(seen.restarts, [0, 1, 2, 3, 4].map(|sweep| sweep * SWEEP), "{scheme}");
        let mut spikes = 0;
        for (sweep, level) in (0..).zip([-3.0, 0.3, 3.6, 6.9, 10.2]) {
            let mut setup = preset("regular-spiking").subject;
            setup.scheme = scheme;
            setup.cell.protocol = alone(level);
            let drive = DriveState::run(&setup.cell.protocol);
            let mut own = Seen::default();
            Engine::new(&Experiment::neuron(&setup, drive, 1)).advance(SWEEP, &mut own);
            let shifted = own.rows.iter().map(|(step, row)| (step + sweep * SWEEP, *row));
            let rows = &seen.rows[(sweep * SWEEP) as usize..][..SWEEP as usize];
            assert!(shifted.eq(rows.iter().copied()), "{scheme}, sweep {sweep}");
            spikes += own.spikes_ms.len();
        }
        assert_eq!(seen.spikes_ms.len(), spikes, "{scheme}");
        // Without resets the sweeps are others.
        let mut going_on = Seen::default();
        Engine::new(&stimulated("sweep", Some(scheme))).advance(5 * SWEEP, &mut going_on);
        assert!(going_on.restarts.is_empty());
        assert_ne!(going_on.rows, seen.rows, "{scheme}");
    }
}

#[test]
fn a_run_is_continued_from_anywhere_within_a_sweep() {
    for mode in [DriveState::run, DriveState::repeat] {
        let Start::Neuron(start) = stimulated("reset", None).start else { panic!("a neuron's") };
        let drive = mode(&start.setup.cell.protocol);
        let experiment = Experiment::neuron(&start.setup, drive, 1);
        let steps = 8 * SWEEP;
        let mut whole = Seen::default();
        Engine::new(&experiment).advance(steps, &mut whole);
        for first in [1, SWEEP - 1, SWEEP, SWEEP + 1, 3 * SWEEP + 17, 5 * SWEEP, 6 * SWEEP] {
            let mut engine = Engine::new(&experiment);
            engine.advance(first, &mut ());
            let mut rest = Seen::default();
            Engine::new(&engine.snapshot()).advance(steps - first, &mut rest);
            let rows = rest.rows.iter().map(|(step, row)| (step + first, *row));
            assert!(rows.eq(whole.rows[first as usize..].iter().copied()), "{first}");
        }
    }
}

#[test]
fn passes_begin_from_the_initial_state_and_so_do_their_sweeps() {
    let Start::Neuron(start) = stimulated("reset", None).start else { panic!("a neuron's") };
    let drive = DriveState::repeat(&start.setup.cell.protocol);
    let mut engine = Engine::new(&Experiment::neuron(&start.setup, drive, 1));
    let mut seen = Seen::default();
    let pass = 5 * SWEEP + 1 + 4 * 100;
    engine.advance(2 * pass, &mut seen);
    let of_pass = |begin: u64| [0, 1, 2, 3, 4].map(|sweep| begin + sweep * SWEEP);
    assert_eq!(seen.restarts, [of_pass(0), of_pass(pass)].concat());
}

#[test]
fn a_protocol_is_written_with_its_sweeps() {
    for name in ["sweep", "reset"] {
        let protocol = stimulus(name);
        let sweeps = protocol.sweeps.unwrap();
        assert_eq!((sweeps.length_ms, sweeps.count, sweeps.reset), (60.0, 5, name == "reset"));
        let mut written = preset("regular-spiking");
        written.subject.cell.protocol = protocol;
        let text = to_toml(&written);
        assert_eq!(text.contains("reset = true"), name == "reset", "{text}");
        let again = parse(&Document::new("again.toml", &text)).unwrap();
        assert_eq!(again.subject, written.subject, "{text}");
    }
    assert_eq!(stimulus("chirp").sweeps, None);
}
