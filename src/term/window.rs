//! The window: the frames in flight, which were sent and have not been answered.

use std::collections::VecDeque;

use super::link::Sent;

/// Most frames in flight.
const FRAMES_MAX: usize = 2;

/// The frames in flight, the oldest first, and the count of whole frames that were shown.
/// Times are wall time (ns).
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    sent: VecDeque<Sent>,
    /// Whether more frames than the window allows were in flight. Then replies can't be matched to
    /// frames, and no frame is sent, until all replies have come or no more come.
    is_draining: bool,
    carried: u64,
}

impl Window {
    /// Number of frames in flight.
    pub(super) fn len(&self) -> usize {
        self.sent.len()
    }

    /// Whether no frame is in flight.
    pub(super) fn is_empty(&self) -> bool {
        self.sent.is_empty()
    }

    /// Whether as many frames are in flight as the window allows, or more.
    pub(super) fn is_full(&self) -> bool {
        self.sent.len() >= FRAMES_MAX
    }

    /// Whether more frames are in flight than the window allows.
    pub(super) fn is_exceeded(&self) -> bool {
        self.sent.len() > FRAMES_MAX
    }

    /// Whether replies can't be matched to frames, because too many frames were in flight.
    pub(super) fn is_draining(&self) -> bool {
        self.is_draining
    }

    /// The oldest frame in flight.
    pub(super) fn oldest(&self) -> Option<&Sent> {
        self.sent.front()
    }

    /// Size of all frames in flight (bytes).
    pub(super) fn bytes(&self) -> usize {
        self.sent.iter().map(|sent| sent.bytes).sum()
    }

    /// Number of frames old enough to be answered by `now_ns` if the latency is `latency_ns`.
    pub(super) fn answerable(&self, now_ns: u64, latency_ns: u64) -> usize {
        self.sent.iter().take_while(|sent| sent.at_ns + latency_ns <= now_ns).count()
    }

    /// Number of whole frames that were shown since the start.
    pub(super) fn carried(&self) -> u64 {
        self.carried
    }

    /// Counts a frame as shown, if it is whole.
    pub(super) fn count(&mut self, sent: &Sent) {
        self.carried += u64::from(sent.whole);
    }

    /// Puts a frame in flight.
    pub(super) fn push(&mut self, sent: Sent) {
        self.sent.push_back(sent);
    }

    /// Removes the frames that went out `lost_ns` before `now_ns` or earlier.
    pub(super) fn drop_old(&mut self, now_ns: u64, lost_ns: u64) {
        self.sent.retain(|sent| now_ns.saturating_sub(sent.out_ns) < lost_ns);
    }

    /// Records a reply: removes and returns the oldest frame.
    pub(super) fn answer(&mut self) -> Option<Sent> {
        let sent = self.sent.pop_front()?;
        self.is_draining = (self.is_draining || self.is_full()) && !self.sent.is_empty();
        self.count(&sent);
        Some(sent)
    }

    /// Removes the oldest `count` frames, which were shown and whose replies are lost.
    pub(super) fn lose_replies(&mut self, count: usize) {
        self.carried += self.sent.drain(..count).filter(|sent| sent.whole).count() as u64;
    }

    /// Records that from here on replies can be matched to frames.
    pub(super) fn end_draining(&mut self) {
        self.is_draining = false;
    }

    /// Removes all frames: their replies will not reach this program.
    pub(super) fn forget(&mut self) {
        self.sent.clear();
        self.is_draining = false;
    }
}
