//! Spike count and firing rate.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::Scope;
use crate::measure::RATE_WINDOW_MS;
use crate::ui::text::{put, put_all, short, spikes as spikes_in_words, title};
use crate::ui::theme::Look;

/// Rows, title included.
pub(super) const HEIGHT: u16 = 4;

pub(super) fn render(buf: &mut Buffer, area: Rect, app: &Scope, look: &Look) {
    let theme = &look.theme;
    let until_ms = app.until_ms();
    let statistics = app.statistics();
    title(buf, area, "firing", theme.strong, theme.grid);
    let spikes = statistics.as_ref().map(|then| then.spikes);
    put(buf, area, 1, 1, &spikes_in_words(spikes), theme.voltage);
    let then = statistics.as_deref();
    let rows = [
        ("now", then.map(|then| then.train.instantaneous_rate_hz(until_ms)), String::new()),
        (
            "mean",
            then.map(|then| then.train.window_rate_hz(until_ms, then.since_ms)),
            format!(" ({} s)", short(RATE_WINDOW_MS / 1000.0, 1)),
        ),
    ];
    for (y, (name, rate_hz, over)) in (2..).zip(rows) {
        let rate_hz = rate_hz.map_or_else(|| "-".to_owned(), |rate_hz| format!("{rate_hz:.1}"));
        let rate = format!(" {rate_hz:>6} Hz");
        put_all(
            buf,
            area,
            1,
            y,
            &[(&format!("{name:<4}"), theme.dim), (&rate, theme.text), (&over, theme.dim)],
        );
    }
}
