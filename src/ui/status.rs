//! The two lines below the scope: what to look for or what went wrong, and how the program health.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::layout::Panes;
use super::theme::Look;
use super::{text, unstable};
use crate::desk::{Link, Tone, Work};
use crate::engine::Halted;
use crate::instrument::{Recording, Scope};

/// Cells at the right edge that are kept for what the link carries.
const LINK_WIDTH: u16 = 33;

pub(super) fn render(buf: &mut Buffer, panes: &Panes, app: &Scope, look: &Look) {
    // On a low screen neither has a line of its own; the footer makes room for notices.
    if let (Some(hint_area), Some(status_area)) = (panes.hint, panes.status) {
        hint(buf, hint_area, panes, app, look);
        status(buf, status_area, app, look);
    }
}

/// Cells of the bar that shows how far work is.
const BAR_WIDTH: usize = 20;

/// What is being done that takes long, and how far it is, as in "building cortex-2003  43 %".
pub(super) fn work_words(work: &Work) -> String {
    let share = work.progress.share();
    let done = (share * BAR_WIDTH as f64) as usize;
    let bar = "\u{2588}".repeat(done) + &"\u{b7}".repeat(BAR_WIDTH - done);
    // What is not done yet is not shown as done.
    let percent = (share * 100.0).floor();
    format!("{}  {percent:.0} %  {bar}", work.what)
}

/// What is to be said: a stopped neuron, a notice, that steps were too long, or that something finds no room.
pub(super) fn message(panes: &Panes, app: &Scope) -> Option<(String, Tone)> {
    let too_long = || {
        let bound_mv = app.unstable_shown_mv()?;
        Some((unstable::sentence(bound_mv, "", &app.bindings()), Tone::Alarm))
    };
    let no_room = || Some((no_room(panes, app)?, Tone::Info));
    urgent(app).or_else(too_long).or_else(no_room)
}

/// A stopped neuron, or a notice.
fn urgent(app: &Scope) -> Option<(String, Tone)> {
    if let Some(Halted { time_ms, fault, .. }) = app.engine().halt() {
        let remedy = if app.is_replay() { "" } else { "; r resets" };
        let text = format!("stopped at {time_ms:.2} ms: {fault}{remedy}");
        return Some((text, Tone::Alarm));
    }
    app.notice().map(|notice| (notice.text.clone(), notice.tone))
}

/// That something finds no room which is to be shown.
fn no_room(panes: &Panes, app: &Scope) -> Option<String> {
    let view = app.panel().large_view().filter(|_| panes.view.is_none());
    let units = (app.shows_units() && panes.units.is_none()).then_some("artificial units");
    let view = view.map(|view| format!("the {view}"));
    view.as_deref().or(units).map(text::no_room)
}

fn hint(buf: &mut Buffer, area: Rect, panes: &Panes, app: &Scope, look: &Look) {
    let theme = &look.theme;
    // Of steps that were too long the verdict tells, too.
    let has_verdict = app.shows_units() && panes.units.is_some();
    match if has_verdict { urgent(app) } else { message(panes, app) } {
        Some((text, Tone::Alarm)) => text::put(buf, area, 1, 0, &text, theme.alarm),
        Some((text, Tone::Info)) => text::put(buf, area, 1, 0, &text, theme.strong),
        None => {
            if app.shows_units() {
                text::put(
                    buf,
                    area,
                    1,
                    0,
                    &verdict(app, area.width.saturating_sub(1)),
                    theme.strong,
                );
                return;
            }
            let description = app.entry().map_or("", |entry| entry.preset.description.as_str());
            text::put(buf, area, 1, 0, description, theme.dim)
        }
    };
}

/// The verdict with as much of its evidence as there is room for.
fn verdict(app: &Scope, width: u16) -> String {
    let mut words = app.verdict();
    let is_long = |words: &str| words.chars().count() > usize::from(width);
    let claim = words.find(';').filter(|_| is_long(&words));
    words.truncate(claim.unwrap_or(words.len()));
    words
}

fn status(buf: &mut Buffer, area: Rect, app: &Scope, look: &Look) {
    let timebase = app.timebase();
    let words = format!(
        "speed {}x   {}{}   window {} ms",
        text::short(app.speed().factor(), 6),
        if app.auto_display() { "auto: " } else { "" },
        timebase.display().name(),
        text::short(timebase.window_ms(), 3),
    );
    let too_long = app.unstable_shown_mv().map(|_| unstable::WORD.to_owned());
    let health = Health {
        too_long: too_long.into_iter().collect(),
        lag_ms: app.lag_ms(),
        recording: app.recording().map(Recording::name),
        link: app.link(),
    };
    health.render(buf, area, &words, look);
}

/// How the program health.
pub(super) struct Health<'a> {
    /// Words for steps that were too long, of which the first that finds room is shown.
    pub(super) too_long: Vec<String>,
    pub(super) lag_ms: f64,
    /// Name of the recording under way.
    pub(super) recording: Option<&'a str>,
    pub(super) link: Option<Link>,
}

impl Health<'_> {
    /// Draws it behind `words`, as far as there is room.
    pub(super) fn render(&self, buf: &mut Buffer, area: Rect, words: &str, look: &Look) {
        let theme = &look.theme;
        let mut x = text::put(buf, area, 1, 0, words, theme.text);
        let room = usize::from(area.width.saturating_sub(x + 3));
        if let Some(word) = self.too_long.iter().find(|word| word.chars().count() <= room) {
            x = text::put(buf, area, x + 3, 0, word, theme.alarm);
        }
        if self.lag_ms > 0.0 {
            let lag = format!("   lag {:.0} ms", self.lag_ms);
            x = text::put(buf, area, x, 0, &lag, theme.alarm);
        }
        let mut end = x;
        if let Some(name) = self.recording {
            let room = area.width.saturating_sub(LINK_WIDTH);
            let name = format!("   to {name}");
            end = text::put(buf, Rect { width: room, ..area }, x, 0, &name, theme.dim);
        }
        let Some(link) = self.link else { return };
        let mut link = format!("{link} ");
        // Where room is scarce the parts that come first are the least important.
        while end + 2 + link.chars().count() as u16 > area.width {
            let Some((_, rest)) = link.split_once("  ") else { return };
            link = rest.to_owned();
        }
        text::put_right(buf, area, 0, &link, theme.dim);
    }
}
