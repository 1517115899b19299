//! Inter-spike intervals: the last, mean, variation, and the latest ones as bars.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::ui::text::{put, put_all, title};
use crate::ui::theme::Look;

/// Rows, title included.
pub(super) const HEIGHT: u16 = 5;

/// Eighths of a cell, from nothing to all.
const BARS: [&str; 9] = [
    " ", "\u{2581}", "\u{2582}", "\u{2583}", "\u{2584}", "\u{2585}", "\u{2586}", "\u{2587}",
    "\u{2588}",
];

pub(super) fn render(buf: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let theme = &look.theme;
    let train = app.train();
    title(buf, area, "intervals (ms)", theme.strong, theme.grid);
    let ms = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |ms| format!("{ms:.1}"));
    let isi = format!("{:>6}", ms(train.last_isi_ms()));
    let mean = format!("{:>6}", ms(train.mean_isi_ms()));
    let last = [("ISI ", theme.dim), (isi.as_str(), theme.text)];
    let x = put_all(buf, area, 1, 1, &last);
    put_all(buf, area, x, 1, &[(" mean", theme.dim), (&mean, theme.text)]);
    let cv = train.cv_isi().map_or_else(|| "-".to_owned(), |cv| format!("{cv:.2}"));
    put_all(buf, area, 1, 2, &[("CV  ", theme.dim), (&format!("{cv:>6}"), theme.text)]);
    let bars =
        Rect { x: area.x + 1, y: area.y + 3, width: area.width - 1, height: area.height - 3 };
    draw_bars(buf, bars, app, look);
}

/// The latest intervals, newest at the right, the longest of them as high as there is room.
fn draw_bars(buf: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let recent = app.train().recent_isi_ms().rev().take(usize::from(area.width));
    let recent: Vec<f64> = recent.collect();
    let longest_ms = recent.iter().copied().fold(0.0, f64::max);
    if longest_ms <= 0.0 {
        return;
    }
    let eighths = f64::from(area.height) * 8.0;
    for (x, isi_ms) in recent.iter().enumerate() {
        let mut filled = (isi_ms / longest_ms * eighths).round().max(1.0) as usize;
        for y in (0..area.height).rev() {
            let part = filled.min(8);
            filled -= part;
            let x = area.width - 1 - x as u16;
            put(buf, area, x, y, BARS[part], look.theme.voltage);
        }
    }
}
