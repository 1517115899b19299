//! What each channel displays, and where keys inject.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::circuit::PopulationId;
use crate::desk::Target;
use crate::engine::Site;
use crate::instrument::CHANNELS;
use crate::ui::draw::text::{put_all, title};
use crate::ui::pane::{Frame, PaneDef, Rows, Slot, WHOLE};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "channels",
    slot: Slot::Panel(Rows { least: |_| 2 + CHANNELS as u16, more: |_, _| 0 }),
    suits: |shown| shown.has_circuit_panels(),
    volatile: WHOLE,
    target: |area, _, at| {
        let row = usize::from(at.y - area.y);
        (1..=CHANNELS).contains(&row).then(|| Target::Channel(row - 1))
    },
    render,
    ..PaneDef::PLAIN
};

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.circuit(), frame.look) else { return };
    let theme = &look.theme;
    title(buf, area, "channels", theme.strong, theme.grid);
    for (y, (index, channel)) in (1..).zip(scope.channels().iter().enumerate()) {
        let is_selected = index == scope.selected();
        let number = format!(" {} ", index + 1);
        let mark = if is_selected { Modifier::REVERSED } else { Modifier::empty() };
        let mark = theme.strong.add_modifier(mark);
        if !channel.is_on() {
            put_all(buf, area, 0, y, &[(&number, mark), (" off", theme.dim)]);
            continue;
        }
        let population =
            scope.recipe().population_of(channel.neuron()).unwrap_or(PopulationId::FIRST);
        let name = format!(" {} ", scope.site_name(Site::Neuron(channel.neuron())));
        put_all(
            buf,
            area,
            0,
            y,
            &[
                (&number, mark),
                (&name, theme.population(population)),
                (channel.shown().name(), theme.text),
            ],
        );
    }
    let site = scope.site_name(scope.site());
    let words = [("inject into ", theme.dim), (&*site, theme.stimulus)];
    put_all(buf, area, 1, 1 + CHANNELS as u16, &words);
}
