//! The lines below the scope: what to look for or what went wrong, how the program fares, the keys.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::header;
use super::layout::Panes;
use crate::app::{CircuitScope, Notice, Recording, Tone};
use crate::ui::layout::LINES_MIN;
use crate::ui::status::Fares;
use crate::ui::theme::Look;
use crate::ui::{footer, text};

/// The hint and the status line, where each has one of its own.
pub(super) fn render(buf: &mut Buffer, panes: &Panes, scope: &CircuitScope, look: &Look) {
    let (Some(hint), Some(status)) = (panes.hint, panes.status) else { return };
    match scope.notice() {
        Some(notice) => say(buf, hint, notice, look),
        None => {
            let mut words = header::integration_left_out(hint.width, scope)
                .map_or_else(String::new, |integration| format!("{integration}. "));
            words.push_str(scope.entry().map_or("", |entry| &*entry.preset.description));
            text::put(buf, hint, 1, 0, &words, look.theme.dim);
        }
    }
    let timebase = scope.timebase();
    let words = format!(
        "speed {}x   {}{}   window {} ms   {} mV/div",
        text::short(scope.speed().factor(), 6),
        if scope.auto_display() { "auto: " } else { "" },
        timebase.display().name(),
        text::short(timebase.window_ms(), 3),
        text::short(scope.gain().axis().division, 2),
    );
    let fares = Fares {
        lag_ms: scope.lag_ms(),
        recording: scope.recording().map(Recording::name),
        link: scope.link(),
    };
    fares.render(buf, status, &words, look);
}

fn say(buf: &mut Buffer, area: Rect, notice: &Notice, look: &Look) {
    let alarms = notice.tone == Tone::Alarm;
    let style = if alarms { look.theme.alarm } else { look.theme.strong };
    text::put(buf, area, 1, 0, &notice.text, style);
}

/// The keys that matter most; on a low screen what has to be said, there being no other line.
pub(super) fn footer(buf: &mut Buffer, area: Rect, scope: &CircuitScope, look: &Look) {
    match scope.notice().filter(|_| buf.area.height < LINES_MIN) {
        Some(notice) => say(buf, area, notice, look),
        None => footer::keys(buf, area, &scope.bindings(), look, |row| {
            footer::pulse_words(row, scope.pulse(), scope.current_unit())
        }),
    }
}
