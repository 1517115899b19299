//! The mouse: what is clicked, dragged and zoomed, on every front.

use izh_tui::app::{App, Front};
use izh_tui::desk::{Effect, Target};
use izh_tui::gallery::Figure;
use izh_tui::instrument::{Overlay, Scope};
use izh_tui::keys::{Gesture, Input, Key, Mouse};
use izh_tui::measure::SourceName;
use izh_tui::scope::{Cursor, Page, TimeAxis};
use izh_tui::trace::ModelNs;
use izh_tui::ui::{Marker, arrange, pointed, render_front};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::support::circuit::{MANY, built_in, circuit};
use crate::support::gallery;
use crate::support::scope::{look, scope, text};

const SIZE: (u16, u16) = (120, 40);

/// The program with its screen, to which the mouse points.
struct Desk {
    app: App,
    size: (u16, u16),
}

impl Desk {
    fn new(app: App, size: (u16, u16)) -> Self {
        let mut desk = Self { app, size };
        desk.fit();
        desk
    }

    fn of_scope(scope: Scope) -> Self {
        Self::new(App::scope(scope), SIZE)
    }

    fn area(&self) -> Rect {
        Rect::new(0, 0, self.size.0, self.size.1)
    }

    /// Tells the program its size, as the event loop does at every frame.
    fn fit(&mut self) {
        self.app.fit(self.size);
        let columns = arrange(self.area(), self.app.front()).columns();
        self.app.fit_picture(columns);
    }

    fn point(&mut self, gesture: Gesture, (x, y): (u16, u16)) -> Option<Effect> {
        let pointer = pointed(self.area(), self.app.front(), Mouse { gesture, x, y });
        let effect = self.app.point(pointer);
        self.fit();
        effect
    }

    fn click(&mut self, at: (u16, u16)) {
        self.point(Gesture::Press, at);
        self.point(Gesture::Release, at);
    }

    fn keys(&mut self, keys: impl IntoIterator<Item = Key>) {
        keys.into_iter().for_each(|key| drop(self.app.handle(Input::Key(key))));
        self.fit();
    }

    fn text(&mut self, text: &str) {
        self.keys(text.chars().map(Key::Char));
    }

    fn wait(&mut self, ms: u64) {
        (0..ms / 20).for_each(|_| self.app.tick(20_000_000, || true));
    }

    fn screen(&self) -> String {
        let mut buf = Buffer::empty(self.area());
        render_front(&mut buf, self.app.front(), &look(Marker::Braille));
        text(&buf)
    }

    /// Column and row of the first place at which these words stand.
    fn find(&self, words: &str) -> (u16, u16) {
        let screen = self.screen();
        let at = screen.lines().enumerate().find_map(|(y, line)| {
            let before = line.find(words)?;
            Some((line[..before].chars().count() as u16, y as u16))
        });
        at.unwrap_or_else(|| panic!("{words} is not on the screen:\n{screen}"))
    }

    /// The row of the voltage strip that is nearest to a membrane potential (mV).
    fn row_of(&self, v_mv: f64, x: u16) -> u16 {
        let distance = |y: u16| {
            let mouse = Mouse { gesture: Gesture::Press, x, y };
            let Some(Target::Strip { height: Some(height), .. }) =
                pointed(self.area(), self.app.front(), mouse).target
            else {
                return None;
            };
            Some(((height.v_mv - v_mv).abs(), y))
        };
        let rows = (0..self.size.1).filter_map(distance);
        rows.min_by(|a, b| a.0.total_cmp(&b.0)).expect("a strip").1
    }

    fn scope(&self) -> &Scope {
        let Front::Scope(scope) = self.app.front() else { panic!("the gallery is in front") };
        scope
    }

    /// The time axis, and the first column of the pictures on the screen.
    fn axis(&self) -> (TimeAxis, u16) {
        let scope = self.scope();
        let columns = arrange(self.area(), self.app.front()).columns();
        let axis = TimeAxis::new(&scope.controls().timebase, scope.now_ns(), columns);
        (axis, self.size.0 - (columns / 2) as u16)
    }

    /// The time at the middle of a cell of the pictures (ns).
    fn time_at(&self, x: u16) -> ModelNs {
        let (axis, left) = self.axis();
        let place = (f64::from(x - left) + 0.5) / f64::from(self.size.0 - left);
        axis.time_at(place).expect("not blank")
    }

    fn cursor_x(&self, cursor: Cursor) -> u16 {
        let (axis, left) = self.axis();
        let cursors = self.scope().cursors().expect("shown");
        let across = cursors.place(cursor).across(&axis).expect("in the picture");
        left + (across * f64::from(self.size.0 - left)) as u16
    }
}

#[test]
fn a_tile_is_selected_by_a_click_and_opened_by_another() {
    let mut desk = Desk::new(gallery::program(Figure::Features), SIZE);
    let place = desk.find("B phasic-spiking");
    desk.click(place);
    let Front::Gallery(front) = desk.app.front() else { panic!("opened at once") };
    assert_eq!(front.selected(), 1);
    desk.click((place.0 + 5, place.1 + 4));
    assert_eq!(desk.scope().cell().name, "phasic-spiking");
    // On the scope Esc leads back; help over the gallery takes the mouse.
    desk.keys([Key::Esc]);
    desk.text("?");
    desk.click((100, 20));
    let Front::Gallery(front) = desk.app.front() else { panic!("opened through help") };
    assert!(front.selected() == 1 && front.help().is_some());
}

#[test]
fn a_preset_is_selected_by_a_click_and_taken_by_another() {
    let mut desk = Desk::of_scope(scope("regular-spiking"));
    desk.text("/");
    let place = desk.find("intrinsically-bursting ");
    desk.click(place);
    assert!(desk.find("> intrinsically-bursting").1 == place.1);
    assert!(matches!(desk.scope().overlay(), Some(Overlay::Picker(_))));
    // Beside the list nothing happens.
    desk.click((place.0, desk.find("> _").1));
    desk.click((0, 0));
    assert!(matches!(desk.scope().overlay(), Some(Overlay::Picker(_))));
    desk.click(place);
    assert_eq!(desk.scope().cell().name, "intrinsically-bursting");
    assert_eq!(desk.scope().overlay(), None);
}

#[test]
fn rows_of_parameters_are_selected_beside_and_over_the_scope() {
    for size in [SIZE, (60, 16)] {
        let mut desk = Desk::new(App::scope(scope("chattering")), size);
        desk.text("P");
        let place = desk.find(" c  ");
        desk.click((place.0 + 2, place.1));
        assert_eq!(desk.find("> c").1, place.1, "{size:?}");
        let before = desk.scope().engine().cell().expect("a neuron").neuron.c_mv;
        desk.keys([Key::Right]);
        assert_ne!(desk.scope().engine().cell().expect("a neuron").neuron.c_mv, before);
    }
    // The panel of the neuron opens them.
    let mut desk = Desk::of_scope(scope("chattering"));
    let panel = desk.find("neuron \u{2500}");
    desk.click(panel);
    assert!(desk.scope().parameters().is_some());
}

#[test]
fn a_channel_is_selected_on_its_strip_and_in_the_list() {
    let mut desk = Desk::of_scope(circuit(MANY));
    desk.wait(200);
    assert_eq!(desk.scope().selected(), 0);
    let (x, y) = desk.find("\u{2500}  2  I 0");
    desk.click((x + 20, y + 1));
    assert_eq!(desk.scope().selected(), 1);
    // One that is off is turned on.
    let (x, y) = desk.find(" 3  off");
    desk.click((x, y));
    assert_eq!(desk.scope().selected(), 2);
    assert!(desk.scope().channels()[2].is_on());
    // Other strips select nothing.
    let raster = desk.find("raster  100");
    desk.click(raster);
    assert_eq!(desk.scope().selected(), 2);
    let rhythms = desk.find("rhythms");
    desk.click(rhythms);
    assert_eq!(desk.scope().page(), Page::Spectrum);
}

#[test]
fn a_cursor_is_dragged() {
    let mut desk = Desk::of_scope(scope("regular-spiking"));
    desk.wait(1500);
    desk.text(" x");
    let (a, b) = (desk.cursor_x(Cursor::A), desk.cursor_x(Cursor::B));
    // Grabbed beside the line, dragged over a panel's rows, and beyond the edge.
    desk.point(Gesture::Press, (b + 1, 10));
    assert_eq!(desk.scope().cursors().map(|cursors| cursors.selected()), Some(Cursor::B));
    for (to, expected) in [(b + 7, b + 7), (b + 9, b + 9), (0, desk.axis().1), (119, 119)] {
        desk.point(Gesture::Drag, (to, 39));
        assert_eq!(desk.cursor_x(Cursor::B), expected);
        let reading = desk.scope().cursor_reading(Cursor::B).expect("shown");
        let behind_ns = desk.time_at(expected) - reading.time_ns;
        assert!(behind_ns >= ModelNs::ZERO && behind_ns < ModelNs::from_ms(0.25 + 13.0));
    }
    desk.point(Gesture::Release, (119, 39));
    desk.point(Gesture::Drag, (90, 10));
    assert_eq!((desk.cursor_x(Cursor::A), desk.cursor_x(Cursor::B)), (a, 119));
    // Away from both lines nothing is grabbed.
    desk.point(Gesture::Press, (a + 8, 10));
    desk.point(Gesture::Drag, (a + 20, 10));
    assert_eq!((desk.cursor_x(Cursor::A), desk.cursor_x(Cursor::B)), (a, 119));
    // While the model runs it stands where it was put.
    desk.text(" ");
    desk.point(Gesture::Press, (a, 10));
    desk.point(Gesture::Drag, (a + 12, 10));
    desk.wait(400);
    assert_eq!(desk.cursor_x(Cursor::A), a + 12);
}

#[test]
fn the_level_of_the_trigger_is_dragged() {
    let mut desk = Desk::of_scope(scope("regular-spiking"));
    desk.text("dd");
    desk.wait(1500);
    let level = |desk: &Desk| desk.scope().trigger_levels(SourceName::V).first().copied();
    assert_eq!(level(&desk), Some(-20.0));
    let x = 90;
    let [at, zero] = [-20.0, 0.0].map(|v_mv| desk.row_of(v_mv, x));
    assert_eq!(at, desk.find("  -20\u{25b6}").1, "the row of the marked level");
    // Pressed elsewhere nothing is grabbed.
    desk.point(Gesture::Press, (x, zero));
    desk.point(Gesture::Drag, (x, zero + 1));
    assert_eq!(level(&desk), Some(-20.0));
    desk.point(Gesture::Press, (x, at));
    desk.point(Gesture::Drag, (x, zero));
    let dragged = level(&desk).expect("shown");
    assert!(dragged.abs() <= 3.0, "{dragged}");
    // Beyond the strip it stays.
    desk.point(Gesture::Drag, (x, 39));
    assert_eq!(level(&desk), Some(dragged));
    desk.point(Gesture::Release, (x, 39));
    desk.point(Gesture::Drag, (x, at));
    assert_eq!(level(&desk), Some(dragged));
}

#[test]
fn the_wheel_zooms_a_paused_picture_about_the_pointer() {
    let mut desk = Desk::of_scope(scope("regular-spiking"));
    desk.wait(3000);
    desk.text(" ");
    for x in [60, 45, 100] {
        let (before_ns, window_ms) =
            (desk.time_at(x), desk.scope().controls().timebase.window_ms());
        desk.point(Gesture::Wheel { away: true }, (x, 10));
        let zoomed_ms = desk.scope().controls().timebase.window_ms();
        assert!(zoomed_ms < window_ms, "{zoomed_ms}");
        let moved_ms = (desk.time_at(x) - before_ns).to_ms().abs();
        assert!(moved_ms <= zoomed_ms / 80.0, "{x}: {moved_ms} of {zoomed_ms}");
    }
    desk.point(Gesture::Wheel { away: false }, (60, 10));
    assert_eq!(desk.scope().controls().timebase.window_ms(), 200.0);
    // Over a panel it is zoomed all the same; over help it scrolls.
    desk.point(Gesture::Wheel { away: false }, (3, 10));
    assert_eq!(desk.scope().controls().timebase.window_ms(), 500.0);
    desk.text("?");
    desk.point(Gesture::Wheel { away: false }, (60, 10));
    assert_eq!(desk.scope().controls().timebase.window_ms(), 500.0);
}

#[test]
fn whatever_is_done_with_the_mouse_there_is_a_picture() {
    const KEYS: &str = "x/P? #Xdht\u{1b}p";
    let mut random = 7_u64;
    let mut draw = |most: u16| {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as u16 % most
    };
    let programs = [
        App::scope(scope("chattering")),
        App::scope(built_in("burst-synapse")),
        gallery::program(Figure::Types),
    ];
    for program in programs {
        let mut desk = Desk::new(program, SIZE);
        for _ in 0..1500 {
            let at = (draw(135), draw(45));
            let gesture = match draw(6) {
                0 => Gesture::Press,
                1 | 2 => Gesture::Drag,
                3 => Gesture::Release,
                other => Gesture::Wheel { away: other == 4 },
            };
            desk.point(gesture, at);
            match draw(8) {
                0 => desk.keys([match KEYS.chars().nth(usize::from(draw(13))) {
                    Some('\u{1b}') | None => Key::Esc,
                    Some(key) => Key::Char(key),
                }]),
                1 => desk.wait(40),
                2 => {
                    desk.size =
                        [(120, 40), (80, 24), (60, 16), (40, 10), (30, 5)][usize::from(draw(5))];
                    desk.fit();
                }
                3 => drop(desk.screen()),
                _ => {}
            }
        }
    }
}
