//! The panel that edits parameters. It replaces the side panels, so the trace stays visible.
//!
//! ```text
//! - parameters ------------------
//!   a         0.02  1/ms
//! > b         0.25        was 0.2
//!   ..
//! keys
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::circuit::SpreadOf;
use crate::desk::Target;
use crate::instrument::{Parameters, Row, Scope, Typing};
use crate::keys::EntryAction;
use crate::model::Parameter;
use crate::ui::draw::boxed::boxed;
use crate::ui::draw::text::{current, put, put_all, short, title};
use crate::ui::draw::theme::Look;
use crate::ui::pane::{Frame, PaneDef, Slot};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "parameters",
    slot: Slot::Column(WIDTH),
    suits: |shown| shown.parameters().is_some(),
    target: |area, shown, at| {
        let (scope, panel) = shown.parameters()?;
        target(in_column(area, scope), panel, scope, at)
    },
    render,
    ..PaneDef::PLAIN
};

/// Width of the panel (cells).
const WIDTH: u16 = 38;
/// Column at which values end and their units begin.
const VALUE_END: u16 = 21;
/// First column for the remark at the end of a row.
const REMARK_X: u16 = VALUE_END + 4;
/// Most decimals of a value.
const DECIMALS: usize = 6;

/// Draws the panel in a column of its own.
fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some((scope, panel)), look) = (frame.shown.parameters(), frame.look) else { return };
    let place = in_column(area, scope);
    title(buf, place, &head(scope), look.theme.strong, look.theme.grid);
    body(buf, place, panel, scope, look);
}

/// Draws the panel over the strip in `area` if the panel has no column.
pub(crate) fn render_over(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some((scope, panel)), look) = (frame.shown.parameters(), frame.look) else { return };
    let place = over_voltage(buf, frame_over(area, scope), &head(scope), look);
    body(buf, place, panel, scope, look);
}

/// The panel's area in a column of its own.
fn in_column(area: Rect, scope: &Scope) -> Rect {
    Rect { width: WIDTH - 1, height: height(scope).min(area.height), ..area }
}

/// The row at a place of the panel in `frame`.
fn target(frame: Rect, panel: &Parameters, scope: &Scope, at: Position) -> Option<Target> {
    let (first, visible) = visible_rows(frame, panel, scope);
    let row = usize::from(at.y.checked_sub(frame.y + 1)?);
    let index = first + row;
    let is_row = row < visible && index < Parameters::rows(scope.common_neuron()).len();
    (frame.contains(at) && is_row).then_some(Target::Parameter(index))
}

/// The row at a place of the panel that lies over the strip in `area`.
pub(crate) fn target_over(
    area: Rect,
    (scope, panel): (&Scope, &Parameters),
    at: Position,
) -> Option<Target> {
    let frame = frame_over(area, scope);
    let place = Rect { x: frame.x + 1, width: frame.width.saturating_sub(2), ..frame };
    target(Rect { height: place.height.saturating_sub(1), ..place }, panel, scope, at)
}

/// Index of the first parameter that is shown, and how many rows there are for them.
fn visible_rows(frame: Rect, panel: &Parameters, scope: &Scope) -> (usize, usize) {
    let neuron = scope.common_neuron();
    let rows = Parameters::rows(neuron);
    let bindings = scope.parameter_bindings();
    let keys_height = keys_height(frame.height, rows.len() as u16, bindings.len() as u16);
    let visible = usize::from((frame.height - 1).saturating_sub(keys_height));
    let selected = rows.iter().position(|row| *row == panel.selected(neuron)).unwrap_or(0);
    ((selected + 1).saturating_sub(visible), visible)
}

/// Rows of the whole panel, title included.
fn height(scope: &Scope) -> u16 {
    let rows = Parameters::rows(scope.common_neuron());
    (rows.len() + 2 + scope.parameter_bindings().len()) as u16
}

/// Draws the panel's content, whose title goes into the first row of `frame`.
fn body(buf: &mut Buffer, frame: Rect, panel: &Parameters, scope: &Scope, look: &Look) {
    let neuron = scope.common_neuron();
    let rows = Parameters::rows(neuron);
    let bindings = scope.parameter_bindings();
    let keys_height = keys_height(frame.height, rows.len() as u16, bindings.len() as u16);
    let (first, visible) = visible_rows(frame, panel, scope);
    for (y, row) in (1..).zip(rows.iter().skip(first).take(visible)) {
        render_row(buf, frame, y, *row, panel, scope, look);
    }
    let keys = Rect { y: frame.bottom() - keys_height, height: keys_height, ..frame };
    render_keys(buf, keys, panel, scope, look);
}

/// The title. Keys change the present parameters even while the past is displayed.
fn head(scope: &Scope) -> String {
    let when = if scope.moment().is_past() { " now" } else { "" };
    let population = scope.circuit().map(|circuit| {
        let population = circuit.recipe().population(circuit.selected_population());
        format!(" of {}", population.name)
    });
    format!("parameters{}{when}", population.unwrap_or_default())
}

/// The panel's area, border included, over the voltage strip in `area`.
fn frame_over(area: Rect, scope: &Scope) -> Rect {
    let (width, height) = (WIDTH.min(area.width), (height(scope) + 1).min(area.height));
    Rect { width, height, ..area }
}

/// Draws the border of the panel over a voltage strip; returns the area for its content.
fn over_voltage(buf: &mut Buffer, frame: Rect, head: &str, look: &Look) -> Rect {
    let inside = boxed(buf, frame, (head, ""), look.theme.strong, look.theme.grid);
    // The title stands in the border.
    Rect { y: frame.y, height: inside.height + 1, ..inside }
}

/// Rows for keys: all keys if there is room, else one row for typed input.
fn keys_height(frame_height: u16, rows: u16, bindings: u16) -> u16 {
    let all = bindings + 1;
    if frame_height > rows + all { all } else { frame_height.saturating_sub(rows + 1).max(1) }
}

fn render_row(
    buf: &mut Buffer,
    frame: Rect,
    y: u16,
    row: Row,
    panel: &Parameters,
    scope: &Scope,
    look: &Look,
) {
    let theme = &look.theme;
    let neuron = scope.common_neuron();
    let is_selected = panel.selected(neuron) == row;
    let RowWords { name, unit, value, remark } = match row {
        Row::Parameter(parameter) => RowWords::of_parameter(parameter, scope),
        Row::Current => RowWords::of_current(scope),
    };
    let style = if is_selected { theme.strong } else { theme.text };
    let mark = if is_selected { ">" } else { " " };
    put_all(buf, frame, 0, y, &[(mark, theme.strong), (" ", style), (name, style)]);
    let typed = match panel.typing() {
        Typing::Value(text) if is_selected => Some(format!("{text}_")),
        _ => None,
    };
    let shown = typed.unwrap_or(value);
    let x = VALUE_END.saturating_sub(shown.chars().count() as u16);
    put(buf, frame, x, y, &shown, style);
    put(buf, frame, VALUE_END + 1, y, unit, theme.dim);
    if let Some(remark) = remark {
        let x = frame.width.saturating_sub(remark.chars().count() as u16 + 1);
        put(buf, frame, x.max(REMARK_X), y, &remark, theme.dim);
    }
}

/// The texts of a row.
struct RowWords {
    name: &'static str,
    unit: &'static str,
    value: String,
    /// Text at the end of the row.
    remark: Option<String>,
}

impl RowWords {
    fn of_parameter(parameter: &'static Parameter, scope: &Scope) -> Self {
        let neuron = scope.common_neuron();
        let value = parameter.get(neuron).unwrap_or(f64::NAN);
        let usual = parameter.get(scope.preset_neuron()).filter(|usual| *usual != value);
        Self {
            name: parameter.name,
            unit: parameter.unit,
            value: short(value, DECIMALS),
            remark: usual
                .map(|usual| format!("was {}", short(usual, DECIMALS)))
                .or_else(|| differs(parameter, scope).then(|| "each differs".to_owned())),
        }
    }

    /// The constant current, and the part of it edited here if it has two parts.
    fn of_current(scope: &Scope) -> Self {
        let constant = scope.common_constant();
        let holding = format!("hold {}", short(constant.holding, DECIMALS));
        let has_step = constant.sustained.is_some();
        Self {
            name: if has_step { "I" } else { "I held" },
            unit: scope.current_unit().unwrap_or(""),
            value: current(constant.total()),
            remark: has_step.then_some(holding),
        }
    }
}

/// Whether `parameter` was drawn at random for each neuron of the selected population.
fn differs(parameter: &'static Parameter, scope: &Scope) -> bool {
    scope.circuit().is_some_and(|circuit| {
        let population = circuit.recipe().population(circuit.selected_population());
        population.spread.iter().any(|it| it.of == SpreadOf::Parameter(parameter))
    })
}

/// Draws the keys, or the question being asked.
fn render_keys(buf: &mut Buffer, area: Rect, panel: &Parameters, app: &Scope, look: &Look) {
    let theme = &look.theme;
    let keymap = app.desk().keymap;
    let [take, leave] = [EntryAction::Take, EntryAction::Leave].map(|action| keymap.label(action));
    // Writes both keys, each with its effect.
    let mut put_keys = |y: u16, takes: &str, leaves: &str| {
        let take = [(&*take, theme.key), (takes, theme.text)];
        let leave = [(&*leave, theme.key), (leaves, theme.text)];
        put_all(buf, area, 1, y, &[take, leave].concat());
    };
    match panel.typing() {
        Typing::Nothing => {
            for (y, row) in (1..area.height).zip(app.parameter_bindings()) {
                put(buf, area, 1, y, &keymap.row_label(row), theme.key);
                put(buf, area, 14, y, &keymap.help(row), theme.text);
            }
        }
        Typing::Value(_) => put_keys(0, " sets it, ", " leaves it"),
        Typing::Name(name) => {
            put_keys(1, " saves, ", " does not");
            let typed = format!("{name}_");
            put_all(buf, area, 1, 0, &[("save as ", theme.text), (&typed, theme.strong)]);
        }
        Typing::Replace(name) => {
            put_keys(1, " replaces it, ", " does not");
            put_all(buf, area, 1, 0, &[(name, theme.strong), (" exists", theme.alarm)]);
        }
    }
}
