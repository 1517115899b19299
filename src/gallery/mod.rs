//! The gallery: many neurons at once, each repeating its protocol on a tile, all on one clock.
//!
//! Every tile has an engine of its own and derives from the common clock how many steps it should have
//! made. Nothing in the gallery can change a neuron, so nothing is recorded. It hands out the preset of
//! the selected tile and knows no scope.

mod exhibits;
mod grid;
mod handle;
mod tile;

pub use exhibits::{Exhibit, Figure, Schemes, exhibits};
pub use grid::Grid;
pub use tile::Tile;

use crate::desk::{Lag, Link, Notice, Paced, Pacer, Start, Tone};
use crate::engine::Experiment;
use crate::job::{Allowance, Pieces};
use crate::keys::{Context, KeyRow, Keymap, Layer, Place};
use crate::preset::Catalog;
use crate::scope::Speed;

/// The clock counts nanoseconds: to the pacer, these are the steps in a millisecond.
const NS_PER_MS: u32 = 1_000_000;
/// Model time between two looks at the wall clock (ns): at first, and at most.
const PIECES: Pieces = Pieces::new(1_000_000, 100_000_000);
/// The screen for which tiles are laid out until it is known (cells).
const SCREEN: (u16, u16) = (80, 24);

/// Settings with which the gallery starts.
#[derive(Clone, Copy, Debug)]
pub struct GalleryStart {
    /// What is shown.
    pub figure: Figure,
    /// Model time per real time.
    pub speed: Speed,
    /// Seed of all noise.
    pub seed: u64,
    /// Settings with which a scope that is opened from here starts.
    pub scope: Start,
}

/// The state of the gallery.
#[derive(Debug)]
pub struct Gallery {
    catalog: Catalog,
    start: GalleryStart,
    figure: Figure,
    schemes: Schemes,
    tiles: Vec<Tile>,
    /// Model time since the first pass of what is shown began (ns).
    now_ns: u64,
    speed: Speed,
    pacer: Pacer,
    pieces: Pieces,
    paused: bool,
    screen: (u16, u16),
    selected: usize,
    help: Option<u16>,
    notice: Option<Notice>,
    wall_ns: u64,
    lag: Lag,
    link: Option<Link>,
}

impl Gallery {
    /// A gallery of the neurons of `catalog`, with every picture drawn once.
    #[must_use]
    pub fn new(catalog: impl Into<Catalog>, start: GalleryStart) -> Self {
        let mut gallery = Self {
            catalog: catalog.into(),
            start,
            figure: start.figure,
            schemes: Schemes::default(),
            tiles: Vec::new(),
            now_ns: 0,
            speed: start.speed,
            pacer: Pacer::default(),
            pieces: PIECES,
            paused: false,
            screen: SCREEN,
            selected: 0,
            help: None,
            notice: None,
            wall_ns: 0,
            lag: Lag::default(),
            link: None,
        };
        gallery.hang();
        gallery
    }

    /// Puts up what `figure` and `schemes` say, from its beginning.
    fn hang(&mut self) {
        let exhibits = exhibits(&self.catalog.neurons, self.figure, self.schemes).into_iter();
        self.tiles = exhibits.map(|exhibit| Tile::new(exhibit, self.start.seed)).collect();
        self.selected = self.selected.min(self.tiles.len().saturating_sub(1));
        self.now_ns = 0;
        self.pacer = Pacer::default();
        self.pieces.forget();
    }

    /// What is shown.
    #[must_use]
    pub fn figure(&self) -> Figure {
        self.figure
    }

    /// Under which schemes it is shown.
    #[must_use]
    pub fn schemes(&self) -> Schemes {
        self.schemes
    }

    /// All tiles, in the order of the figure.
    #[must_use]
    pub fn tiles(&self) -> &[Tile] {
        &self.tiles
    }

    /// Index of the selected tile.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// How many tiles a page has room for.
    #[must_use]
    pub fn grid(&self) -> Grid {
        Grid::of(self.screen.0, self.screen.1, self.tiles.len())
    }

    /// The page with the selected tile, counted from 0, and how many pages there are.
    #[must_use]
    pub fn page(&self) -> (usize, usize) {
        let places = self.grid().places();
        (self.selected / places, self.tiles.len().div_ceil(places).max(1))
    }

    /// Sets the size of the screen (columns, rows).
    pub fn fit(&mut self, screen: (u16, u16)) {
        self.screen = screen;
    }

    /// Model time since the first pass began (ms).
    #[must_use]
    pub fn time_ms(&self) -> f64 {
        self.now_ns as f64 / f64::from(NS_PER_MS)
    }

    /// Model time per real time.
    #[must_use]
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// What decides which keys hold.
    fn key_context(&self) -> Context {
        let layer = if self.help.is_some() { Layer::Help } else { Layer::Base };
        let is_kiosk = self.start.scope.is_kiosk;
        Context { is_kiosk, ..Context::live(Place::Gallery).under(layer) }
    }

    /// Which key does what.
    #[must_use]
    pub fn keymap(&self) -> &'static Keymap {
        self.start.scope.keymap
    }

    /// The keys that do something here.
    #[must_use]
    pub fn bindings(&self) -> Vec<&'static KeyRow> {
        self.keymap().rows(self.key_context().under(Layer::Base))
    }

    /// Whether all neurons stand still.
    #[must_use]
    pub fn paused(&self) -> bool {
        self.paused
    }

    /// By how many rows help is scrolled down, if it is open.
    #[must_use]
    pub fn help(&self) -> Option<u16> {
        self.help
    }

    /// What is being said to the user.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Model time that was lately dropped because the machine could not follow (ms).
    #[must_use]
    pub fn lag_ms(&self) -> f64 {
        self.lag.ms()
    }

    /// What the link to the terminal carries, once it has been measured.
    #[must_use]
    pub fn link(&self) -> Option<Link> {
        self.link
    }

    /// Takes note of what the link carries, or that it is not being measured.
    pub fn set_link(&mut self, link: Option<Link>) {
        self.link = link;
    }

    /// Says something for a while.
    pub fn notify(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some(Notice::new(tone, text.into(), self.wall_ns));
    }

    /// Lets `elapsed_ns` of wall time pass. `allowance` is asked between pieces of the work whether
    /// there is time for another; model time for which there is none is dropped and shown as lag.
    pub fn tick(&mut self, elapsed_ns: u64, mut allowance: impl Allowance) {
        self.wall_ns += elapsed_ns;
        if self.paused {
            return;
        }
        self.notice = self.notice.take().filter(|notice| notice.expires_ns > self.wall_ns);
        self.lag.expire(self.wall_ns);
        let pace = self.pacer.pace(elapsed_ns, self.speed, NS_PER_MS);
        let speed = self.speed;
        let lost_ms = pace.make(self, speed, NS_PER_MS, &mut allowance);
        self.lag.add(lost_ms, self.wall_ns);
    }

    fn advance_to(&mut self, now_ns: u64) {
        self.now_ns = now_ns;
        for tile in &mut self.tiles {
            tile.advance_to(now_ns);
        }
    }

    /// Makes one step of the selected neuron; the others follow the clock.
    fn step(&mut self) {
        if let Some(tile) = self.tiles.get(self.selected) {
            self.advance_to(tile.next_due_ns());
        }
    }

    /// What a scope starts with that shows the selected neuron under the scheme in which it is shown, as
    /// the command line would start it.
    pub(crate) fn opened(&self) -> Option<(Experiment, Catalog, Start)> {
        let setup = self.tiles.get(self.selected)?.exhibit().preset.subject.clone();
        let experiment = Experiment::live(&setup.into(), self.start.seed);
        Some((experiment, self.catalog.clone(), self.start.scope))
    }
}

impl Paced for Gallery {
    fn make(&mut self, ns: u64) -> Option<u64> {
        self.advance_to(self.now_ns.saturating_add(ns));
        Some(ns)
    }

    fn pieces(&mut self) -> &mut Pieces {
        &mut self.pieces
    }
}
