//! Carrying out the commands of a replay.

use super::tape::Word;
use crate::desk::Tone;
use crate::engine::Command;
use crate::keys::{Keymap, Task};
use crate::session::{Cut, Replay};

/// The notice at the end of a replay, which tells a cut-off recording from a complete one.
fn end_words(cut: Option<Cut>, keymap: &Keymap) -> String {
    let again = keymap.label(Task::TogglePause);
    match cut {
        Some(Cut { line }) => {
            format!("the recording is cut off at line {line}: {again} starts over")
        }
        None => format!("end of the recording: {again} starts over"),
    }
}

/// Most blocks that are read at once, which takes some milliseconds.
const BLOCKS_AT_ONCE: u64 = 256;

/// The commands that were due, and what came of them.
pub(super) struct Due {
    /// The commands that were carried out.
    pub(super) commands: Vec<Command>,
    /// The notice of a check that failed.
    pub(super) diverged: Option<Word>,
    /// Whether no more commands are due, so that the model may advance.
    pub(super) is_all: bool,
    /// Why the replay ends here, if it does.
    pub(super) end: Option<Word>,
}

/// Carries out recorded commands that are due, but not too many at once.
pub(super) fn take_due(replay: &mut Replay, keymap: &Keymap) -> Due {
    let was_true = replay.divergence().is_none();
    let mut commands = Vec::new();
    let keep = |command: &Command| commands.push(command.clone());
    let taken = replay.take_some_due(BLOCKS_AT_ONCE, keep);
    let diverged = replay.divergence().filter(|_| was_true);
    let diverged = diverged.map(|divergence| (Tone::Alarm, divergence.brief()));
    let end = match &taken {
        Err(error) => {
            Some((Tone::Alarm, replay.obstacle().unwrap_or_else(|| error.message().to_owned())))
        }
        Ok(_) if replay.is_finished() => {
            Some((Tone::Info, end_words(replay.session().summary().cut, keymap)))
        }
        Ok(_) => None,
    };
    Due { commands, diverged, is_all: taken != Ok(true), end }
}
