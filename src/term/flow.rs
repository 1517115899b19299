//! How many frames may be under way. Each ends with a request that the terminal answers, so what
//! has been answered has been shown: whatever buffers the link has, they never hold more than this.

use std::collections::VecDeque;

/// What the terminal is asked at the end of a frame: its status.
pub const REQUEST: &[u8] = b"\x1b[5n";

/// Most frames that are unanswered while answers come.
const UNANSWERED_MAX: usize = 2;
/// Without an answer for this long, none is counted on (ns).
const SILENCE_NS: u64 = 1_000_000_000;
/// Between two frames to a terminal that has never answered (ns): ten a second, with some leeway
/// for when frames are due.
const CAPPED_NS: u64 = 95_000_000;
/// Longest time between two frames to a terminal that has stopped answering (ns): its link is
/// stalled, and what is sent would have to be carried before the newest frame.
const STALLED_NS_MAX: u64 = 4_000_000_000;
/// A frame that takes longer to carry leaves the second place to one that a key asks for (ns).
const SLOW_NS: u64 = 50_000_000;
/// For how long the shortest round trip is remembered, at least (ns).
const SHORTEST_KEPT_NS: u64 = 10_000_000_000;

/// What is known of the answers.
#[derive(Clone, Debug)]
enum State {
    /// They come; when each unanswered request was made (ns).
    Steady(VecDeque<u64>),
    /// They do not; how many are missing, and the time between two frames (ns).
    Lapsed { unanswered: u64, gap_ns: u64 },
    /// They come again; how many are missing. Until all of them are there, or no more come, it
    /// can't be told which request one belongs to.
    Draining { unanswered: u64 },
}

/// Tells when a frame may be sent, from requests and answers. Times are wall time (ns).
#[derive(Clone, Debug)]
pub struct Flow {
    state: State,
    /// Whether an answer has ever come in time.
    heard: bool,
    last_sent_ns: u64,
    last_heard_ns: u64,
    answered: u64,
    round_trips: RoundTrips,
}

impl Default for Flow {
    fn default() -> Self {
        Self {
            state: State::Steady(VecDeque::new()),
            heard: false,
            last_sent_ns: 0,
            last_heard_ns: 0,
            answered: 0,
            round_trips: RoundTrips::default(),
        }
    }
}

impl Flow {
    /// Whether a frame may be sent now; `urgent` if it shows what a key did.
    pub fn may_send(&mut self, now_ns: u64, urgent: bool) -> bool {
        self.pass(now_ns);
        match &self.state {
            State::Steady(sent) if sent.len() + 1 < UNANSWERED_MAX => true,
            State::Steady(sent) => sent.len() < UNANSWERED_MAX && (urgent || !self.is_slow()),
            State::Lapsed { gap_ns, .. } => now_ns.saturating_sub(self.last_sent_ns) >= *gap_ns,
            State::Draining { .. } => false,
        }
    }

    /// Takes note of a frame that was sent with its request.
    pub fn sent(&mut self, now_ns: u64) {
        self.last_sent_ns = now_ns;
        match &mut self.state {
            State::Steady(sent) => sent.push_back(now_ns),
            State::Lapsed { unanswered, gap_ns } => {
                *unanswered += 1;
                if self.heard {
                    *gap_ns = (*gap_ns * 2).min(STALLED_NS_MAX);
                }
            }
            State::Draining { unanswered } => *unanswered += 1,
        }
    }

    /// Takes note of an answer. One that nothing was asked for means nothing.
    pub fn answer(&mut self, now_ns: u64) {
        self.pass(now_ns);
        match &mut self.state {
            State::Steady(sent) => {
                let Some(sent_ns) = sent.pop_front() else { return };
                self.heard = true;
                self.answered += 1;
                self.round_trips.add(now_ns.saturating_sub(sent_ns), now_ns);
            }
            State::Lapsed { unanswered, .. } | State::Draining { unanswered } => {
                self.state = match unanswered.saturating_sub(1) {
                    0 => State::Steady(VecDeque::new()),
                    unanswered => State::Draining { unanswered },
                };
            }
        }
        self.last_heard_ns = now_ns;
    }

    /// Lets the next frame go if only the lack of answers holds it back: the user asked for it.
    pub fn expedite(&mut self) {
        if let State::Lapsed { gap_ns, .. } = &mut self.state {
            *gap_ns = 0;
        }
    }

    /// Forgets what was asked: nothing of it will be answered to this program.
    pub fn forget(&mut self) {
        self.state = State::Steady(VecDeque::new());
    }

    /// Whether an answer is to be expected.
    pub fn expects(&mut self, now_ns: u64) -> bool {
        self.pass(now_ns);
        match &self.state {
            State::Steady(sent) => !sent.is_empty(),
            State::Lapsed { .. } => false,
            State::Draining { .. } => true,
        }
    }

    /// Whether answers come, so that what is measured tells about the link.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        self.heard && matches!(self.state, State::Steady(_))
    }

    /// Whether the link takes long to carry a frame.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.round_trips.carry_ns() >= SLOW_NS
    }

    /// Frames that were answered in time, since the start.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.answered
    }

    /// Mean time from request to answer since this was last asked (ns), if there was any.
    pub fn round_trip_ns(&mut self) -> Option<u64> {
        self.round_trips.take_mean()
    }

    /// Draws the conclusions from time that has passed.
    fn pass(&mut self, now_ns: u64) {
        let silent = |since_ns: u64| now_ns.saturating_sub(since_ns) >= SILENCE_NS;
        match &self.state {
            State::Steady(sent) => {
                let since_ns = sent.front().map(|sent_ns| self.last_heard_ns.max(*sent_ns));
                if since_ns.is_some_and(silent) {
                    let gap_ns = if self.heard { SILENCE_NS } else { CAPPED_NS };
                    self.state = State::Lapsed { unanswered: sent.len() as u64, gap_ns };
                }
            }
            // The others are lost.
            State::Draining { .. } if silent(self.last_heard_ns) => self.forget(),
            State::Lapsed { .. } | State::Draining { .. } => {}
        }
    }
}

/// Times from request to answer.
#[derive(Clone, Debug, Default)]
struct RoundTrips {
    last_ns: u64,
    sum_ns: u64,
    count: u64,
    /// Shortest since `since_ns`, and in the stretch before that.
    shortest_ns: Option<u64>,
    shortest_before_ns: Option<u64>,
    since_ns: u64,
}

impl RoundTrips {
    fn add(&mut self, round_trip_ns: u64, now_ns: u64) {
        if now_ns.saturating_sub(self.since_ns) >= SHORTEST_KEPT_NS {
            self.shortest_before_ns = self.shortest_ns.take();
            self.since_ns = now_ns;
        }
        self.last_ns = round_trip_ns;
        self.sum_ns += round_trip_ns;
        self.count += 1;
        self.shortest_ns = Some(self.shortest_ns.map_or(round_trip_ns, |ns| ns.min(round_trip_ns)));
    }

    /// How much longer the last took than the shortest: the time to carry a frame, and what lay
    /// before it in a queue.
    fn carry_ns(&self) -> u64 {
        let shortest = [self.shortest_ns, self.shortest_before_ns].into_iter().flatten().min();
        self.last_ns.saturating_sub(shortest.unwrap_or(self.last_ns))
    }

    fn take_mean(&mut self) -> Option<u64> {
        let mean = self.sum_ns.checked_div(self.count);
        (self.sum_ns, self.count) = (0, 0);
        mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;

    /// A link with a clock that is moved by hand, and a program that would draw every 10 ms.
    #[derive(Default)]
    struct Bench {
        flow: Flow,
        now_ms: u64,
        sent_ms: Vec<u64>,
    }

    impl Bench {
        /// Draws through `ms`; each frame is answered `answer_after_ms` later, if that is given.
        fn run(&mut self, ms: u64, answer_after_ms: Option<u64>) {
            let end = self.now_ms + ms;
            let mut due = VecDeque::new();
            while self.now_ms < end {
                while due.front().is_some_and(|at| *at <= self.now_ms) {
                    due.pop_front();
                    self.flow.answer(self.now_ms * MS);
                }
                if self.now_ms.is_multiple_of(10) && self.flow.may_send(self.now_ms * MS, false) {
                    self.flow.sent(self.now_ms * MS);
                    self.sent_ms.push(self.now_ms);
                    due.extend(answer_after_ms.map(|after| self.now_ms + after));
                }
                self.now_ms += 1;
            }
        }

        fn sent_since(&self, ms: u64) -> usize {
            self.sent_ms.iter().filter(|sent| **sent >= ms).count()
        }

        fn answers(&mut self, count: usize) {
            (0..count).for_each(|_| self.flow.answer(self.now_ms * MS));
        }
    }

    #[test]
    fn two_frames_at_most_are_unanswered() {
        let mut bench = Bench::default();
        bench.run(900, None);
        assert_eq!(bench.sent_ms, [0, 10]);
        bench.answers(1);
        bench.run(50, None);
        assert_eq!(bench.sent_ms, [0, 10, 900]);
    }

    #[test]
    fn what_is_never_answered_goes_on_at_a_capped_rate() {
        let mut bench = Bench::default();
        bench.run(3000, None);
        assert_eq!(bench.sent_ms[2], 1000);
        assert!((19..=21).contains(&bench.sent_since(1000)), "{:?}", bench.sent_ms);
        assert!(!bench.flow.expects(bench.now_ms * MS) && !bench.flow.is_steady());
    }

    #[test]
    fn late_answers_are_all_awaited() {
        let mut bench = Bench::default();
        bench.run(1500, None);
        let sent = bench.sent_ms.len();
        bench.answers(sent - 1);
        bench.run(500, None);
        assert_eq!(bench.sent_ms.len(), sent, "the last answer is still to come");
        bench.answers(1);
        bench.run(100, Some(3));
        assert_eq!(bench.sent_since(2000), 10);
    }

    #[test]
    fn answers_that_are_lost_are_not_awaited_for_ever() {
        let mut bench = Bench::default();
        bench.run(1500, None);
        bench.answers(1);
        bench.run(1000, None);
        assert_eq!(bench.sent_since(1500), 0);
        bench.run(100, Some(3));
        assert_eq!(bench.sent_since(2500), 10);
    }

    #[test]
    fn a_link_that_stalls_is_sent_ever_less_and_recovers() {
        let mut bench = Bench::default();
        bench.run(1000, Some(3));
        assert_eq!(bench.sent_ms.len(), 100);
        bench.run(60_000, None);
        let stalled = bench.sent_since(1000);
        assert!((15..=20).contains(&stalled), "{stalled}");
        bench.answers(stalled);
        bench.run(100, Some(3));
        assert_eq!(bench.sent_since(61_000), 10);
    }

    #[test]
    fn answers_to_nothing_change_nothing() {
        let mut bench = Bench::default();
        bench.answers(5);
        bench.run(100, None);
        assert_eq!(bench.sent_ms, [0, 10]);
        bench.answers(5);
        bench.run(100, None);
        assert_eq!(bench.sent_ms, [0, 10, 100, 110]);
    }

    #[test]
    fn asked_for_a_frame_goes_though_none_is_answered() {
        let mut bench = Bench::default();
        bench.run(1020, None);
        assert!(!bench.flow.may_send(1020 * MS, true));
        bench.flow.expedite();
        assert!(bench.flow.may_send(1020 * MS, true));
    }

    #[test]
    fn where_frames_are_slow_the_second_place_is_kept_for_keys() {
        let mut flow = Flow::default();
        for (sent_ms, answered_ms) in [(0, 40), (100, 240)] {
            flow.sent(sent_ms * MS);
            flow.answer(answered_ms * MS);
        }
        flow.sent(300 * MS);
        assert!(!flow.may_send(310 * MS, false) && flow.may_send(310 * MS, true));
        // A long way is not a slow one.
        flow.answer(341 * MS);
        flow.sent(350 * MS);
        assert!(flow.may_send(360 * MS, false));
    }

    #[test]
    fn round_trips_are_means_since_the_last_look() {
        let mut flow = Flow::default();
        assert_eq!(flow.round_trip_ns(), None);
        flow.sent(0);
        flow.sent(5 * MS);
        flow.answer(10 * MS);
        flow.answer(25 * MS);
        assert_eq!(flow.round_trip_ns(), Some(15 * MS));
        assert_eq!(flow.round_trip_ns(), None);
    }
}
