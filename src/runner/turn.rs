//! A turn of the loop: how much time there is, and what comes in meanwhile.

use std::time::Duration;

use super::beat::Beat;
use super::{Clock, InputSource};
use crate::job::Allowance;
use crate::term::{Answer, Caught, Event, Signals};

/// Wall time between two looks at what has come in while the model is carried on (ns).
const LOOK_NS: u64 = 1_000_000;
/// Most events that are taken in at one look.
const EVENTS_MAX: usize = 1 << 16;

/// Work may go on until a time, unless the program is to end before.
pub(super) struct Turn<'a, C, I> {
    clock: &'a C,
    inputs: &'a mut I,
    signals: &'a Signals,
    beat: &'a mut Beat,
    until_ns: u64,
    look_ns: u64,
}

impl<'a, C: Clock, I: InputSource> Turn<'a, C, I> {
    pub(super) fn new(
        clock: &'a C,
        inputs: &'a mut I,
        signals: &'a Signals,
        beat: &'a mut Beat,
        until_ns: u64,
    ) -> Self {
        let look_ns = clock.now_ns() + LOOK_NS;
        Self { clock, inputs, signals, beat, until_ns, look_ns }
    }

    /// Takes in all that has come, waiting for at most `timeout` for the first of it. What has to be
    /// known of the time of an input is the time at which it is read.
    pub(super) fn gather(&mut self, mut timeout: Duration) {
        for _ in 0..EVENTS_MAX {
            if !self.beat.inbox.has_room() {
                break;
            }
            let event = self.inputs.next(timeout, self.beat.expected());
            match self.signals.caught() {
                Some(Caught::Die(signal)) => self.beat.inbox.fatal = Some(signal),
                Some(Caught::Stop) => self.beat.inbox.stop = true,
                Some(Caught::Continue) => self.beat.inbox.continued = true,
                None => {}
            }
            let now_ns = self.clock.now_ns();
            match event {
                Ok(Some(Event::Input(input))) => self.beat.inbox.push(input, now_ns),
                Ok(Some(Event::Answer(Answer::Status))) => {
                    self.beat.inbox.released |= self.beat.answer(now_ns);
                }
                Ok(Some(Event::Answer(Answer::Background(background)))) => {
                    self.beat.inbox.background = Some(background);
                }
                Ok(None) => break,
                Err(lost) => {
                    self.beat.inbox.lost = Some(lost);
                    break;
                }
            }
            timeout = Duration::ZERO;
        }
        self.look_ns = self.clock.now_ns() + LOOK_NS;
    }
}

impl<C: Clock, I: InputSource> Allowance for Turn<'_, C, I> {
    fn go_on(&mut self) -> bool {
        if self.clock.now_ns() >= self.look_ns {
            self.gather(Duration::ZERO);
        }
        let now_ns = self.clock.now_ns();
        now_ns < self.until_ns && !self.beat.inbox.interrupts(now_ns)
    }

    fn now_ns(&self) -> u64 {
        self.clock.now_ns()
    }
}
