//! Encodes the blocks of a session file as text. Nothing here writes to a file.

use serde::Serialize;

use super::wire::{RawCheck, RawCommand};
use super::{About, kind};
use crate::engine::{Checkpoint, Command, Digest, Event, Experiment, Step};
use crate::input::is_hostile;

/// The header with the check at step 0 that closes it.
#[must_use]
pub fn header(about: &About, experiment: &Experiment) -> String {
    let text = kind::header(about, experiment);
    let start = Digest::new(experiment.seed).checkpoint();
    format!("{text}\n{}", check(Step(0), start))
}

/// A command and the step before which the engine applied the command.
#[must_use]
pub fn event(event: &Event) -> String {
    let Event { step: Step(step), command } = event;
    format!("[[event]]\nstep = {step}\ncommand.{}\n\n", assignment(command))
}

/// A switch to the subject that the file has already written out as `number`, under `name`.
#[must_use]
pub(super) fn again(step: Step, number: u64, name: &str) -> String {
    format!("[[event]]\nstep = {}\ncommand.{}\n\n", step.0, bare(&RawCommand::again(number, name)))
}

/// The check block of the state after `step` steps.
#[must_use]
pub fn check(step: Step, state: Checkpoint) -> String {
    block("[[check]]", step, state)
}

/// The end block of a recording of `step` steps.
#[must_use]
pub fn end(step: Step, state: Checkpoint) -> String {
    block("[end]", step, state)
}

fn block(title: &str, step: Step, state: Checkpoint) -> String {
    let raw = RawCheck::new(step, state);
    format!("{title}\nstep = {}\nstate = {}\n\n", step.0, inline(&raw.state))
}

/// `name = { .. }` for a command, on one line.
pub(super) fn assignment(command: &Command) -> String {
    if let Command::Marker { text } = command {
        return format!("marker = {{ text = {} }}", quoted(text));
    }
    bare(&RawCommand::from(command))
}

/// `name = { .. }` for a command other than a marker: a table of one key without its outer braces,
/// so that `command.` can precede the key.
fn bare(command: &RawCommand) -> String {
    let table = inline(command);
    let bare = table.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    bare.unwrap_or(&table).trim().to_owned()
}

/// `text` as a TOML string on one line. The serializer would use a multi-line string, in which a
/// truncated file cannot be told from a complete one.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c if is_hostile(c) => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// `value` as TOML on one line.
fn inline(value: &impl Serialize) -> String {
    let mut text = String::new();
    value
        .serialize(toml::ser::ValueSerializer::new(&mut text))
        .expect("a block is plain tables, numbers and strings");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Injection, Site};

    fn injected(injection: Injection) -> Command {
        Command::Inject { site: Site::Subject, injection }
    }

    fn encoded(command: Command) -> String {
        event(&Event { step: Step(4000), command })
    }

    #[test]
    fn a_command_is_one_line_that_ends_in_a_brace() {
        assert_eq!(
            encoded(injected(Injection::Pulse { amplitude: 10.0, width_ms: 2.0 })),
            "[[event]]\nstep = 4000\ncommand.pulse = { amplitude = 10.0, width_ms = 2.0 }\n\n"
        );
        for (command, line) in [
            (
                injected(Injection::Sustain { current: Some(-0.0) }),
                "command.sustain = { current = -0.0 }",
            ),
            (injected(Injection::Sustain { current: None }), "command.sustain = {}"),
            (Command::Fire { site: Site::Subject }, "command.fire = {}"),
            (
                Command::Scheme { scheme: crate::model::Scheme::Exact },
                "command.scheme = { scheme = \"exact\" }",
            ),
            (
                Command::Marker { text: "a\n[[event]]\n\"\"\"\u{1b}'''".to_owned() },
                "command.marker = { text = \"a\\n[[event]]\\n\\\"\\\"\\\"\\u001b'''\" }",
            ),
        ] {
            assert_eq!(encoded(command).lines().nth(2), Some(line));
        }
    }

    #[test]
    fn a_check_carries_sixteen_digits() {
        let state = Checkpoint { spikes: 12, digest: 0xabc };
        assert_eq!(
            check(Step(7), state),
            "[[check]]\nstep = 7\nstate = { spikes = 12, digest = \"0000000000000abc\" }\n\n"
        );
        assert!(end(Step(7), state).starts_with("[end]\nstep = 7\nstate = { "));
    }
}
