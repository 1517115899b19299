//! The current from outside at the place where keys inject.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::CircuitScope;
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
    let unit = scope.current_unit().map_or_else(String::new, |unit| format!(" {unit}"));
    let site = scope.site_name(scope.site());
    let mut title = format!("I = {:.1}{unit}  into {site}", scope.holding_current());
    if let Some(sustained) = scope.sustained_current() {
        title.push_str(&format!("  step {sustained:+.1}"));
    }
    text::title(buf, area, &title, theme.stimulus, theme.grid);
    let current = scope.stimulus(graticule.columns);
    // Nothing at all is a line at the bottom, and no matter of thousandths.
    let nothing = current.iter().flatten().all(|range| range.low == 0.0 && range.high == 0.0);
    let axis = if nothing { Axis::around(0.0, 1.0, 1.0) } else { fitted(&current, Some(0.0), 3.0) };
    Strip { axis, columns: &current, style: theme.stimulus }.render(buf, area, graticule, look);
}
