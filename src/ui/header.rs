//! The first line: which neuron runs, how, since when, and whether it is recorded.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text;
use super::theme::Look;
use crate::app::App;

/// Draws the line, with the firing rate where no panel shows it.
pub(super) fn render(buf: &mut Buffer, area: Rect, app: &App, with_rate: bool, look: &Look) {
    let theme = &look.theme;
    let engine = app.engine();
    let clock = engine.clock();
    let scheme = format!("  {}, {} ms", engine.scheme(), text::short(clock.dt_ms(), 6));
    let name = engine.subject().name.as_str();
    let x = text::put_all(buf, area, 1, 0, &[(name, theme.strong), (&scheme, theme.text)]);

    // Room for what stands to the right is kept: the least important words go first.
    let time = if app.paused() {
        text::short(engine.time_ms(), 6)
    } else {
        format!("{:.0}", engine.time_ms())
    };
    let time = match app.replay_end_ms() {
        Some(end_ms) => format!("replay {time} of {end_ms:.0} ms"),
        None => format!("t {time} ms"),
    };
    // The mean, since a rate that jumps from spike to spike would move the whole line.
    let rate_hz = app.train().window_rate_hz(engine.time_ms(), app.stats_since_ms());
    let rate = if with_rate { format!("{rate_hz:>5.1} Hz") } else { String::new() };
    let spikes = format!("spikes {}", app.spikes());
    let state = if app.paused() { "paused" } else { "" };
    let recording = if app.recording().is_some() { "\u{25cf} REC" } else { "" };
    let words = [
        (time.as_str(), theme.text),
        (rate.as_str(), theme.text),
        (spikes.as_str(), theme.voltage),
        (state, theme.strong),
        (recording, theme.alarm),
    ];
    text::put_words_right(buf, area, x, &words);
}
