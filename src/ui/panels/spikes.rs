//! Spike count and firing rate.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::measure::RATE_WINDOW_MS;
use crate::ui::text::{put, put_all, short, title};
use crate::ui::theme::Look;

/// Rows, title included.
pub(super) const HEIGHT: u16 = 4;

pub(super) fn render(buf: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let theme = &look.theme;
    let now_ms = app.engine().time_ms();
    let train = app.train();
    title(buf, area, "firing", theme.strong, theme.grid);
    put(buf, area, 1, 1, &format!("spikes {}", app.spikes()), theme.voltage);
    let rows = [
        ("now", train.instantaneous_rate_hz(now_ms), String::new()),
        (
            "mean",
            train.window_rate_hz(now_ms, app.stats_since_ms()),
            format!(" ({} s)", short(RATE_WINDOW_MS / 1000.0, 1)),
        ),
    ];
    for (y, (name, rate_hz, over)) in (2..).zip(rows) {
        let rate = format!(" {rate_hz:>6.1} Hz");
        put_all(
            buf,
            area,
            1,
            y,
            &[(&format!("{name:<4}"), theme.dim), (&rate, theme.text), (&over, theme.dim)],
        );
    }
}
