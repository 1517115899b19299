//! Tests that every pane must pass at every screen size, for every kind of subject.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::arrange;
use super::draw::plot::Marker;
use super::draw::strip::on_time_axis;
use super::draw::theme::{Colors, Look, Theme};
use super::pane::{Arrangement, Frame, Slot};
use super::panes::panes;
use super::rolling::Rolling;
use super::shown::{Shown, is_too_small};
use crate::app::Front;
use crate::desk::Start;
use crate::engine::{DriveState, Experiment};
use crate::gallery::{Figure, Gallery, GalleryStart};
use crate::instrument::Scope;
use crate::keys::{Input, Key};
use crate::preset::{Catalog, Library};
use crate::scope::{Page, Speed};
use crate::session::read;

/// Fills every cell that no pane may write to.
const FREE: &str = "\u{e000}";
const WIDTHS: [u16; 11] = [20, 39, 40, 57, 76, 80, 100, 131, 160, 200, 240];
const HEIGHTS: [u16; 11] = [5, 9, 10, 15, 16, 20, 24, 33, 40, 60, 80];
const LOOK: fn() -> Look = || Look { marker: Marker::Braille, theme: Theme::dark(Colors::True) };
const START: Start = Start::USUAL;

/// A front under test.
enum TestFront {
    Scope(Box<Scope>),
    Gallery(Box<Gallery>),
}

impl TestFront {
    fn front(&self) -> Front<'_> {
        match self {
            Self::Scope(scope) => Front::Scope(scope),
            Self::Gallery(gallery) => Front::Gallery(gallery),
        }
    }

    fn wait(&mut self, frames: u32) {
        for _ in 0..frames {
            match self {
                Self::Scope(scope) => scope.tick(40_000_000, || true),
                Self::Gallery(gallery) => gallery.tick(40_000_000, || true),
            }
        }
    }

    /// Presses keys: `\t` is Tab, `<` Left.
    fn press(&mut self, keys: &str) {
        for key in keys.chars() {
            let key = match key {
                '\t' => Key::Tab,
                '<' => Key::Left,
                key => Key::Char(key),
            };
            let _ = match self {
                Self::Scope(scope) => scope.handle(Input::Key(key)).is_some(),
                Self::Gallery(gallery) => gallery.handle(Input::Key(key)).is_some(),
            };
        }
    }

    fn fit(&mut self, size: (u16, u16)) {
        if let Self::Gallery(gallery) = self {
            gallery.fit(size);
        }
    }
}

fn neuron(name: &str) -> TestFront {
    let library = Library::default();
    let setup = library.find(name).expect("built in").preset.subject;
    let experiment = Experiment::neuron(&setup, DriveState::live(&setup.cell.protocol), 1);
    TestFront::Scope(Box::new(Scope::new(&experiment, &library, START)))
}

fn circuit(name: &str) -> TestFront {
    let library = Library::default();
    let recipe = library.find_circuit(name).expect("built in").preset.subject;
    let experiment = Experiment::circuit(recipe, 1);
    let scope = Scope::new(&experiment, Catalog::from(&library), START);
    TestFront::Scope(Box::new(scope))
}

fn gallery() -> TestFront {
    let start =
        GalleryStart { figure: Figure::Features, speed: Speed::REAL_TIME, seed: 1, scope: START };
    TestFront::Gallery(Box::new(Gallery::new(Library::default().entries(), start)))
}

fn replay(name: &str, bytes: &[u8]) -> TestFront {
    let catalog = Catalog::from(&Library::default());
    let session = read(name, bytes).expect("a valid recording");
    TestFront::Scope(Box::new(Scope::replay(session, catalog, START)))
}

/// Makes a front.
type Make = fn() -> TestFront;

/// Every kind of front in each of its views, live and replayed.
fn subjects() -> Vec<(String, TestFront)> {
    let neurons: Make = || neuron("low-threshold-spiking-2007");
    let few: Make = || circuit("tonic-synapse");
    let many: Make = || circuit("gamma-pair");
    let of_neuron: Make = || replay("v1.toml", include_bytes!("../../tests/data/sessions/v1.toml"));
    let of_circuit: Make =
        || replay("circuit-v2.toml", include_bytes!("../../tests/data/sessions/circuit-v2.toml"));
    // Each Tab goes to the next view.
    const TABS: &str = "\t\t\t\t\t\t\t\t\t\t\t\t";
    let views = |pages: &[Page]| (0..pages.len()).map(|count| &TABS[..count]).collect::<Vec<_>>();
    let (of_one, of_many) = (views(Page::OF_NEURON), views(Page::OF_CIRCUIT));
    let of_selected =
        ["p", "c", "H", "O", "a", "ap", "P", "pP", "2c", "\t\ta", "ac <<", "ddt", "pddt", "A", "M"];
    let rows: [(Make, &[&str]); 9] = [
        (neurons, &of_one),
        (
            neurons,
            &[
                "a", "ap", "at", "a\t", "P", "pP", "P ", " p<<", " <\t", "dd", "?", "x", " xp",
                "Px", "M",
            ],
        ),
        (few, &of_many),
        (many, &of_many),
        (few, &of_selected),
        (many, &of_selected),
        (many, &["3\t\t", "123", " <<\t\t\t", "z", "d", "x", " <<x", "dx", "M"]),
        (of_neuron, &["", "p", "a", "P"]),
        (of_circuit, &of_many),
    ];
    let scripts = rows.into_iter().flat_map(|(make, keys)| keys.iter().map(move |it| (make, *it)));
    let gallery: Make = gallery;
    let scripts = scripts.chain([(gallery, ""), (gallery, "?"), (gallery, " ")]);
    let started = |(make, keys): (Make, &str)| {
        let mut subject = make();
        subject.wait(20);
        subject.press(keys);
        subject.wait(10);
        (format!("{keys:?} {:?}", Shown::from(subject.front()).moment()), subject)
    };
    scripts.map(started).collect()
}

/// Calls `check` with every arrangement of every front.
fn each_arrangement(mut check: impl FnMut(&str, Rect, Shown<'_>, &Arrangement)) {
    for (name, mut subject) in subjects() {
        for (width, height) in WIDTHS.into_iter().flat_map(|w| HEIGHTS.map(|h| (w, h))) {
            subject.fit((width, height));
            let area = Rect::new(0, 0, width, height);
            let arrangement = arrange(area, subject.front());
            let what = format!("{name} {width}x{height}");
            check(&what, area, subject.front().into(), &arrangement);
        }
    }
}

#[test]
fn names_are_unique() {
    let names: BTreeSet<&str> = panes().map(|pane| pane.name).collect();
    assert_eq!(names.len(), panes().count());
    assert!(!names.contains(""));
}

#[test]
fn panes_tile_every_screen() {
    let mut seen = BTreeSet::new();
    each_arrangement(|what, area, _, arrangement| {
        let mut owners = vec![""; area.area() as usize];
        for placed in &arrangement.placed {
            let name = placed.pane.name;
            seen.insert(name);
            assert_eq!(placed.area.intersection(area), placed.area, "{what} {name}");
            for cell in placed.area.positions() {
                let owner = &mut owners[usize::from(cell.y * area.width + cell.x)];
                assert_eq!(*owner, "", "{what} {name}");
                *owner = name;
            }
        }
        let all = !is_too_small(area);
        assert!(owners.iter().all(|owner| owner.is_empty() != all), "{what} {arrangement:?}");
    });
    let missing: Vec<_> = panes().filter(|pane| !seen.contains(pane.name)).collect();
    assert!(missing.is_empty(), "never shown: {missing:#?}");
}

#[test]
fn panes_keep_to_their_places() {
    let look = LOOK();
    each_arrangement(|what, area, shown, arrangement| {
        let frame = Frame::new(shown, arrangement, &look);
        let mut buf = Buffer::empty(area);
        for cell in &mut buf.content {
            cell.set_symbol(FREE);
        }
        for placed in &arrangement.placed {
            let name = placed.pane.name;
            frame.draw(&mut buf, placed);
            for cell in placed.area.positions() {
                buf[cell].set_symbol(FREE);
            }
            let is_free = buf.content.iter().all(|cell| cell.symbol() == FREE);
            assert!(is_free, "{what}: {name} draws outside {:?}", placed.area);
            let parts = [placed.pane.rolls, placed.pane.volatile];
            for part in parts.into_iter().flat_map(|parts| parts(placed.area, shown)) {
                assert_eq!(part.intersection(placed.area), part, "{what} {name}");
            }
        }
    });
}

#[test]
fn views_and_pictures_have_room() {
    each_arrangement(|what, area, shown, arrangement| {
        let pictures = arrangement.pictures(shown);
        for part in &pictures {
            assert_eq!((part.x, part.right()), (pictures[0].x, area.right()), "{what}");
        }
        if let Some(first) = arrangement.first_strip().filter(|strip| strip.x > 0) {
            assert_eq!(on_time_axis(first), first, "{what}");
        }
        for placed in &arrangement.placed {
            let (least, Rect { width, height, .. }) = match placed.pane.slot {
                Slot::View { .. } => ((36, 9), placed.area),
                Slot::LastStrip => ((36, 4), placed.area),
                Slot::Strip(_) if placed.pane.name != "time axis" => ((36, 2), placed.area),
                _ => continue,
            };
            assert!(width >= least.0 && height >= least.1, "{what} {}", placed.pane.name);
        }
    });
}

/// Rolling areas show what an earlier frame showed there, shifted to the left by whole cells.
#[test]
fn what_rolls_moves_by_whole_cells() {
    let area = Rect::new(0, 0, 120, 40);
    let drawn = |subject: &TestFront| {
        let mut buf = Buffer::empty(area);
        super::render_front(&mut buf, subject.front(), &LOOK());
        (buf, Rolling::of_front(subject.front(), area).expect("it rolls"))
    };
    for mut subject in [neuron("regular-spiking"), circuit("gamma-pair"), circuit("tonic-synapse")]
    {
        subject.wait(60);
        let (before, old) = drawn(&subject);
        subject.wait(3);
        let (after, new) = drawn(&subject);
        assert_eq!((&old.areas, old.cell_ns), (&new.areas, new.cell_ns));
        let cells = u16::try_from(new.first_cell - old.first_cell).expect("forward");
        assert!(cells > 0);
        for part in &new.areas {
            // The earlier frame may have drawn its newest column before that column was complete.
            let stays = Rect { width: part.width - cells - 1, ..*part };
            let symbol = |buf: &Buffer, x: u16, y: u16| buf[(x, y)].symbol().to_owned();
            let is_same = |at: &ratatui::layout::Position| {
                symbol(&after, at.x, at.y) == symbol(&before, at.x + cells, at.y)
            };
            let moved = stays.positions().filter(is_same).count();
            let all = stays.area() as usize;
            assert!(moved * 20 >= all * 19, "{moved} of {all} in {part:?}");
        }
    }
}
