//! The terminal's events as our inputs.

use std::io;
use std::time::Duration;

use ratatui::crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseEventKind,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use crate::app::{Input, Key};

/// Inputs from the terminal on standard input.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keyboard;

/// What there is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Readiness {
    Nothing,
    Something,
}

impl Keyboard {
    /// The next input, waiting for at most `timeout`; `None` if there was none that means
    /// anything, or a signal cut the wait short.
    ///
    /// # Errors
    /// The terminal is gone or can't be read any more.
    pub fn next(&mut self, timeout: Duration) -> io::Result<Option<Input>> {
        // A terminal that hung up must never be read: the reader would spin on its end of file.
        wait_for_input(Duration::ZERO)?;
        // Events that an earlier read brought along come first.
        if !event::poll(Duration::ZERO)? {
            if wait_for_input(timeout)? == Readiness::Nothing {
                return Ok(None);
            }
            if !event::poll(Duration::ZERO)? {
                return Ok(None);
            }
        }
        Ok(translate(&event::read()?))
    }
}

/// Waits until standard input has something to read.
fn wait_for_input(timeout: Duration) -> io::Result<Readiness> {
    let stdin = io::stdin();
    let mut watched = [PollFd::new(&stdin, PollFlags::IN)];
    let timeout = Timespec::try_from(timeout).map_err(io::Error::other)?;
    match poll(&mut watched, Some(&timeout)) {
        Ok(0) | Err(Errno::INTR) => return Ok(Readiness::Nothing),
        Ok(_) => {}
        Err(error) => return Err(error.into()),
    }
    if watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "hung up"));
    }
    Ok(Readiness::Something)
}

/// What an event of the terminal means to us, if anything.
///
/// A pasted text is no key press: it means nothing. Nor does letting a key go.
#[must_use]
pub fn translate(event: &Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Input::Key),
        Event::Resize(..) => Some(Input::Resized),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::ScrollUp => Some(Input::Wheel(true)),
            MouseEventKind::ScrollDown => Some(Input::Wheel(false)),
            _ => None,
        },
        _ => None,
    }
}

fn key_of(key: &KeyEvent) -> Option<Key> {
    let modifiers = key.modifiers - KeyModifiers::SHIFT;
    if modifiers == KeyModifiers::CONTROL {
        return match key.code {
            KeyCode::Char(c) => Some(Key::Ctrl(c.to_ascii_lowercase())),
            _ => None,
        };
    }
    if !modifiers.is_empty() {
        return None;
    }
    match key.code {
        KeyCode::Char(c) => Some(Key::Char(c)),
        KeyCode::Enter => Some(Key::Enter),
        KeyCode::Esc => Some(Key::Esc),
        KeyCode::Tab => Some(Key::Tab),
        KeyCode::Backspace => Some(Key::Backspace),
        KeyCode::Up => Some(Key::Up),
        KeyCode::Down => Some(Key::Down),
        KeyCode::Left => Some(Key::Left),
        KeyCode::Right => Some(Key::Right),
        KeyCode::F(n) => Some(Key::F(n)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Option<Input> {
        translate(&Event::Key(KeyEvent::new(code, modifiers)))
    }

    #[test]
    fn modifiers_never_fire_the_plain_key() {
        let plain = Some(Input::Key(Key::Char('q')));
        assert_eq!(pressed(KeyCode::Char('q'), KeyModifiers::NONE), plain);
        let control = Some(Input::Key(Key::Ctrl('q')));
        assert_eq!(pressed(KeyCode::Char('q'), KeyModifiers::CONTROL), control);
        assert_eq!(pressed(KeyCode::Char('q'), KeyModifiers::ALT), None);
        assert_eq!(pressed(KeyCode::Up, KeyModifiers::CONTROL), None);
        let shifted = Some(Input::Key(Key::Char('R')));
        assert_eq!(pressed(KeyCode::Char('R'), KeyModifiers::SHIFT), shifted);
    }

    #[test]
    fn pastes_and_releases_mean_nothing() {
        assert_eq!(translate(&Event::Paste("q".into())), None);
        let released =
            KeyEvent::new_with_kind(KeyCode::Char('e'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(translate(&Event::Key(released)), None);
    }
}
