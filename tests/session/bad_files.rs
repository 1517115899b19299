//! What is wrong in a file is named with its place and with what was expected.

use std::fs;
use std::path::Path;

use izh_tui::session::read;

/// Each file in `tests/data/sessions/bad` says in its first line, after `# `, what is expected.
#[test]
fn every_bad_file_is_refused_with_its_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/sessions/bad");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 90, "{}", files.len());
    let mut wrong = String::new();
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(&path).unwrap();
        let first = bytes.split(|&byte| byte == b'\n').next().unwrap();
        let expected = std::str::from_utf8(first).unwrap().trim_start_matches("# ").trim_end();
        let found = match read(name, bytes.as_slice()) {
            Ok(_) => "accepted".to_owned(),
            Err(error) => error.to_string(),
        };
        assert!(!found.contains('\n'));
        if found != format!("{name}:{expected}") {
            wrong += &format!("expected {name}:{expected}\n   found {found}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_block_is_bounded() {
    let text = include_str!("../data/sessions/v1.toml");
    let filled = |bytes| text.replacen("[end]", &format!("# {}\n[end]", "x".repeat(bytes)), 1);
    assert!(read("a", filled(9 << 20)).is_ok());
    let error = read("a", filled(10 << 20)).unwrap_err();
    assert!(error.message().starts_with("expected a block of at most 10485760 bytes"), "{error}");
}

#[test]
fn a_file_of_another_kind_is_not_called_a_cut_one() {
    let preset = include_str!("../../presets/chattering.toml");
    let error = read("chattering.toml", preset).unwrap_err();
    let expected = "expected a recording of izh-tui, found the preset of a neuron";
    assert_eq!(error.message(), expected);
}
