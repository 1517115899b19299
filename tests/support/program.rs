//! The program itself, run in a directory of its own.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use izh_tui::input::is_hostile;
use tempfile::TempDir;

/// A preset file in which tests change one line.
pub const PRESET: &str = "name = \"mine\"
description = \"A test.\"
[neuron]
equations = \"standard\"
a = 0.02
b = 0.2
c = -65.0
d = 8.0
[initial]
v0 = -70.0
[integration]
scheme = \"paper\"
dt_ms = 0.25
[protocol]
duration_ms = 10.0
baseline = 14.0
[[protocol.segment]]
start_ms = 2.0
end_ms = 3.0
level = 20.0
";

pub struct Outcome {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A directory to run in, with a configuration directory of its own.
pub struct Place {
    directory: TempDir,
}

impl Place {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir_all(directory.path().join("config/izh-tui/presets")).unwrap();
        Self { directory }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    pub fn user_preset(&self, name: &str, content: impl AsRef<[u8]>) {
        self.write(&format!("config/izh-tui/presets/{name}"), content);
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_izh-tui"));
        command
            .args(arguments)
            .current_dir(self.directory.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Outcome {
        outcome(&mut self.command(arguments), arguments)
    }
}

/// Runs to the end; nothing that reaches the terminal may steer it.
pub fn outcome(command: &mut Command, arguments: &[&str]) -> Outcome {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    let (out, err) = (text(output.stdout), text(output.stderr));
    for text in [&out, &err] {
        let steering = text.chars().find(|&c| is_hostile(c) && c != '\n');
        assert_eq!(steering, None, "{arguments:?}: {text:?}");
    }
    Outcome { code: output.status.code(), out, err }
}

impl Outcome {
    /// Expects a failure told in one line that has all of `parts`.
    #[track_caller]
    pub fn refused(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, Some(code), "{}", self.err);
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        assert!(self.err.starts_with("izh-tui: "), "{}", self.err);
        for part in parts {
            assert!(self.err.contains(part), "{:?} is not in {}", part, self.err);
        }
    }

    #[track_caller]
    pub fn accepted(&self) -> &str {
        assert_eq!((self.code, &*self.err), (Some(0), ""));
        &self.out
    }
}
