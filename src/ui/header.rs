//! The first line: which neuron runs, how, since when, and whether it is recorded.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text;
use super::theme::Look;
use crate::app::App;

pub(super) fn render(buf: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let theme = &look.theme;
    let engine = app.engine();
    let clock = engine.clock();
    let scheme = format!("  {}  {} ms step", engine.scheme(), text::short(clock.dt_ms(), 6));
    let name = engine.subject().name.as_str();
    let x = text::put_all(buf, area, 1, 0, &[(name, theme.strong), (&scheme, theme.text)]);

    // Room for what stands to the right is kept: the least important words go first.
    let time = format!("t {:.0} ms", engine.time_ms());
    let time =
        if app.paused() { format!("t {} ms", text::short(engine.time_ms(), 6)) } else { time };
    let spikes = format!("spikes {}", app.spikes());
    let state = if app.paused() { "paused" } else { "" };
    let recording = if app.recording().is_some() { "\u{25cf} REC" } else { "" };
    let words = [
        (spikes.as_str(), theme.voltage),
        (time.as_str(), theme.text),
        (state, theme.strong),
        (recording, theme.alarm),
    ];
    let words: Vec<_> = words.into_iter().filter(|(word, _)| !word.is_empty()).collect();
    let width = |words: &[(&str, _)]| {
        words.iter().map(|(word, _)| word.chars().count() as u16 + 2).sum::<u16>()
    };
    let mut shown = &words[..];
    while !shown.is_empty() && x + width(shown) > area.width {
        shown = &shown[1..];
    }
    let mut x = area.width.saturating_sub(width(shown));
    for &(word, style) in shown {
        x = text::put(buf, area, x, 0, word, style) + 2;
    }
}
