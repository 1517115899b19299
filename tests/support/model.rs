//! What several tests need: presets by name, and a run's rows and spikes.

use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use izh_tui::engine::{
    Cell, Command, DriveState, Engine, Experiment, Injection, NeuronStart, Sample, Setup, Sink,
    Site, Spike, Start,
};
use izh_tui::input::{Document, InputError};
use izh_tui::model::stimulus::steps_through;
use izh_tui::model::{Equations, Live, Neuron, Protocol, Scheme, State};
use izh_tui::preset::{Library, Preset, Table, Wanted, parse_stimulus};

/// The features of 2004, panels A to T.
pub fn panels() -> Vec<String> {
    let entries = Library::default().entries().into_iter().map(|entry| entry.preset);
    let published = entries.filter(|p| p.panel.is_some() && p.subject.scheme == Scheme::Paper);
    let names: Vec<String> = published.map(|preset| preset.name().to_owned()).collect();
    assert_eq!(names.len(), 20);
    names
}

/// The eight types of 2003, which the list begins with.
pub fn types() -> Vec<String> {
    let entries = Library::default().entries().into_iter().take(8);
    let names: Vec<String> = entries.map(|entry| entry.preset.name().to_owned()).collect();
    assert_eq!((&*names[0], &*names[7]), ("regular-spiking", "resonator-cell"));
    names
}

/// The built-in preset called `name`.
pub fn preset(name: &str) -> Preset {
    Library::default().find(name).expect("a built-in preset").preset
}

/// The neuron of the built-in preset called `name`.
pub fn setup(name: &str) -> Setup {
    preset(name).subject
}

/// The experiment that a headless run of `name` makes, under `scheme` if one is given.
pub fn published(name: &str, scheme: Option<Scheme>) -> Experiment {
    let mut setup = preset(name).subject;
    setup.scheme = scheme.unwrap_or(setup.scheme);
    Experiment::neuron(&setup, DriveState::run(&setup.cell.protocol), 1)
}

/// A standard neuron, under the exact scheme in steps of 1 ms, that holds `current` from `state` on.
pub fn holding(parameters: [f64; 4], state: State, current: f64) -> Experiment {
    let [a, b, c_mv, d] = parameters;
    let neuron = Neuron { equations: Equations::Standard, a, b, c_mv, d, peak_mv: 30.0 };
    let protocol = Protocol {
        duration_ms: 100.0,
        baseline: 0.0,
        live: Live::Repeat,
        pause_ms: 0.0,
        segments: Vec::new(),
        sweeps: None,
    };
    let cell = Cell { name: "test".to_owned(), neuron, initial: state, protocol };
    let drive = DriveState::holding(current);
    Experiment::neuron(&Setup { cell, scheme: Scheme::Exact, steps_per_ms: 1 }, drive, 1)
}

/// Where the run of a neuron starts.
pub fn of(experiment: &Experiment) -> &NeuronStart {
    match &experiment.start {
        Start::Neuron(start) => start,
        Start::Circuit(_) => panic!("a circuit"),
    }
}

/// The same, to be changed.
pub fn of_mut(experiment: &mut Experiment) -> &mut NeuronStart {
    match &mut experiment.start {
        Start::Neuron(start) => start,
        Start::Circuit(_) => panic!("a circuit"),
    }
}

/// An injection into a neuron alone.
pub fn inject(injection: Injection) -> Command {
    Command::Inject { site: Site::Subject, injection }
}

/// Everything a run handed out.
#[derive(Default)]
pub struct Record {
    pub samples: Vec<Sample>,
    pub spikes_ms: Vec<f64>,
}

impl Sink for Record {
    fn sample(&mut self, sample: &Sample) {
        self.samples.push(*sample);
    }
    fn spike(&mut self, spike: &Spike) {
        self.spikes_ms.push(spike.time_ms);
    }
}

/// Runs `experiment` for `end_ms` (ms), spikes up to and including it.
pub fn record(experiment: &Experiment, end_ms: f64) -> (Record, Engine) {
    let mut engine = Engine::new(experiment);
    let mut record = Record::default();
    engine.advance(steps_through(end_ms, experiment.steps_per_ms()), &mut record);
    record.spikes_ms.retain(|&time_ms| time_ms <= end_ms);
    (record, engine)
}

/// The spike times (ms) of `experiment` within `end_ms` (ms).
pub fn spikes_ms(experiment: &Experiment, end_ms: f64) -> Vec<f64> {
    record(experiment, end_ms).0.spikes_ms
}

/// The spike times (ms) of a preset's own protocol.
pub fn published_spikes_ms(name: &str, scheme: Option<Scheme>) -> Vec<f64> {
    let experiment = published(name, scheme);
    spikes_ms(&experiment, of(&experiment).setup.cell.protocol.duration_ms)
}

/// Where the stimulus files of the tests are.
pub fn stimuli() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stimuli")
}

/// Every stimulus file of the tests that is good, by name.
pub fn stimulus_names() -> Vec<String> {
    let paths = fs::read_dir(stimuli()).unwrap().map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let mut names: Vec<String> =
        files.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    assert!(names.len() >= 8, "{names:?}");
    names
}

/// The stimulus in the file called `name`, in `folder`.
pub fn stimulus_in(folder: &Path, name: &str) -> Result<Protocol, InputError> {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    let unit = if text.contains("# pA") { Some("pA") } else { None };
    let read = |wanted: &Wanted<'_>| Ok(table_in(folder, wanted)?);
    parse_stimulus(&Document::new(name, &text), Some(&read), unit)
}

/// The table that is `wanted`, in `folder`.
pub fn table_in(folder: &Path, wanted: &Wanted<'_>) -> Result<Table, InputError> {
    let file = fs::File::open(folder.join(wanted.file))
        .map_err(|error| InputError::whole(wanted.file, error.to_string()))?;
    Table::read(wanted.file, &mut BufReader::new(file), wanted)
}

/// The good stimulus called `name`.
pub fn stimulus(name: &str) -> Protocol {
    stimulus_in(&stimuli(), &format!("{name}.toml")).unwrap_or_else(|error| panic!("{error}"))
}

/// The regular-spiking neuron under `protocol`, and how long that lasts (ms).
pub fn under(protocol: Protocol) -> (Experiment, f64) {
    let mut setup = preset("regular-spiking").subject;
    setup.cell.protocol = protocol;
    let protocol = &setup.cell.protocol;
    (Experiment::neuron(&setup, DriveState::run(protocol), 1), protocol.duration_ms)
}

/// The regular-spiking neuron under the stimulus called `name`, and under `scheme` if one is given.
pub fn stimulated(name: &str, scheme: Option<Scheme>) -> Experiment {
    let mut setup = preset("regular-spiking").subject;
    setup.scheme = scheme.unwrap_or(setup.scheme);
    setup.cell.protocol = stimulus(name);
    Experiment::neuron(&setup, DriveState::run(&setup.cell.protocol), 1)
}
