//! A replay without a screen, from the start of a recording to its end.

use super::divergence::Divergence;
use super::parse::{Cut, Session, Summary};
use super::replay::Replay;
use crate::engine::Command;
use crate::input::InputError;

/// The result of a replay without a screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verification {
    /// Steps made.
    pub steps: u64,
    /// Spikes in them.
    pub spikes: u64,
    /// Model time (ms).
    pub model_ms: f64,
    /// Where the file was cut off, if it was.
    pub cut: Option<Cut>,
    /// Where the run first differed, if it did; nothing was run past that.
    pub divergence: Option<Divergence>,
}

/// Number of steps that take about as long as reading a block and carrying it out.
const BLOCK_STEPS: u64 = 256;

/// Is given the amount of work that is done and returns the size of the next piece; 0 ends the work.
/// Work is counted in steps, a block as [`Summary::work_steps`] says.
pub type NextPiece<'a> = dyn FnMut(u64) -> u64 + 'a;

impl Summary {
    /// The work of running the recording, counted in steps; a block counts as a number of them.
    #[must_use]
    pub fn work_steps(&self) -> u64 {
        self.end.0.saturating_add((self.events + self.checks) * BLOCK_STEPS)
    }
}

impl Session {
    /// Simulates the recording again from start to end, or to the first check that fails, with
    /// `threads` threads, whose number changes only the speed.
    ///
    /// # Errors
    /// Names the block of a command that can't be carried out, or says why the file can't be read
    /// on.
    pub fn verify(&self, threads: usize) -> Result<Verification, InputError> {
        let verified = self.verify_in_pieces(threads, &mut |_| u64::MAX)?;
        Ok(verified.expect("never told to stop"))
    }

    /// Like [`Self::verify`], in pieces of as many steps as `next_piece` says; `None` if that ended
    /// the work.
    ///
    /// # Errors
    /// Those of [`Self::verify`].
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
