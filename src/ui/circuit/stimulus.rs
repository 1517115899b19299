//! The current from outside at the place where keys inject.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::CircuitScope;
use crate::scope::Axis;
use crate::ui::graticule::Graticule;
use crate::ui::strip::Strip;
use crate::ui::text;
use crate::ui::theme::Look;
use crate::ui::traces::fitted;

pub(super) fn render(
    buf: &mut Buffer,
    area: Rect,
    scope: &CircuitScope,
    graticule: &Graticule,
    look: &Look,
) {
    let theme = &look.theme;
    let unit = text::unit_of(scope.current_unit());
    let site = scope.site_name(scope.site());
    let site = format!("into {site}");
    let title = text::current_title(scope.constant(), &unit, &[&site], area.width);
    text::title(buf, area, &title, theme.stimulus, theme.grid);
    let current = scope.stimulus(graticule.columns);
    // Nothing at all is a line at the bottom, and no matter of thousandths.
    let nothing = current.iter().flatten().all(|range| range.low == 0.0 && range.high == 0.0);
    let axis = if nothing { Axis::around(0.0, 1.0, 1.0) } else { fitted(&current, Some(0.0), 3.0) };
    Strip { axis, columns: &current, style: theme.stimulus }.render(buf, area, graticule, look);
}
