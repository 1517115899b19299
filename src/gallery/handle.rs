//! Keys of the gallery.

use crate::desk::{Effect, STEPS_WHILE_PAUSED, Tone, handle_in_help, wheel_key};
use crate::gallery::Gallery;
use crate::keys::{
    Action, Browse, GALLERY_BINDINGS, Input, KIOSK, Key, KeyContext, Task, held, lookup_in,
};

impl Gallery {
    /// Takes an input that arrived now.
    pub fn handle(&mut self, input: Input) -> Option<Effect> {
        match input {
            Input::Key(key) => self.handle_key(key),
            Input::Wheel(away) if self.help.is_some() => self.handle_key(wheel_key(away)),
            Input::Wheel(away) => {
                self.turn_page(!away);
                None
            }
        }
    }

    fn handle_key(&mut self, key: Key) -> Option<Effect> {
        let context = self.key_context();
        if let Some(rows) = &mut self.help {
            let task = handle_in_help(rows, key, &held(GALLERY_BINDINGS, context));
            return task.and_then(|task| self.task(task));
        }
        match lookup_in(GALLERY_BINDINGS, key, context) {
            Some(Action::Gallery(browse)) => return self.browse(browse),
            Some(Action::Task(task)) => return self.task(task),
            None if lookup_in(GALLERY_BINDINGS, key, KeyContext::default()).is_some() => {
                self.notify(Tone::Info, KIOSK);
            }
            _ => {}
        }
        None
    }

    fn browse(&mut self, browse: Browse) -> Option<Effect> {
        let columns = self.grid().columns;
        match browse {
            Browse::Left => self.select(self.selected.checked_sub(1)),
            Browse::Right => self.select(Some(self.selected + 1)),
            Browse::Up => self.select(self.selected.checked_sub(columns)),
            Browse::Down => self.select(Some(self.selected + columns)),
            Browse::NextPage => self.turn_page(true),
            Browse::PreviousPage => self.turn_page(false),
            Browse::OtherSchemes => {
                self.schemes = self.schemes.other();
                self.hang();
            }
            Browse::OtherFigure => {
                self.figure = self.figure.other();
                self.selected = 0;
                self.hang();
            }
            Browse::Open => return Some(Effect::Open),
        }
        None
    }

    /// Selects the tile at `index`, if there is one.
    fn select(&mut self, index: Option<usize>) {
        if let Some(index) = index.filter(|index| *index < self.tiles.len()) {
            self.selected = index;
        }
    }

    /// Selects the tile on the same place of a neighbouring page, or the last one there is.
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
            Task::TogglePause => self.paused = !self.paused,
            Task::SingleStep if self.paused => self.step(),
            Task::SingleStep => self.notify(Tone::Info, STEPS_WHILE_PAUSED),
            Task::Faster => self.speed = self.speed.faster(),
            Task::Slower => self.speed = self.speed.slower(),
            Task::ToggleHelp => self.help = if self.help.is_some() { None } else { Some(0) },
            Task::Close => self.help = None,
            Task::Redraw => return Some(Effect::Redraw),
            Task::Suspend => return Some(Effect::Suspend),
            Task::Quit => return Some(Effect::Quit),
            _ => {}
        }
        None
    }
}
