//! The help overlay, which every front has, and a notice about keys.

use super::Desk;
use crate::keys::{Context, HelpAction, HelpLine, Keymap, Layer, Task};

/// Lines that help scrolls at one press of a small step key.
const SCROLL: u16 = 4;
/// Longest text to filter by (characters).
const FILTER_CHARS_MAX: usize = 40;

/// The help overlay: which of its lines are on the screen, and what they are filtered by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    scroll: u16,
    filter: Option<String>,
}

/// How the lines of help are laid out on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelpGrid {
    /// Columns of lines, one or two.
    pub columns: u16,
    /// Lines in each column.
    pub rows: u16,
    /// Lines above those that are shown.
    pub above: u16,
    /// Lines below those that are shown.
    pub below: u16,
}

impl HelpGrid {
    /// Cells of a column: keys and text, with a blank on each side.
    pub const COLUMN: u16 = 78;
    /// Cells of the border, across and down.
    pub const BORDER: u16 = 2;
    /// Rows above the lines, for the filter.
    pub const HEAD: u16 = 1;

    /// The most lines that a column on a screen of `height` rows can have.
    fn rows_max(height: u16) -> u16 {
        height.saturating_sub(Self::BORDER + Self::HEAD).max(1)
    }

    /// The place of `lines` on a screen of `screen` columns and rows, scrolled down by `scroll` lines.
    /// Two columns stand where the screen is wide enough and one does not hold all lines.
    fn of(lines: &[HelpLine], (width, height): (u16, u16), scroll: u16) -> Self {
        let rows_max = Self::rows_max(height);
        let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let is_wide = width >= 2 * Self::COLUMN + Self::BORDER;
        let columns = if is_wide && count > rows_max { 2 } else { 1 };
        let half = count.div_ceil(columns);
        // The second column begins with a topic if it can.
        let begins = |rows: &u16| matches!(lines.get(usize::from(*rows)), Some(HelpLine::Topic(_)));
        let rows = (half..=rows_max).find(begins).filter(|_| columns == 2).unwrap_or(half);
        let rows = rows.min(rows_max);
        let hidden = count.saturating_sub(columns * rows);
        let above = scroll.min(hidden);
        Self { columns, rows, above, below: hidden - above }
    }
}

impl Help {
    /// What the lines are filtered by; empty without a filter.
    #[must_use]
    pub fn filter(&self) -> &str {
        self.filter.as_deref().unwrap_or_default()
    }

    /// Whether a filter is being typed.
    #[must_use]
    pub fn is_filtering(&self) -> bool {
        self.filter.is_some()
    }

    /// The layer of keys that belongs to it.
    pub(crate) fn layer(&self) -> Layer {
        if self.is_filtering() { Layer::Filter } else { Layer::Help }
    }

    /// The place of `lines` on a screen of `screen` columns and rows.
    #[must_use]
    pub fn grid(&self, lines: &[HelpLine], screen: (u16, u16)) -> HelpGrid {
        HelpGrid::of(lines, screen, self.scroll)
    }

    /// Its lines in `context`.
    #[must_use]
    pub fn lines(&self, keymap: &Keymap, context: Context) -> Vec<HelpLine> {
        keymap.help_lines(context.under(Layer::Base), self.filter())
    }

    /// Carries out `action` while help shows `lines` on a screen of `screen` columns and rows;
    /// returns whether help stays open.
    fn act(&mut self, action: HelpAction, lines: &[HelpLine], screen: (u16, u16)) -> bool {
        let HelpGrid { columns, rows, above, below } = self.grid(lines, screen);
        let (page, last) = ((columns * rows).saturating_sub(1).max(1), above + below);
        self.scroll = match action {
            HelpAction::Up => above.saturating_sub(SCROLL),
            HelpAction::Down => (above + SCROLL).min(last),
            HelpAction::PageUp => above.saturating_sub(page),
            HelpAction::PageDown => above.saturating_add(page).min(last),
            HelpAction::Top | HelpAction::Filter | HelpAction::Erase | HelpAction::Clear => 0,
            HelpAction::Bottom => last,
            HelpAction::Close => return false,
        };
        match (action, &mut self.filter) {
            (HelpAction::Filter, filter) => *filter = Some(String::new()),
            (HelpAction::Erase, Some(filter)) if !filter.is_empty() => drop(filter.pop()),
            (HelpAction::Clear, Some(filter)) if filter.is_empty() => return false,
            (HelpAction::Erase | HelpAction::Clear, filter) => *filter = None,
            _ => {}
        }
        true
    }

    /// Takes a character to filter by.
    pub(crate) fn type_char(&mut self, c: char) {
        if let Some(filter) =
            self.filter.as_mut().filter(|it| it.chars().count() < FILTER_CHARS_MAX)
        {
            filter.push(c);
            self.scroll = 0;
        }
    }
}

impl Desk {
    /// Help after `action` in `context`; `None` once it is closed.
    pub(crate) fn act_in_help(
        &self,
        mut help: Help,
        action: HelpAction,
        context: Context,
    ) -> Option<Help> {
        let lines = help.lines(self.keymap, context);
        help.act(action, &lines, self.screen).then_some(help)
    }
}

/// Notice that single steps need a paused model.
pub(crate) fn steps_while_paused(keymap: &Keymap) -> String {
    let [step, pause] = [Task::SingleStep, Task::TogglePause].map(|task| keymap.label(task));
    format!("{step} steps while paused: {pause} pauses")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{Topic, rows};

    const SCREEN: (u16, u16) = (80, 24);

    /// So many lines, those in `topics` headings.
    fn lines(count: usize, topics: &[usize]) -> Vec<HelpLine> {
        let row = HelpLine::Row(rows().next().expect("a row"));
        let line = |at| if topics.contains(&at) { HelpLine::Topic(Topic::Time) } else { row };
        (0..count).map(line).collect()
    }

    #[test]
    fn scrolling_ends_at_the_last_line_and_goes_back_from_there() {
        let lines = lines(60, &[]);
        let mut help = Help::default();
        let after = |help: &mut Help, action| {
            assert!(help.act(action, &lines, SCREEN));
            help.grid(&lines, SCREEN).above
        };
        assert_eq!(after(&mut help, HelpAction::PageDown), 20);
        for _ in 0..20 {
            after(&mut help, HelpAction::Down);
        }
        let at_end = HelpGrid { columns: 1, rows: 21, above: 39, below: 0 };
        assert_eq!(help.grid(&lines, SCREEN), at_end);
        assert_eq!(after(&mut help, HelpAction::Up), 35);
        assert_eq!(after(&mut help, HelpAction::Bottom), 39);
        assert_eq!(after(&mut help, HelpAction::PageUp), 19);
        assert_eq!(after(&mut help, HelpAction::Top), 0);
        // A larger screen shows what fits, and never less than that.
        after(&mut help, HelpAction::Bottom);
        assert_eq!(help.grid(&lines, (80, 50)).above, 13);
    }

    #[test]
    fn two_columns_stand_where_one_is_too_short_and_the_screen_wide_enough() {
        let grid = |count, topics: &[usize], screen| HelpGrid::of(&lines(count, topics), screen, 0);
        let columns = |count, screen| grid(count, &[], screen).columns;
        assert_eq!(columns(60, (158, 40)), 2);
        assert_eq!(columns(60, (157, 40)), 1);
        assert_eq!(columns(30, (158, 40)), 1);
        let two = |rows, below| HelpGrid { columns: 2, rows, above: 0, below };
        assert_eq!(grid(60, &[], (158, 40)), two(30, 0));
        assert_eq!(grid(60, &[10, 29, 33, 36], (158, 40)), two(33, 0));
        assert_eq!(grid(60, &[10, 38], (158, 40)), two(30, 0));
        assert_eq!(grid(90, &[45], (158, 40)), two(37, 16));
        assert_eq!(grid(0, &[], (158, 1)).rows, 0);
    }

    #[test]
    fn a_filter_is_cleared_first_and_then_help_closes() {
        let lines = lines(60, &[]);
        let mut help = Help::default();
        let act = |help: &mut Help, action| help.act(action, &lines, SCREEN);
        help.type_char('a');
        assert!(help.filter().is_empty());
        assert!(act(&mut help, HelpAction::Bottom) && act(&mut help, HelpAction::Filter));
        "abc".repeat(20).chars().for_each(|c| help.type_char(c));
        assert_eq!((help.filter().len(), help.scroll), (FILTER_CHARS_MAX, 0));
        assert!(act(&mut help, HelpAction::Erase));
        assert_eq!(help.filter().len(), FILTER_CHARS_MAX - 1);
        assert!(act(&mut help, HelpAction::Clear));
        assert_eq!(help, Help::default());
        assert!(!act(&mut help, HelpAction::Close));

        assert!(act(&mut help, HelpAction::Filter));
        assert!(!act(&mut help.clone(), HelpAction::Clear));
        assert!(act(&mut help, HelpAction::Erase) && !help.is_filtering());
    }
}
