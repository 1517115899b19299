//! A gallery driven by a script instead of a person and a clock.

use izh_tui::app::{App, Front};
use izh_tui::desk::Effect;
use izh_tui::gallery::{Figure, Gallery, GalleryStart};
use izh_tui::keys::{Input, Key};
use izh_tui::preset::Library;
use izh_tui::scope::Speed;
use izh_tui::ui::{Marker, render_front};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::scope::{START, look};

/// One frame at 30 frames per second (ns).
const FRAME_NS: u64 = 33_333_333;

/// The gallery of `figure`, as `izh-tui gallery` starts it.
pub fn gallery(figure: Figure) -> Gallery {
    let speed = Speed::new(0.1).expect("in range");
    Gallery::new(
        Library::default().entries(),
        GalleryStart { figure, speed, seed: 1, scope: START },
    )
}

/// The program that shows it.
pub fn program(figure: Figure) -> App {
    App::gallery(gallery(figure))
}

/// The gallery, which must be in front.
pub fn front(program: &App) -> &Gallery {
    match program.front() {
        Front::Gallery(gallery) => gallery,
        _ => panic!("a scope is in front"),
    }
}

/// Lets `ms` of wall time pass, frame by frame.
pub fn wait(program: &mut App, ms: u64) {
    let mut left_ns = ms * 1_000_000;
    while left_ns > 0 {
        let elapsed_ns = left_ns.min(FRAME_NS);
        program.tick(elapsed_ns, || true);
        left_ns -= elapsed_ns;
    }
}

/// Presses keys, one after the other.
pub fn press(program: &mut App, keys: impl IntoIterator<Item = Key>) -> Vec<Effect> {
    keys.into_iter().filter_map(|key| program.handle(Input::Key(key))).collect()
}

/// Types characters.
pub fn type_text(program: &mut App, text: &str) -> Vec<Effect> {
    press(program, text.chars().map(Key::Char))
}

/// The screen's cells, laid out for it.
pub fn cells(program: &mut App, width: u16, height: u16, marker: Marker) -> Buffer {
    program.fit((width, height));
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    render_front(&mut buf, program.front(), &look(marker));
    buf
}
