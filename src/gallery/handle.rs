//! Keys of the gallery.

use crate::desk::{Effect, Help, Navigation, Outcome, Pointer, Target, Tone, steps_while_paused};
use crate::gallery::Gallery;
use crate::keys::{Action, Browse, Gesture, Input, Key, Meaning, Task, wheel};

impl Gallery {
    /// Handles an input that has just arrived.
    pub fn handle(&mut self, input: Input) -> Option<Outcome> {
        match input {
            Input::Key(key) => self.handle_key(key),
            Input::Mouse(mouse) => self.point(Pointer::nowhere(mouse.gesture)),
        }
    }

    /// Handles what was done with the mouse: a tile that is clicked is selected, and opened if it is
    /// selected already.
    pub fn point(&mut self, pointer: Pointer) -> Option<Outcome> {
        match (pointer.gesture, pointer.target) {
            (Gesture::Press, Some(Target::Tile(index))) if index == self.selected => {
                return self.browse(Browse::Open);
            }
            (Gesture::Press, Some(Target::Tile(index))) => self.select(Some(index)),
            (Gesture::Wheel { away }, _) => {
                return wheel(self.key_context(), away).and_then(|action| self.act(action));
            }
            (Gesture::Press | Gesture::Drag | Gesture::Release, _) => {}
        }
        None
    }

    fn handle_key(&mut self, key: Key) -> Option<Outcome> {
        match self.desk.keymap.meaning(key, self.key_context()) {
            Meaning::Action(action) => return self.act(action),
            Meaning::Nothing(why) => self.desk.notify(Tone::Info, why),
            Meaning::Text(c) => self.help.iter_mut().for_each(|help| help.type_char(c)),
            Meaning::Unknown => {}
        }
        None
    }

    fn act(&mut self, action: Action) -> Option<Outcome> {
        match action {
            Action::Gallery(browse) => return self.browse(browse),
            Action::Task(task) => return self.task(task).map(Outcome::from),
            Action::Help(action) => {
                let context = self.key_context();
                self.help =
                    self.help.take().and_then(|it| self.desk.act_in_help(it, action, context));
            }
            // The gallery has no keys for these.
            _ => {}
        }
        None
    }

    fn browse(&mut self, browse: Browse) -> Option<Outcome> {
        let columns = self.grid().columns;
        match browse {
            Browse::Left => self.select(self.selected.checked_sub(1)),
            Browse::Right => self.select(Some(self.selected + 1)),
            Browse::Up => self.select(self.selected.checked_sub(columns)),
            Browse::Down => self.select(Some(self.selected + columns)),
            Browse::NextPage | Browse::PageDown => self.turn_page(true),
            Browse::PreviousPage | Browse::PageUp => self.turn_page(false),
            Browse::OtherSchemes => {
                self.schemes = self.schemes.other();
                self.begin_figure();
            }
            Browse::OtherFigure => {
                self.figure = self.figure.other();
                self.selected = 0;
                self.begin_figure();
            }
            Browse::Open => return Some(Navigation::Open.into()),
        }
        None
    }

    /// Selects the tile at `index`, if there is one.
    fn select(&mut self, index: Option<usize>) {
        if let Some(index) = index.filter(|index| *index < self.tiles.len()) {
            self.selected = index;
        }
    }

    /// Selects the tile in the same place of a neighbouring page, or the last tile if that page is shorter.
    fn turn_page(&mut self, forward: bool) {
        let places = self.grid().places();
        let (page, pages) = self.page();
        if forward && page + 1 < pages {
            self.selected = (self.selected + places).min(self.tiles.len() - 1);
        } else if !forward && page > 0 {
            self.selected -= places;
        }
    }

    fn task(&mut self, task: Task) -> Option<Effect> {
        match task {
            Task::TogglePause => self.desk.paused = !self.desk.paused,
            Task::SingleStep if self.desk.paused => self.step(),
            Task::SingleStep => self.desk.notify(Tone::Info, steps_while_paused(self.desk.keymap)),
            Task::Faster => self.desk.speed = self.desk.speed.faster(),
            Task::Slower => self.desk.speed = self.desk.speed.slower(),
            Task::ToggleHelp => self.help = self.help.is_none().then(Help::default),
            Task::Redraw => return Some(Effect::Redraw),
            Task::Suspend => return Some(Effect::Suspend),
            Task::Quit => return Some(Effect::Quit),
            _ => {}
        }
        None
    }
}
