//! A replay without a screen, from the start of a recording to its end.

use super::divergence::Divergence;
use super::parse::{Cut, Session, Summary};
use super::replay::Replay;
use crate::engine::Command;
use crate::input::InputError;

/// The result of a replay without a screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verification {
    /// Number of steps made.
    pub steps: u64,
    /// Number of spikes in these steps.
    pub spikes: u64,
    /// Model time run (ms).
    pub model_ms: f64,
    /// Where the file was truncated, if it was.
    pub cut: Option<Cut>,
    /// The first divergence, if any; the replay stopped there.
    pub divergence: Option<Divergence>,
}

/// Number of steps that take about as long as reading and applying one block.
const BLOCK_STEPS: u64 = 256;

/// Receives the work done so far and returns the size of the next piece; 0 ends the work. The unit
/// of work is a step, and blocks count as [`Summary::work_steps`] says.
pub type NextPiece<'a> = dyn FnMut(u64) -> u64 + 'a;

impl Summary {
    /// The work of replaying the recording, in steps; each block counts as a fixed number of steps.
    #[must_use]
    pub fn work_steps(&self) -> u64 {
        self.end.0.saturating_add((self.events + self.checks) * BLOCK_STEPS)
    }
}

impl Session {
    /// Replays the recording from its start to its end or to the first check that fails. The number
    /// of `threads` affects only the speed.
    ///
    /// # Errors
    /// Names the block of a command that cannot be applied, or says why the file cannot be read
    /// further.
    pub fn verify(&self, threads: usize) -> Result<Verification, InputError> {
        let verified = self.verify_in_pieces(threads, &mut |_| u64::MAX)?;
        Ok(verified.expect("never told to stop"))
    }

    /// As [`Self::verify`], in pieces of the sizes that `next_piece` returns; `None` if it ended
    /// the work.
    ///
    /// # Errors
    /// The errors of [`Self::verify`].
    pub fn verify_in_pieces(
        &self,
        threads: usize,
        next_piece: &mut NextPiece<'_>,
    ) -> Result<Option<Verification>, InputError> {
        let mut replay = Replay::new(self.clone());
        replay.set_threads(threads);
        let (mut done, mut piece_end) = (0, 0);
        while !replay.is_over() && replay.divergence().is_none() {
            if done >= piece_end {
                let piece = next_piece(done);
                if piece == 0 {
                    return Ok(None);
                }
                piece_end = done.saturating_add(piece);
            }
            let before = replay.engine().step().0;
            replay.advance_to_block(piece_end - done, &mut ());
            done += replay.engine().step().0 - before;
            if replay.take_block(&mut |_: &Command| ())? {
                done += BLOCK_STEPS;
            }
        }
        replay.check_obstacle()?;
        Ok(Some(Verification {
            steps: replay.engine().step().0,
            spikes: replay.checkpoint().spikes,
            model_ms: replay.engine().time_ms(),
            cut: self.summary().cut,
            divergence: replay.divergence().copied(),
        }))
    }
}
