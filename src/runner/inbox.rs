//! The queue of inputs, and the events that overtake the queue: signals, and a key that quits.

use std::collections::VecDeque;
use std::io;

use super::outside::End;
use crate::keys::{Gesture, Input, Keymap, TextEntry};
use crate::ui::Rgb;

/// Most inputs in the queue; further ones wait in the terminal. Only a megabyte of pasted text
/// reaches this limit.
const WAITING_MAX: usize = 1 << 20;
/// Time after which a key that quits overtakes the inputs before it (ns).
const PATIENCE_NS: u64 = 30_000_000;

/// An input, and the wall time of its arrival (ns).
#[derive(Clone, Copy, Debug)]
struct Arrival {
    input: Input,
    at_ns: u64,
}

/// The queue of inputs, and the events that overtake it.
#[derive(Debug)]
pub(super) struct Inbox {
    keymap: &'static Keymap,
    waiting: VecDeque<Arrival>,
    /// Whether a character that arrives now may be text once the inputs before it are handled.
    text: TextEntry,
    /// When a key that quits overtakes the inputs before it (ns), if such a key has arrived.
    quits_ns: Option<u64>,
    /// The signal that ends the program, if one has arrived.
    pub(super) fatal: Option<i32>,
    /// Whether a signal asks to stop until continued.
    pub(super) stop: bool,
    /// Whether the program goes on after a stop that could not be caught (SIGSTOP).
    pub(super) continued: bool,
    /// The error that ended the input.
    pub(super) lost: Option<io::Error>,
    /// The background colour that the terminal has reported, until the loop takes it.
    pub(super) background: Option<Rgb>,
    /// Whether a reply has allowed a postponed frame.
    pub(super) released: bool,
}

impl Inbox {
    /// An empty inbox.
    pub(super) fn new(keymap: &'static Keymap) -> Self {
        Self {
            keymap,
            waiting: VecDeque::new(),
            text: TextEntry::default(),
            quits_ns: None,
            fatal: None,
            stop: false,
            continued: false,
            lost: None,
            background: None,
            released: false,
        }
    }

    /// Whether the queue has room.
    pub(super) fn has_room(&self) -> bool {
        self.waiting.len() < WAITING_MAX && self.lost.is_none()
    }

    /// The error that ended the input, once the queue is empty.
    pub(super) fn take_lost(&mut self) -> Option<io::Error> {
        self.lost.take_if(|_| self.waiting.is_empty())
    }

    /// When the first input of the queue arrived (ns).
    pub(super) fn first_ns(&self) -> Option<u64> {
        self.waiting.front().map(|first| first.at_ns)
    }

    /// Adds an input to the end of the queue.
    pub(super) fn push(&mut self, input: Input, at_ns: u64) {
        // Of a mouse that is dragged only the newest place counts: its reports can be a flood.
        if is_drag(input) && self.waiting.back().is_some_and(|last| is_drag(last.input)) {
            self.waiting.pop_back();
        }
        self.waiting.push_back(Arrival { input, at_ns });
        let Input::Key(key) = input else { return };
        let is_text = key.is_char() && self.text != TextEntry::Closed;
        let is_text = is_text && !(self.text == TextEntry::Near && self.waiting.len() == 1);
        if self.keymap.quits(key) && !is_text {
            self.quits_ns.get_or_insert(at_ns + PATIENCE_NS);
        }
        if self.text == TextEntry::Near || self.keymap.may_open_text(key) {
            self.text = TextEntry::Open;
        }
    }

    /// Takes the first input of the queue.
    pub(super) fn take(&mut self) -> Option<Input> {
        self.waiting.pop_front().map(|arrival| arrival.input)
    }

    /// Records whether characters are text, unless a waiting input may change that.
    pub(super) fn expect(&mut self, text: TextEntry) {
        if self.waiting.is_empty() {
            self.text = text;
        }
    }

    /// Whether an event must be handled before the next frame is due.
    pub(super) fn is_pressing(&self) -> bool {
        !self.waiting.is_empty()
            || self.released
            || self.stop
            || self.continued
            || self.fatal.is_some()
            || self.lost.is_some()
    }

    /// Whether the model's work must be interrupted, because the program ends or stops.
    pub(super) fn interrupts(&self, now_ns: u64) -> bool {
        self.stop || self.end(now_ns).is_some()
    }

    /// How the program ends now, if it does, whatever is in the queue.
    pub(super) fn end(&self, now_ns: u64) -> Option<End> {
        let quits = self.quits_ns.is_some_and(|quits_ns| quits_ns <= now_ns);
        self.fatal.map(End::Signal).or(quits.then_some(End::Quit))
    }
}

fn is_drag(input: Input) -> bool {
    matches!(input, Input::Mouse(mouse) if mouse.gesture == Gesture::Drag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{DEFAULT_KEYMAP, Key, Mouse};

    /// When the program ends (ms), if keys arrive at these times (ms) and none is handled.
    fn ends_ms(text: TextEntry, keys: &[(u64, Key)]) -> Option<u64> {
        let mut inbox = Inbox::new(&DEFAULT_KEYMAP);
        inbox.expect(text);
        for &(ms, key) in keys {
            inbox.push(Input::Key(key), ms * 1_000_000);
        }
        (0..1000).find(|ms| inbox.end(ms * 1_000_000) == Some(End::Quit))
    }

    const Q: Key = Key::Char('q');
    const E: Key = Key::Char('e');
    const FIND: Key = Key::Char('/');

    #[test]
    fn a_key_that_quits_overtakes_what_can_not_change_that() {
        assert_eq!(ends_ms(TextEntry::Closed, &[(0, E), (10, E), (20, Q), (30, E)]), Some(50));
        assert_eq!(ends_ms(TextEntry::Closed, &[(20, Q), (30, Q)]), Some(50));
        assert_eq!(ends_ms(TextEntry::Closed, &[(0, E)]), None);
        for opening in [FIND, Key::Char('P'), Key::Char('#')] {
            let keys = [(0, opening), (20, Q)];
            assert_eq!(ends_ms(TextEntry::Closed, &keys), None, "{opening:?}");
        }
        // The key that quits comes before the key that opens a text field.
        assert_eq!(ends_ms(TextEntry::Closed, &[(0, Q), (1, FIND), (2, Q)]), Some(30));
        assert_eq!(ends_ms(TextEntry::Open, &[(0, Key::Esc), (20, Q)]), None);
        assert_eq!(ends_ms(TextEntry::Near, &[(0, Q)]), Some(30));
        assert_eq!(ends_ms(TextEntry::Near, &[(0, Key::Enter), (20, Q)]), None);
    }

    #[test]
    fn of_a_mouse_that_is_dragged_only_the_newest_place_counts() {
        let mut inbox = Inbox::new(&DEFAULT_KEYMAP);
        let mouse = |gesture, x| Input::Mouse(Mouse { gesture, x, y: 1 });
        let dragged = (0..1000).map(|x| mouse(Gesture::Drag, x));
        let inputs = [mouse(Gesture::Press, 0)].into_iter().chain(dragged);
        let released = [mouse(Gesture::Release, 999), mouse(Gesture::Drag, 5)];
        inputs.chain(released).for_each(|input| inbox.push(input, 7));
        let left: Vec<Input> = std::iter::from_fn(|| inbox.take()).collect();
        assert_eq!(left.len(), 4);
        assert_eq!(left[1], mouse(Gesture::Drag, 999));
    }

    #[test]
    fn control_c_is_never_text() {
        for text in [TextEntry::Closed, TextEntry::Near, TextEntry::Open] {
            let keys = [(0, FIND), (5, Q), (10, Key::Ctrl('c'))];
            assert_eq!(ends_ms(text, &keys), Some(40), "{text:?}");
        }
    }
}
