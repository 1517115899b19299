//! Views: the state goes in, cells come out. What stands on a screen is a list of panes (`panes`), one file
//! each, for the scopes and the gallery alike; [`arrange`] says where they stand. A scope:
//!
//! ```text
//! +--------------------------------------------------+
//! | header: what runs, scheme, step, time, REC       |
//! | read-out: v, u and I at the moment shown         |
//! +------------+-------------------------------------+
//! | panels     | pictures on one time axis:          |
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
//! A large view takes the place of the panels and some of the pictures' width; on a narrow screen it stands
//! above the pictures. The gallery has tiles between its lines. A circuit of few neurons shows mostly
//! channels, a large one mostly the raster.
//!
//! Files import in one direction: `draw` knows no pane, a pane knows `pane` and not the list of them, and what
//! goes over the panes of a screen asks [`arrange`], which goes over the list.

mod arrange;
mod draw;
mod frame;
mod order;
mod overlays;
mod pane;
mod panes;
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

/// Draws what is in front into `buf`.
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
    render_without(buf, front, &[], look);
}

/// Draws the whole screen of a neuron's scope into `buf`.
pub fn render(buf: &mut Buffer, scope: &Scope, look: &Look) {
    render_front(buf, Front::Scope(scope), look);
}

/// As [`render_front`], without the panes in `held`, which are some of [`volatile_areas`]: there the
/// screen stays as it is.
pub fn render_without(buf: &mut Buffer, front: Front<'_>, held: &[Rect], look: &Look) {
    let arrangement = arrange(buf.area, front);
    if is_too_small(buf.area) {
        too_small(buf, Shown::from(front).desk().keymap, look);
    } else {
        let frame = Frame::new(front.into(), &arrangement, look);
        for placed in arrangement.placed.iter().filter(|placed| !held.contains(&placed.area)) {
            frame.draw(buf, placed);
        }
        overlays::render(buf, &frame);
    }
    if look.marker == Marker::Ascii {
        ascii::flatten(buf);
    }
}

/// The parts of a screen of the size of `area` in which numbers change with every frame. Nobody can
/// read numbers so fast, so they need not be drawn in every frame. Empty if the front is paused or
/// covered. `with_lines` is whether the lines above and below are included.
#[must_use]
pub fn volatile_areas(front: Front<'_>, area: Rect, with_lines: bool) -> Vec<Rect> {
    let shown = Shown::from(front);
    if shown.desk().paused || shown.has_overlay() {
        return Vec::new();
    }
    let arrangement = arrange(area, front);
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
