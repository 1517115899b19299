//! What several tests share: a scope driven by a script instead of a person and a clock.
use super::model::{preset, stimulus};
use izh_tui::desk::{Outcome, Start};
use izh_tui::engine::{DriveState, Experiment};
use izh_tui::instrument::Scope;
use izh_tui::keys::{Gesture, Input, Key, Mouse};
use izh_tui::preset::{Library, Preset};
use izh_tui::session::Session;
use izh_tui::ui::{Colors, Look, Marker, Theme, render};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// One frame at 25 frames per second (ns).
const FRAME_NS: u64 = 40_000_000;

/// The settings that the program starts with.
pub const START: Start = Start::USUAL;

/// The experiment that the live scope makes of a preset.
pub fn live(preset: &Preset) -> Experiment {
    Experiment::neuron(&preset.subject, DriveState::live(&preset.subject.cell.protocol), 1)
}

/// A scope on the preset called `name`, as `izh-tui --preset NAME` starts it.
pub fn scope(name: &str) -> Scope {
    Scope::new(&live(&preset(name)), Library::default().entries(), START)
}

/// A scope on the regular-spiking neuron under the stimulus called `name`.
pub fn stimulated(name: &str) -> Scope {
    let mut entries = Library::default().entries();
    entries[0].preset.subject.cell.protocol = stimulus(name);
    Scope::new(&live(&entries[0].preset), entries, START)
}

/// A scope on a recording, as `izh-tui replay` starts it.
pub fn replay(session: Session) -> Scope {
    Scope::replay(session, Library::default().entries(), START)
}

/// Lets `ms` of wall time pass, frame by frame.
pub fn wait(app: &mut Scope, ms: u64) {
    let mut left_ns = ms * 1_000_000;
    while left_ns > 0 {
        let elapsed_ns = left_ns.min(FRAME_NS);
        app.tick(elapsed_ns, || true);
        left_ns -= elapsed_ns;
    }
}

/// Presses keys, one after the other.
pub fn press(app: &mut Scope, keys: impl IntoIterator<Item = Key>) -> Vec<Outcome> {
    keys.into_iter().filter_map(|key| app.handle(Input::Key(key))).collect()
}

/// A turn of the mouse wheel away from the user (`true`) or towards.
pub fn wheel(away: bool) -> Input {
    Input::Mouse(Mouse { gesture: Gesture::Wheel { away }, x: 0, y: 0 })
}

/// Types characters.
pub fn type_text(app: &mut Scope, text: &str) -> Vec<Outcome> {
    press(app, text.chars().map(Key::Char))
}

/// The look of a terminal that can do everything.
pub fn look(marker: Marker) -> Look {
    Look { marker, theme: Theme::dark(Colors::True) }
}

/// The look of a terminal without colours.
pub fn mono(marker: Marker) -> Look {
    Look { marker, theme: Theme::mono() }
}

/// The screen's cells.
pub fn cells(app: &Scope, width: u16, height: u16, marker: Marker) -> Buffer {
    cells_in(app, width, height, &look(marker))
}

/// The screen's cells in another look.
pub fn cells_in(app: &Scope, width: u16, height: u16, look: &Look) -> Buffer {
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    render(&mut buf, app, look);
    buf
}

/// What is drawn without colours where the terminal of all colours has each of `styles`, in the rows
/// from the one with the words `from` up to the one with the words `to`.
pub fn drawn_for(
    app: &Scope,
    marker: Marker,
    (from, to): (&str, &str),
    styles: &[ratatui::style::Style],
) -> Vec<std::collections::BTreeSet<String>> {
    // So narrow and high that a large view stands above the scope.
    let (width, height) = (60, 40);
    let (colored, mono) =
        (cells(app, width, height, marker), cells_in(app, width, height, &mono(marker)));
    let lines = text(&colored);
    let row = |words: &str| lines.lines().position(|line| line.contains(words));
    let rows = row(from).expect("it is shown") + 1..row(to).expect("it is shown");
    let cells = rows.flat_map(|y| (6..width).map(move |x| (x, y as u16)));
    let drawn: Vec<_> = cells.map(|at| (colored[at].fg, mono[at].symbol().to_owned())).collect();
    let of = |style: &ratatui::style::Style| {
        let has = |(fg, symbol): &&(_, String)| Some(*fg) == style.fg && symbol != " ";
        drawn.iter().filter(has).map(|(_, symbol)| symbol.clone()).collect()
    };
    styles.iter().map(of).collect()
}

/// Whether a symbol is a pattern of dots or blocks, or what stands for it in ASCII.
pub fn is_of_dots(symbol: &str) -> bool {
    let c = symbol.chars().next().unwrap_or(' ');
    matches!(c, '\u{2800}'..='\u{28ff}' | '\u{2580}'..='\u{259f}' | '|' | '\'' | '.' | '-')
}

/// The screen as text, without blanks at the end of lines.
pub fn text(buf: &Buffer) -> String {
    let line = |y| (0..buf.area.width).map(|x| buf[(x, y)].symbol()).collect::<String>();
    (0..buf.area.height).map(|y| line(y).trim_end().to_owned() + "\n").collect()
}
