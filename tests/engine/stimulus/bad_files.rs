//! What is wrong in a stimulus file, or in one that it names, is told with its place and with what was
//! expected.

use std::fs;

use izh_tui::input::Document;
use izh_tui::preset::{Table, Wanted, parse_stimulus};

use crate::support::model::{stimuli, stimulus_in};

/// Each file in `tests/data/stimuli/bad` says in its first line, after `# `, what is expected: a place
/// in the file itself, or in another that is named.
#[test]
fn every_bad_file_is_refused_with_its_place() {
    let folder = stimuli().join("bad");
    let mut wrong = String::new();
    let mut files = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !name.ends_with(".toml") {
            continue;
        }
        files += 1;
        let text = fs::read_to_string(folder.join(&name)).unwrap();
        let mut expected = text.lines().next().unwrap().trim_start_matches("# ").to_owned();
        if expected.starts_with(|c: char| c.is_ascii_digit()) {
            expected = format!("{name}:{expected}");
        }
        let found = match stimulus_in(&folder, &name) {
            Ok(_) => "accepted".to_owned(),
            Err(error) => error.to_string(),
        };
        assert!(!found.contains('\n'));
        if found != expected {
            wrong += &format!("expected {expected}\n   found {found}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(files >= 70, "{files}");
}

/// What is said of a stimulus that names `table`.
fn refused(text: &str, table: &str) -> String {
    let read = |wanted: &Wanted<'_>| Ok(Table::read(wanted.file, &mut table.as_bytes(), wanted)?);
    parse_stimulus(&Document::new("s.toml", text), Some(&read), None).unwrap_err().to_string()
}

const SAMPLED: &str = "duration_ms = 10.0
baseline = 0.0
[[sequence]]
repeats = 2
period_ms = 5.0
[[sequence.segment]]
start_ms = 0.0
end_ms = 5.0
sample_ms = 0.1
file = \"long.csv\"
";

#[test]
fn samples_are_bounded() {
    let rows = "1\n".repeat(10_000_001);
    assert_eq!(refused(SAMPLED, &rows), "long.csv:10000001:1: expected at most 10000000 rows");
    // Several files share the bound.
    let twice = format!("{SAMPLED}{}", &SAMPLED[SAMPLED.find("[[sequence]]").unwrap()..]);
    let message = "long.csv: expected at most 10000000 samples in all files together";
    assert_eq!(refused(&twice, &rows[..2 * 6_000_000]), message);
    let inline =
        SAMPLED.replace("file = \"long.csv\"", &format!("values = [{}]", "1.0,".repeat(131_073)));
    let message = "s.toml:10:10: values: expected 1 to 131072 numbers, found 131073";
    assert_eq!(refused(&inline, ""), message);
}

#[test]
fn segments_are_bounded() {
    let mut text = "duration_ms = 10000.0\nbaseline = 0.0\n".to_owned();
    for k in 0..4097 {
        text += &format!("[[segment]]\nstart_ms = {k}.0\nend_ms = {k}.5\nlevel = 1.0\n");
    }
    let message = "s.toml:16387:1: expected at most 4096 segments, sequences and sweeps laid out";
    assert_eq!(refused(&text, ""), message);
}

#[test]
fn no_file_can_be_named_where_there_is_no_place_beside() {
    let error = parse_stimulus(&Document::new("standard input", SAMPLED), None, None).unwrap_err();
    let expected = "standard input:10:8: file: expected values in its place, since no file can be named from here";
    assert_eq!(error.to_string(), expected);
    let empty = parse_stimulus(&Document::new("s.toml", " \n"), None, None).unwrap_err();
    assert_eq!(empty.to_string(), "s.toml: expected a stimulus, found an empty file");
}
