//! Firing rate and regularity of each population.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::draw::text::{put, put_all, put_right, spikes, title};
use crate::ui::pane::{Frame, PaneDef, Rows, Slot, WHOLE};
use crate::ui::shown::Shown;

pub(crate) const PANE: PaneDef = PaneDef {
    name: "firing",
    slot: Slot::Panel(Rows { least: |_| 0, more }),
    suits: |shown| shown.has_circuit_panels(),
    volatile: WHOLE,
    render,
    ..PaneDef::PLAIN
};

/// Cells for the numbers.
const NUMBERS: u16 = 13;

/// As many rows as there are populations.
fn more(shown: Shown<'_>, left: u16) -> u16 {
    let populations = shown.circuit().map_or(0, |scope| scope.recipe().populations.len());
    left.min(3 + populations as u16)
}

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.circuit(), frame.look) else { return };
    let theme = &look.theme;
    title(buf, area, "firing", theme.strong, theme.grid);
    put(buf, area, 1, 1, &spikes(scope.spikes()), theme.voltage);
    put_right(buf, area, 1, "Hz   CV", theme.dim);
    let all = (scope.mean_rate_hz(), scope.firing_of_all().and_then(|firing| firing.cv_isi));
    let mut row = |y: u16, name: &str, style, (rate_hz, cv): (f64, Option<f64>)| {
        let names = Rect { width: area.width.saturating_sub(NUMBERS), ..area };
        put(buf, names, 1, y, name, style);
        let cv = cv.map_or_else(|| "-".to_owned(), |cv| format!("{cv:.2}"));
        let x = area.width.saturating_sub(NUMBERS);
        put_all(
            buf,
            area,
            x,
            y,
            &[(&format!("{rate_hz:>8.1}"), theme.text), (&format!("{cv:>5}"), theme.text)],
        );
    };
    row(2, "all", theme.text, all);
    let populations = &scope.recipe().populations;
    let room = usize::from(area.height.saturating_sub(3));
    let shown = if populations.len() > room { room.saturating_sub(1) } else { room };
    for (y, population) in (3..).zip(scope.recipe().population_ids().take(shown)) {
        let firing =
            (scope.rate_hz(population), scope.firing(population).and_then(|firing| firing.cv_isi));
        row(y, &scope.recipe().population(population).name, theme.population(population), firing);
    }
    if populations.len() > shown {
        let more = format!("and {} more", populations.len() - shown);
        put(buf, area, 1, area.height - 1, &more, theme.dim);
    }
}
