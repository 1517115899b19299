//! Samples that are too many for text, in files beside a recording.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use izh_tui::circuit::Recipe;
use izh_tui::engine::{Command, DriveState, Engine, Event, Experiment, Site, Step};
use izh_tui::input::InputError;
use izh_tui::model::stimulus::{SampleTimes, Samples};
use izh_tui::model::{Edges, Protocol, Segment, Shape};
use izh_tui::preset::{NoTable, SideFile, Table, Wanted};
use izh_tui::session::{CommandLog, Medium, Recorder, Session, Storage, read, read_from};

use crate::lab::recipe;
use crate::model::setup;
use crate::support::about;

/// A recording and what was put beside it.
#[derive(Clone, Debug, Default)]
struct Folder {
    recording: Vec<u8>,
    beside: BTreeMap<String, Vec<u8>>,
    /// Whether the header had been written when a file was put beside.
    late: bool,
}

impl Write for Folder {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.recording.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Medium for Folder {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn put_beside(&mut self, file: &SideFile) -> io::Result<()> {
        let mut bytes = Vec::new();
        file.write(&mut bytes)?;
        self.late |= !self.recording.is_empty();
        self.beside.insert(file.name(), bytes);
        Ok(())
    }
}

impl Storage for Folder {
    fn bytes(&self) -> u64 {
        self.recording.bytes()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.recording.read_at(buffer, offset)
    }

    fn has_tables(&self) -> bool {
        true
    }

    fn table(&self, wanted: &Wanted<'_>) -> Result<Table, NoTable> {
        let missing = || InputError::whole(wanted.file, "no such file");
        let bytes = self.beside.get(wanted.file).ok_or_else(missing)?;
        Ok(Table::read(wanted.file, &mut &bytes[..], wanted)?)
    }
}

impl Folder {
    fn read(&self) -> Result<Session, InputError> {
        let recorded = read_from("a.toml", Arc::new(self.clone()), &mut |_| true)?;
        Ok(recorded.expect("never told to stop"))
    }

    /// The same recording with other files beside it.
    fn with(&self, beside: BTreeMap<String, Vec<u8>>) -> Self {
        Self { recording: self.recording.clone(), beside, late: false }
    }

    /// Steps of the recording, which has to hold, and the file of which is never read whole as text.
    #[track_caller]
    fn verified(&self) -> u64 {
        assert!(self.recording.len() < 20_000, "{} bytes", self.recording.len());
        let recorded = self.read().expect("valid");
        let outcome = recorded.verify(1).expect("it runs");
        assert_eq!(outcome.divergence, None);
        outcome.steps
    }

    #[track_caller]
    fn refused(&self) -> String {
        self.read().expect_err("refused").to_string()
    }
}

/// Many samples, from the number `seed` on, at times of their own or at equal distances.
fn many(seed: usize, timed: bool) -> Protocol {
    let values: Vec<f64> = (0..140_000).map(|k| ((k + seed) % 23) as f64 * 0.7).collect();
    let times = if timed {
        SampleTimes::At((0..140_000).map(|k| f64::from(k) * 0.1 + 0.05).collect())
    } else {
        SampleTimes::Every(0.1)
    };
    let shape = Shape::Samples(Samples { values: values.into(), times });
    let segment = Segment { start_ms: 1.0, end_ms: 500.0, shape, edges: Edges::Left };
    Protocol {
        duration_ms: 700.0,
        segments: vec![segment.clone(), Segment { start_ms: 500.0, end_ms: 600.0, ..segment }],
        sweeps: None,
        ..Protocol::constant(0.0)
    }
}

#[test]
fn a_neuron_and_what_it_is_switched_to() {
    let with = |protocol: Protocol| {
        let mut setup = setup("regular-spiking");
        setup.cell.protocol = protocol;
        setup
    };
    let (first, second) = (with(many(0, true)), with(many(7, false)));
    let experiment = Experiment::neuron(&first, DriveState::run(&first.cell.protocol), 1);
    let mut engine = Engine::new(&experiment);
    let log = CommandLog::begin(&mut engine);
    let mut recorder = Recorder::start(Folder::default(), &about(), &log, Step(0)).unwrap();
    engine.advance(2000, &mut recorder);
    for command in [Command::Switch(second.into()), Command::Fire { site: Site::Subject }] {
        engine.apply(&command).unwrap();
        recorder.event(&Event { step: engine.step(), command }).unwrap();
    }
    engine.advance(2000, &mut recorder);
    recorder.finish(engine.step()).unwrap();
    let folder = recorder.into_medium();
    // Each segment names its file; the same samples stand in one.
    assert_eq!(folder.beside.len(), 2);
    let text = String::from_utf8(folder.recording.clone()).unwrap();
    assert_eq!(text.matches("sha256 = ").count(), 4);
    assert_eq!(folder.verified(), 4000);
    // Without the files there is nothing to be played.
    let error = read("a.toml", &folder.recording[..]).expect_err("no files");
    assert!(error.to_string().contains("no file can be named from here"), "{error}");
    assert!(folder.with(BTreeMap::new()).refused().ends_with(".npy: no such file"));
    let mut changed = folder.beside.clone();
    changed.values_mut().for_each(|bytes| bytes[500] ^= 1);
    assert!(folder.with(changed).refused().ends_with("it has been changed"));
}

#[test]
fn a_population_of_a_circuit() {
    let mut of = Recipe::clone(&recipe("half-centre"));
    of.populations[0].protocol = many(3, true);
    let experiment = Experiment::circuit(Arc::new(of), 1);
    let mut engine = Engine::new(&experiment);
    let log = CommandLog::begin(&mut engine);
    let folder = Folder::default();
    let mut recorder = Recorder::start(folder, &about(), &log, engine.step()).unwrap();
    engine.advance(3000, &mut recorder);
    recorder.finish(engine.step()).unwrap();
    let folder = recorder.into_medium();
    assert_eq!((folder.beside.len(), folder.late), (1, false), "before the header");
    assert_eq!(folder.verified(), 3000);
}

#[test]
fn a_medium_without_room_beside_it_says_so() {
    let mut setup = setup("regular-spiking");
    setup.cell.protocol = many(0, true);
    let experiment = Experiment::neuron(&setup, DriveState::run(&setup.cell.protocol), 1);
    let log = CommandLog::new(experiment, Step(0));
    let error = Recorder::start(Vec::new(), &about(), &log, Step(0)).unwrap_err();
    assert!(error.to_string().contains("there is no place for izh-samples-"), "{error}");
}
