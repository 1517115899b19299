use super::*;

const MS: u64 = 1_000_000;

/// A simulated link and clock, and a program that draws every 10 ms: first a whole picture, then
/// changes.
struct Bench {
    flow: Flow,
    now_ms: u64,
    /// When each frame was sent (ms), its size (bytes), and when it is answered (ms).
    frames: Vec<(u64, usize, f64)>,
    /// Bytes of changes that have not been sent.
    waiting: usize,
    /// Bytes of changes that each 10 ms add.
    each: usize,
    bytes_per_s: f64,
    latency_ms: f64,
    answered: usize,
}

impl Bench {
    fn new(bytes_per_s: f64, latency_ms: f64) -> Self {
        let (flow, frames) = (Flow::default(), Vec::new());
        let (waiting, each) = (4000, 200);
        Self { flow, now_ms: 0, frames, waiting, each, bytes_per_s, latency_ms, answered: 0 }
    }

    /// Draws for `ms`.
    fn run(&mut self, ms: u64) {
        let end = self.now_ms + ms;
        while self.now_ms < end {
            while self.frames.get(self.answered).is_some_and(|it| it.2 <= self.now_ms as f64) {
                self.answered += 1;
                self.flow.answer(self.now_ms * MS);
            }
            if self.now_ms.is_multiple_of(10) {
                self.waiting = (self.waiting + self.each).min(4000);
                if self.flow.may_send(self.now_ms * MS, false) {
                    let budget = self.flow.budget(self.now_ms * MS, false).unwrap_or(usize::MAX);
                    self.send(budget.min(self.waiting + 24));
                }
            }
            self.now_ms += 1;
        }
    }

    fn send(&mut self, bytes: usize) {
        self.waiting = self.waiting.saturating_sub(bytes - 24);
        let content = if self.waiting == 0 { Content::Whole } else { Content::Part };
        self.flow.sent(self.now_ms * MS, bytes, content);
        let free_ms = self.frames.last().map_or(0.0, |(_, _, answer)| answer - self.latency_ms);
        let carried_ms = bytes as f64 * 1e3 / self.bytes_per_s;
        let answer_ms = free_ms.max(self.now_ms as f64) + carried_ms + self.latency_ms;
        self.frames.push((self.now_ms, bytes, answer_ms));
    }

    /// From here on, every frame is answered after 3 ms.
    fn answers_begin(&mut self) {
        self.frames.clear();
        (self.latency_ms, self.answered) = (3.0, 0);
    }

    fn sent_since(&self, ms: u64) -> usize {
        self.frames.iter().filter(|(sent, ..)| *sent >= ms).count()
    }

    /// Largest number of frames in flight since `ms`.
    fn unanswered_max(&self, ms: u64) -> usize {
        let under_way = |at: u64| {
            let open = |(sent, _, answer): &&(u64, usize, f64)| *sent <= at && *answer > at as f64;
            self.frames.iter().filter(open).count()
        };
        let times = self.frames.iter().map(|(sent, ..)| *sent).filter(|sent| *sent >= ms);
        times.map(under_way).max().unwrap_or(0)
    }

    fn bytes_per_s(&self, from_ms: u64) -> f64 {
        let bytes: usize = self.frames.iter().filter(|it| it.0 >= from_ms).map(|it| it.1).sum();
        bytes as f64 * 1e3 / (self.now_ms - from_ms) as f64
    }
}

const NEVER: f64 = 1e12;

#[test]
fn at_any_rate_and_round_trip_two_frames_of_a_third_of_a_second_are_under_way() {
    for bytes_per_s in [300.0, 960.0, 1920.0, 4800.0, 9600.0, 1e5, 1e8] {
        for latency_ms in [0.0, 40.0, 300.0, 900.0, 1200.0, 3000.0, 10_000.0] {
            let mut bench = Bench::new(bytes_per_s, latency_ms);
            bench.run(60_000 + 10 * latency_ms as u64);
            let settled_ms = (5000.0 + 4.0 * latency_ms + 1e6 / bytes_per_s) as u64;
            let unanswered = bench.unanswered_max(settled_ms);
            assert!(unanswered <= 2, "{bytes_per_s} B/s, {latency_ms} ms: {unanswered}");
            let largest = bench.frames.iter().filter(|it| it.0 >= settled_ms + 2000);
            let largest = largest.map(|it| it.1).max().unwrap_or(0);
            let limit = (bytes_per_s * 0.45).max(128.0);
            assert!(largest as f64 <= limit, "{bytes_per_s} B/s, {latency_ms} ms: {largest}");
            // Two frames in flight use at least 40% of the bandwidth that they can use at this
            // latency.
            let frame_bytes = (bytes_per_s * 0.3).min(4000.0);
            let able = bytes_per_s.min(20_000.0).min(frame_bytes * 1e3 / (latency_ms + 300.0));
            let used = bench.bytes_per_s(settled_ms) / able;
            assert!(used > 0.4, "{bytes_per_s} B/s, {latency_ms} ms: {used}");
        }
    }
}

#[test]
fn what_is_never_answered_is_bounded_in_bytes() {
    let mut bench = Bench::new(1e8, NEVER);
    bench.run(1000);
    assert_eq!(bench.sent_since(0), 2);
    bench.run(20_000);
    let per_s = bench.bytes_per_s(1000);
    assert!((3000.0..=4000.0).contains(&per_s), "{per_s}");
    // Small changes get ten frames a second.
    (bench.each, bench.waiting) = (20, 0);
    bench.run(10_000);
    assert!((90..=101).contains(&bench.sent_since(21_000)), "{}", bench.sent_since(21_000));
    assert!(bench.flow.awaited_until_ns(31_000 * MS).is_some_and(|ns| ns < 31_000 * MS));
}

#[test]
fn answers_that_are_lost_are_not_awaited_for_ever() {
    let mut bench = Bench::new(1e8, NEVER);
    bench.run(5000);
    let sent = bench.sent_since(0);
    bench.flow.answer(5000 * MS);
    bench.run(2000);
    assert_eq!(bench.sent_since(0), sent);
    bench.answers_begin();
    bench.run(2000);
    assert!(bench.sent_since(0) >= 40, "{}", bench.sent_since(0));
}

#[test]
fn a_link_that_stalls_is_tried_rarely_and_recovers() {
    let mut bench = Bench::new(1e8, 3.0);
    bench.run(1000);
    assert!(bench.sent_since(0) >= 98);
    bench.latency_ms = NEVER;
    bench.run(29_000);
    assert_eq!(bench.unanswered_max(0), 2);
    bench.run(61_000);
    assert_eq!(bench.sent_since(1000), 3, "{:?}", &bench.frames[98..]);
    let missing = bench.frames.len() - bench.answered;
    (0..missing).for_each(|_| bench.flow.answer(bench.now_ms * MS));
    bench.answers_begin();
    bench.run(100);
    assert!(bench.sent_since(91_000) >= 9);
}

#[test]
fn a_link_that_becomes_slow_is_known_after_two_frames() {
    for bytes_per_s in [960.0, 4800.0] {
        let mut bench = Bench::new(1e8, 1.0);
        (bench.each, bench.waiting) = (300, 0);
        bench.run(3000);
        bench.bytes_per_s = bytes_per_s;
        bench.run(10_000);
        let late = bench.frames.iter().filter(|it| it.0 > 5000);
        let largest = late.map(|it| it.1).max().unwrap_or(0);
        assert!(largest as f64 <= bytes_per_s * 0.45, "{bytes_per_s}: {largest}");
        // The link becomes fast again.
        bench.bytes_per_s = 1e8;
        bench.run(1000);
        assert!(bench.sent_since(13_000) > 30, "{}", bench.sent_since(13_000));
    }
}

#[test]
fn answers_to_nothing_change_nothing() {
    let mut flow = Flow::default();
    (0..5).for_each(|_| flow.answer(MS));
    for now_ms in [10, 20] {
        assert!(flow.may_send(now_ms * MS, false));
        flow.sent(now_ms * MS, 100, Content::Whole);
    }
    assert!(!flow.may_send(30 * MS, true));
}

#[test]
fn asked_for_a_frame_goes_though_none_is_answered() {
    let mut bench = Bench::new(1e8, 3.0);
    bench.run(500);
    bench.latency_ms = NEVER;
    bench.run(1520);
    assert!(!bench.flow.may_send(bench.now_ms * MS, true));
    bench.flow.expedite();
    assert!(bench.flow.may_send(bench.now_ms * MS, true));
}

#[test]
fn where_frames_are_slow_the_second_place_is_kept_for_keys() {
    let mut flow = Flow::default();
    for (sent_ms, answered_ms) in [(0, 40), (100, 240)] {
        flow.sent(sent_ms * MS, 300, Content::Whole);
        flow.answer(answered_ms * MS);
    }
    flow.sent(300 * MS, 300, Content::Whole);
    assert!(!flow.may_send(310 * MS, false) && flow.may_send(310 * MS, true));
}

#[test]
fn last_answers_are_awaited_as_long_as_the_link_takes() {
    for latency_ms in [1.0, 800.0, 1500.0, 3000.0] {
        let mut bench = Bench::new(1e5, latency_ms);
        bench.run(20_000);
        let last_ms = bench.frames.last().expect("frames").2;
        let now_ns = bench.now_ms * MS;
        match bench.flow.awaited_until_ns(now_ns) {
            Some(until_ns) => {
                let until_ms = until_ns as f64 / 1e6;
                assert!(until_ms >= last_ms, "{latency_ms} ms: {until_ms} for {last_ms}");
                let most_ms = (1.3 * latency_ms + 400.0).min(3250.0);
                assert!(until_ms <= bench.now_ms as f64 + most_ms, "{latency_ms} ms: {until_ms}");
            }
            None => assert!(last_ms <= bench.now_ms as f64),
        }
    }
    // No reply yet: the link may have a long round trip.
    let mut flow = Flow::default();
    flow.sent(0, 100, Content::Whole);
    assert_eq!(flow.awaited_until_ns(500 * MS), Some(3250 * MS));
}

#[test]
fn round_trips_are_means_since_the_last_look() {
    let mut flow = Flow::default();
    assert_eq!(flow.round_trip_ns(), None);
    flow.sent(0, 100, Content::Whole);
    flow.sent(5 * MS, 100, Content::Whole);
    flow.answer(10 * MS);
    flow.answer(25 * MS);
    assert_eq!(flow.round_trip_ns(), Some(15 * MS));
    assert_eq!(flow.round_trip_ns(), None);
}
