//! A turn of the loop: the time limit of the model's work, and reading input meanwhile.

use std::time::Duration;

use super::outside::{Clock, InputSource};
use super::schedule::FrameSchedule;
use crate::job::Allowance;
use crate::term::{Caught, Event, Signals};

/// Wall time between two reads of input while the model is stepped (ns).
const READ_NS: u64 = 1_000_000;
/// Most events that are read at once.
const EVENTS_MAX: usize = 1 << 16;

/// The time limit of the model's work. The work is interrupted early if the program ends or stops.
/// Between pieces of the work, input is read.
pub(super) struct Turn<'a, C, I> {
    clock: &'a C,
    inputs: &'a mut I,
    signals: &'a Signals,
    schedule: &'a mut FrameSchedule,
    until_ns: u64,
}

impl<'a, C: Clock, I: InputSource> Turn<'a, C, I> {
    pub(super) fn new(
        clock: &'a C,
        inputs: &'a mut I,
        signals: &'a Signals,
        schedule: &'a mut FrameSchedule,
        until_ns: u64,
    ) -> Self {
        Self { clock, inputs, signals, schedule, until_ns }
    }

    /// Reads input if the last read is [`READ_NS`] or longer ago.
    pub(super) fn read_if_due(&mut self) {
        if self.clock.now_ns() >= self.schedule.read_ns {
            self.gather(Duration::ZERO);
        }
    }

    /// Reads all events that have arrived, waiting for at most `timeout` for the first. An input is
    /// stamped with the time at which it is read.
    pub(super) fn gather(&mut self, timeout: Duration) {
        let mut event = self.next(timeout);
        let now_ns = self.clock.now_ns();
        self.schedule.read_ns = now_ns + READ_NS;
        // Beyond the limit no event is taken from the source: it would be lost.
        for taken in 1..=EVENTS_MAX {
            match event {
                Some(Event::Input(input)) => self.schedule.inbox.push(input, now_ns),
                Some(Event::Answer(answer)) => {
                    self.schedule.inbox.released |= self.schedule.answer(answer, now_ns);
                }
                None => return,
            }
            if taken < EVENTS_MAX {
                event = self.next(Duration::ZERO);
            }
        }
    }

    /// The next event, if the inbox has room; records signals, too.
    fn next(&mut self, timeout: Duration) -> Option<Event> {
        if !self.schedule.inbox.has_room() {
            return None;
        }
        let event = self.inputs.next(timeout, self.schedule.expected());
        let inbox = &mut self.schedule.inbox;
        match self.signals.caught() {
            Some(Caught::Die(signal)) => inbox.fatal = Some(signal),
            Some(Caught::Stop) => inbox.stop = true,
            Some(Caught::Continue) => inbox.continued = true,
            None => {}
        }
        event.unwrap_or_else(|lost| {
            inbox.lost = Some(lost);
            None
        })
    }
}

impl<C: Clock, I: InputSource> Allowance for Turn<'_, C, I> {
    fn go_on(&mut self) -> bool {
        self.read_if_due();
        let now_ns = self.clock.now_ns();
        now_ns < self.until_ns && !self.schedule.inbox.interrupts(now_ns)
    }

    fn now_ns(&self) -> u64 {
        self.clock.now_ns()
    }
}
