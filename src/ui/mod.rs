//! Views: draws the program's state into cells. A screen is made of the panes in one list
//! (`panes`), for scopes and gallery alike; [`arrange`] places them. A scope:
//!
//! ```text
//! +--------------------------------------------------+
//! | header: subject, scheme, step, time, REC         |
//! | read-out: v, u and I at the moment shown         |
//! +------------+-------------------------------------+
//! | panels     | strips on one time axis:            |
//! |            | membrane potential, or the raster,  |
//! |            | rates and channels of a circuit     |
//! |            +-------------------------------------+
//! |            | stimulus                            |
//! |            +-------------------------------------+
//! |            | time axis                           |
//! +------------+-------------------------------------+
//! | hint: what to look for, or a notice              |
//! | status: speed, display, window, lag, link        |
//! | footer: keys                                     |
//! +--------------------------------------------------+
//! ```
//!
//! On a wide screen a large view replaces the panels and narrows the strips; on a narrow one it
//! stands above the strips. The gallery has tiles between its lines. A circuit of few neurons
//! mainly shows channels, a large one the raster.
//!
//! Files import in one direction: `draw` knows no pane, a pane knows `pane` but not the list of
//! panes, and only [`arrange`] goes over the list.

mod arrange;
mod cursors;
mod draw;
mod frame;
mod order;
mod overlays;
mod pane;
mod panes;
mod pointed;
mod rolling;
mod shown;

pub use arrange::arrange;
pub use draw::contrast::Rgb;
pub use draw::plot::Marker;
pub(crate) use draw::text::wrapped;
pub use draw::theme::{Colors, Look, Theme, ThemeChoice};
pub use order::{Class, Order};
pub use pane::Arrangement;
pub use panes::render_curve;
pub use pointed::pointed;
pub use rolling::Rolling;
pub use shown::SIZE_MIN;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::Front;
use crate::instrument::Scope;
use crate::keys::{Keymap, Task};
use draw::{ascii, text};
use pane::{Frame, Slot};
use shown::{Shown, is_too_small};

/// Draws `front` into `buf`.
///
/// ```
/// use izh_tui::app::Front;
/// use izh_tui::desk::Start;
/// use izh_tui::engine::{DriveState, Experiment};
/// use izh_tui::instrument::Scope;
/// use izh_tui::preset::{Catalog, Library};
/// use izh_tui::ui::{Colors, Look, Marker, ThemeChoice, render_front};
/// use ratatui::buffer::Buffer;
/// use ratatui::layout::Rect;
///
/// let library = Library::default();
/// let setup = library.find("chattering")?.preset.subject;
/// let experiment = Experiment::neuron(&setup, DriveState::live(&setup.cell.protocol), 1);
/// let scope = Scope::new(&experiment, Catalog::from(&library), Start::USUAL);
///
/// let look = Look { marker: Marker::Ascii, theme: ThemeChoice::Mono.theme(Colors::None) };
/// let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
/// render_front(&mut buf, Front::Scope(&scope), &look);
/// let header: String = buf.content[..80].iter().map(|cell| cell.symbol()).collect();
/// assert!(header.contains("chattering"), "{header}");
/// # Ok::<(), izh_tui::preset::LookupError>(())
/// ```
pub fn render_front(buf: &mut Buffer, front: Front<'_>, look: &Look) {
    render_without(buf, front, &arrange(buf.area, front), &[], look);
}

/// Draws the whole screen of a scope into `buf`.
pub fn render(buf: &mut Buffer, scope: &Scope, look: &Look) {
    render_front(buf, Front::Scope(scope), look);
}

/// Draws as [`render_front`] does panes that are arranged so, but leaves those in `held`, which are
/// some of [`volatile_areas`], as they are in `buf`.
pub fn render_without(
    buf: &mut Buffer,
    front: Front<'_>,
    arrangement: &Arrangement,
    held: &[Rect],
    look: &Look,
) {
    if is_too_small(buf.area) {
        too_small(buf, Shown::from(front).desk().keymap, look);
    } else {
        let frame = Frame::new(front.into(), arrangement, look);
        for placed in arrangement.placed.iter().filter(|placed| !held.contains(&placed.area)) {
            frame.draw(buf, placed);
        }
        overlays::render(buf, &frame);
    }
    if look.marker == Marker::Ascii {
        ascii::flatten(buf);
    }
}

/// The areas of a screen that is arranged so whose numbers change in every frame, faster than anyone
/// can read, so that some frames may skip them. Empty if the front is paused or covered.
/// `with_lines` includes the lines above and below.
#[must_use]
pub fn volatile_areas(front: Front<'_>, arrangement: &Arrangement, with_lines: bool) -> Vec<Rect> {
    let shown = Shown::from(front);
    if shown.desk().paused || shown.has_overlay() {
        return Vec::new();
    }
    let is_line = |slot: &Slot| matches!(slot, Slot::Above(_) | Slot::Below(_));
    let counts = arrangement.placed.iter().filter(|it| with_lines || !is_line(&it.pane.slot));
    counts.flat_map(|placed| (placed.pane.volatile)(placed.area, shown)).collect()
}

fn too_small(buf: &mut Buffer, keymap: &Keymap, look: &Look) {
    let (width, height) = SIZE_MIN;
    let quit = keymap.label(Task::Quit);
    let message = format!("needs {width}x{height}, {quit} quits");
    text::put(buf, buf.area, 0, 0, &message, look.theme.text);
}

#[cfg(test)]
mod tests;
