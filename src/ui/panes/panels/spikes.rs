//! Spike count and firing rate.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::measure::RATE_WINDOW_MS;
use crate::ui::draw::text::{put, put_all, short, spikes as spikes_in_words, title};
use crate::ui::pane::{Frame, PaneDef, Rows, Slot, WHOLE};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "spikes",
    slot: Slot::Panel(Rows { least: |_| 4, more: |_, _| 0 }),
    suits: |shown| shown.has_neuron_panels(),
    volatile: WHOLE,
    render,
    ..PaneDef::PLAIN
};

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.scope(), frame.look) else { return };
    let theme = &look.theme;
    let until_ms = scope.until_ms();
    let statistics = scope.statistics();
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
