//! Messages in the hint line or, on a low screen, in the footer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{number, too_long};
use crate::desk::{Tone, Work};
use crate::engine::Halted;
use crate::keys::Intent;
use crate::ui::draw::text;
use crate::ui::draw::theme::Look;
use crate::ui::pane::Frame;
use crate::ui::panes::strips::units;

/// Width of the progress bar (cells).
const BAR_WIDTH: usize = 20;

/// Draws a message over the line in `area`.
pub(crate) fn put(buf: &mut Buffer, area: Rect, (words, tone): &(String, Tone), look: &Look) {
    let style = if *tone == Tone::Alarm { look.theme.alarm } else { look.theme.strong };
    text::put(buf, area, 1, 0, words, style);
}

/// The most urgent message, if any. In order of urgency: failures, work in progress, typed input,
/// notices, steps that were too long, panes without room.
pub(crate) fn message(frame: &Frame<'_>) -> Option<(String, Tone)> {
    let shown = frame.shown;
    let info = |words: String| (words, Tone::Info);
    let notice = shown.desk().notice().map(|notice| (notice.text.clone(), notice.tone));
    let is_alarm = |(_, tone): &(String, Tone)| *tone == Tone::Alarm;
    stopped(frame)
        .or_else(|| notice.clone().filter(is_alarm))
        .or_else(|| shown.work().map(|work| info(work_words(&work))))
        .or_else(|| number::prompt(shown).map(info))
        .or(notice)
        .or_else(|| remark(frame))
}

/// The message that the neuron has stopped.
fn stopped(frame: &Frame<'_>) -> Option<(String, Tone)> {
    let scope = frame.shown.neuron()?;
    let Halted { time_ms, fault, .. } = scope.engine().halt()?;
    let remedy = match scope.is_replay() {
        true => String::new(),
        false => format!("; {} resets", scope.desk().keymap.label(Intent::Reset)),
    };
    Some((format!("stopped at {time_ms:.2} ms: {fault}{remedy}"), Tone::Alarm))
}

/// Steps that were too long, or a pane without room. A verdict on units reports long steps itself.
fn remark(frame: &Frame<'_>) -> Option<(String, Tone)> {
    if frame.arrangement.place(units::PANE.name).is_some() {
        return None;
    }
    let no_room = || Some((text::no_room(frame.arrangement.missed?), Tone::Info));
    too_long::sentence(frame.shown).map(|words| (words, Tone::Alarm)).or_else(no_room)
}

/// Long work in progress and its share done, as in "building cortex-2003  43 %".
fn work_words(work: &Work) -> String {
    let share = work.progress.share();
    let done = (share * BAR_WIDTH as f64) as usize;
    let bar = "\u{2588}".repeat(done) + &"\u{b7}".repeat(BAR_WIDTH - done);
    // Rounding down never shows 100 % early.
    let percent = (share * 100.0).floor();
    format!("{}  {percent:.0} %  {bar}", work.what)
}
