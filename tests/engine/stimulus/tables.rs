//! Tables of samples in every format, and what is wrong with others.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use izh_tui::input::InputError;
use izh_tui::model::stimulus::SampleTimes;
use izh_tui::model::{Edges, Protocol, Shape};
use izh_tui::preset::{Column, Columns, Wanted, protocol_of};
use serde::Deserialize;

use crate::support::model::{spikes_ms, stimulus_in, table_in, under};

/// How a table is read, and what comes of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Unit of the neuron's current.
    unit: Option<String>,
    time: Option<Column>,
    current: Option<Column>,
    sample_ms: Option<f64>,
    error: Option<String>,
}

fn tables(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tables").join(folder)
}

/// The cases that `NAME.toml` lists, one for each file in the folder `NAME`.
fn cases(name: &str) -> (PathBuf, BTreeMap<String, Case>) {
    let folder = tables(name);
    let text = fs::read_to_string(folder.with_extension("toml")).expect("a list of cases");
    let cases: BTreeMap<String, Case> = toml::from_str(&text).expect("cases");
    let files = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("a file"));
    let mut files: Vec<_> = files.map(|file| file.file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(files, cases.keys().cloned().collect::<Vec<_>>());
    (folder, cases)
}

fn read(folder: &Path, file: &str, case: &Case) -> Result<Protocol, InputError> {
    let columns = Columns {
        time: case.time.clone(),
        current: case.current.clone(),
        even: case.sample_ms.is_some(),
    };
    let table = table_in(folder, &Wanted { file, sha256: None, columns })?;
    protocol_of(&table, case.sample_ms, case.unit.as_deref())
}

#[test]
fn every_good_table_is_read() {
    let (folder, cases) = cases("good");
    for (file, case) in &cases {
        let protocol = read(&folder, file, case).unwrap_or_else(|error| panic!("{error}"));
        let Shape::Samples(samples) = &protocol.segments[0].shape else { panic!("{file}") };
        assert_eq!(samples.values[..], [0.0, 14.5, 0.0], "{file}");
        let (times, duration_ms) = match case.sample_ms {
            None => (SampleTimes::At([0.0, 100.0, 400.0].into()), 400.0),
            Some(sample_ms) => (SampleTimes::Every(sample_ms), 1.5),
        };
        assert_eq!((&samples.times, protocol.duration_ms), (&times, duration_ms), "{file}");
    }
    assert!(cases.len() >= 39);
}

#[test]
fn every_bad_table_is_refused_with_its_place() {
    let (folder, cases) = cases("bad");
    let mut wrong = String::new();
    for (file, case) in &cases {
        let found = match read(&folder, file, case) {
            Ok(_) => "accepted".to_owned(),
            Err(error) => error.to_string(),
        };
        let expected = format!("{file}{}", case.error.as_deref().unwrap_or("?"));
        if found != expected {
            wrong += &format!("expected {expected}\n   found {found}\n");
        }
        assert!(found.len() < 300, "{found}");
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(cases.len() >= 80);
}

/// Files as they are found, each named by a stimulus, and a current that does the same.
#[test]
fn tables_as_they_are_found_mean_what_they_say() {
    for (name, level, start_ms, end_ms, spikes) in [
        ("05-seconds", 20.0, 100.0, 900.0, 36),
        ("06-semicolon-decimal-comma", 14.5, 100.0, 400.0, 11),
        ("08-tabs-atf", 50.0, 0.1, 500.0, 57),
        ("10-two-rows-at-one-time", 14.0, 100.0, 400.0, 10),
    ] {
        let found = stimulus_in(&tables("cases"), &format!("{name}.toml"));
        let mut protocol = found.unwrap_or_else(|error| panic!("{error}"));
        let (experiment, end) = under(protocol.clone());
        let found = spikes_ms(&experiment, end);
        let segment = &mut protocol.segments[0];
        (segment.start_ms, segment.end_ms) = (start_ms, end_ms);
        (segment.shape, segment.edges) = (Shape::Level(level), Edges::Left);
        let (experiment, end) = under(protocol);
        assert_eq!(found, spikes_ms(&experiment, end), "{name}");
        assert_eq!(found.len(), spikes, "{name}");
    }
}
