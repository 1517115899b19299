//! Inter-spike intervals: last, mean, coefficient of variation, and the latest ones as bars.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::measure::SpikeTrain;
use crate::scope::ladder_up;
use crate::ui::draw::plot;
use crate::ui::draw::text::{put_all, put_right, short, title};
use crate::ui::draw::theme::Look;
use crate::ui::pane::{Frame, PaneDef, Rows, Slot, WHOLE};
use crate::ui::shown::Shown;

pub(crate) const PANE: PaneDef = PaneDef {
    name: "intervals",
    slot: Slot::Panel(Rows { least: |_| 5, more }),
    suits: |shown| shown.has_neuron_panels(),
    volatile: WHOLE,
    render,
    ..PaneDef::PLAIN
};

/// Rows that the panel below needs before the bars here get more.
const ADAPTATION_ROWS: u16 = 8;

/// A third of the rows that the panel below does not need.
fn more(_: Shown<'_>, left: u16) -> u16 {
    (left.saturating_sub(ADAPTATION_ROWS) / 3).min(6)
}

/// Cells for the scale of the bars.
const SCALE_WIDTH: u16 = 5;

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.scope(), frame.look) else { return };
    let theme = &look.theme;
    let statistics = scope.statistics();
    let train = statistics.as_ref().map(|then| &then.train);
    title(buf, area, "intervals (ms)", theme.strong, theme.grid);
    let ms = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |ms| format!("{ms:.1}"));
    let isi = format!("{:>6}", ms(train.and_then(SpikeTrain::last_isi_ms)));
    let mean = format!("{:>6}", ms(train.and_then(SpikeTrain::mean_isi_ms)));
    let last = [("ISI ", theme.dim), (isi.as_str(), theme.text)];
    let x = put_all(buf, area, 1, 1, &last);
    put_all(buf, area, x, 1, &[(" mean", theme.dim), (&mean, theme.text)]);
    let cv = train.and_then(SpikeTrain::cv_isi);
    let cv = cv.map_or_else(|| "-".to_owned(), |cv| format!("{cv:.2}"));
    put_all(buf, area, 1, 2, &[("CV  ", theme.dim), (&format!("{cv:>6}"), theme.text)]);
    let bars =
        Rect { x: area.x + 1, y: area.y + 3, width: area.width - 1, height: area.height - 3 };
    if let Some(train) = train {
        draw_bars(buf, bars, train, look);
    }
}

/// Draws the latest intervals, newest at the right, on an axis from 0 to a round number (ms).
fn draw_bars(buf: &mut Buffer, area: Rect, train: &SpikeTrain, look: &Look) {
    let width = area.width.saturating_sub(SCALE_WIDTH + 1);
    let recent = train.recent_isi_ms().rev().take(usize::from(width));
    let recent: Vec<f64> = recent.collect();
    let longest_ms = recent.iter().copied().fold(0.0, f64::max);
    if longest_ms <= 0.0 || area.height == 0 {
        return;
    }
    // The round number at or above the longest interval, so that the scale seldom changes.
    let high_ms = ladder_up(longest_ms * 0.999, f64::INFINITY);
    let scale = Rect { width: SCALE_WIDTH.min(area.width), ..area };
    put_right(buf, scale, 0, &short(high_ms, 3), look.theme.dim);
    if area.height > 1 {
        put_right(buf, scale, area.height - 1, "0", look.theme.dim);
    }
    let share = |isi_ms: &f64| (isi_ms / high_ms) as f32;
    let shares: Vec<f32> = recent.iter().rev().map(share).collect();
    let width = shares.len() as u16;
    let place = Rect { x: area.right() - width, width, ..area };
    plot::bars(buf, place, &shares, look.theme.voltage);
}
