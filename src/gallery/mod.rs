//! The gallery: many neurons at once, each repeating its protocol on a tile, all on one clock.
//!
//! Each [`Tile`] has an engine of its own; how many steps it should have made follows from the common
//! clock, so no tile drifts. No key of the gallery changes a neuron, so nothing is recorded. The gallery
//! hands out the preset of the selected tile and knows no scope.
//!
//! ```
//! use izh_tui::desk::Start;
//! use izh_tui::gallery::{Figure, Gallery, GalleryStart};
//! use izh_tui::keys::DEFAULT_KEYMAP;
//! use izh_tui::preset::Library;
//! use izh_tui::scope::{Speed, ViewSettings};
//!
//! let scope = Start {
//!     view: ViewSettings::default(),
//!     paused: false,
//!     artificial: false,
//!     threads: 1,
//!     is_kiosk: false,
//!     keymap: &DEFAULT_KEYMAP,
//! };
//! let start = GalleryStart { figure: Figure::Features, speed: Speed::REAL_TIME, seed: 1, scope };
//! let mut gallery = Gallery::new(&Library::default(), start);
//!
//! // Panels A to T of 2004. After 50 ms the neuron of panel A has made 200 steps of 0.25 ms.
//! gallery.tick(50_000_000, || true);
//! let tile = &gallery.tiles()[0];
//! assert_eq!((gallery.tiles().len(), &*tile.exhibit().label), (20, "A"));
//! assert_eq!((gallery.time_ms(), tile.engine().step().0), (50.0, 200));
//! ```

mod exhibits;
mod grid;
mod handle;
mod tile;

pub use exhibits::{Exhibit, Figure, Schemes, exhibits};
pub use grid::Grid;
pub use tile::Tile;

use crate::desk::{Desk, Help, Paced, Start, follow};
use crate::engine::Experiment;
use crate::job::{Allowance, Pieces};
use crate::keys::{Context, KeyRow, Layer, Place};
use crate::preset::Catalog;
use crate::scope::Speed;
use crate::trace::ModelNs;

/// Steps of the gallery's clock in a millisecond, as the pacer counts them: the clock counts nanoseconds.
const NS_PER_MS: u32 = 1_000_000;
/// Model time between two readings of the wall clock (ns): at first, and at most.
const PIECES: Pieces = Pieces::new(1_000_000, 100_000_000);
/// Settings with which the gallery starts.
#[derive(Clone, Copy, Debug)]
pub struct GalleryStart {
    /// The figure that is shown first.
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
    now_ns: ModelNs,
    desk: Desk,
    selected: usize,
    help: Option<Help>,
}

impl Gallery {
    /// A gallery of the neurons of `catalog`. One pass of each has been run, so that its picture is there.
    #[must_use]
    pub fn new(catalog: impl Into<Catalog>, start: GalleryStart) -> Self {
        let mut gallery = Self {
            catalog: catalog.into(),
            start,
            figure: start.figure,
            schemes: Schemes::default(),
            tiles: Vec::new(),
            now_ns: ModelNs::ZERO,
            desk: Desk::new(&Start { paused: false, ..start.scope }, start.speed, PIECES),
            selected: 0,
            help: None,
        };
        gallery.begin_figure();
        gallery
    }

    /// Begins the tiles of the present figure and schemes, at model time 0.
    fn begin_figure(&mut self) {
        let exhibits = exhibits(&self.catalog.neurons, self.figure, self.schemes).into_iter();
        self.tiles = exhibits.map(|exhibit| Tile::new(exhibit, self.start.seed)).collect();
        self.selected = self.selected.min(self.tiles.len().saturating_sub(1));
        self.now_ns = ModelNs::ZERO;
        self.desk.begin_pace();
        self.desk.forget_pieces();
    }

    /// The figure that is shown.
    #[must_use]
    pub fn figure(&self) -> Figure {
        self.figure
    }

    /// The schemes under which it is shown.
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

    /// Columns and rows of tiles on a page.
    #[must_use]
    pub fn grid(&self) -> Grid {
        Grid::of(self.desk.screen.0, self.desk.screen.1, self.tiles.len())
    }

    /// The page with the selected tile, counted from 0, and the number of pages.
    #[must_use]
    pub fn page(&self) -> (usize, usize) {
        let places = self.grid().places();
        (self.selected / places, self.tiles.len().div_ceil(places).max(1))
    }

    /// Sets the size of the screen (columns, rows).
    pub fn fit(&mut self, screen: (u16, u16)) {
        self.desk.screen = screen;
    }

    /// Model time since the first pass began (ms).
    #[must_use]
    pub fn time_ms(&self) -> f64 {
        self.now_ns.to_ms()
    }

    /// Speed, pause, lag, notices, link and keys.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The context that decides what a key means.
    pub(crate) fn key_context(&self) -> Context {
        let layer = self.help.as_ref().map_or(Layer::Base, Help::layer);
        self.desk.key_context(Place::Gallery, layer, false)
    }

    /// The keys of the gallery, as help lists them.
    #[must_use]
    pub fn bindings(&self) -> Vec<&'static KeyRow> {
        self.desk.keymap.rows(self.key_context().under(Layer::Base))
    }

    /// The help overlay, if it is open.
    #[must_use]
    pub fn help(&self) -> Option<&Help> {
        self.help.as_ref()
    }

    /// Lets `elapsed_ns` of wall time pass. `allowance` is asked between pieces of the work whether
    /// there is time for another; model time for which there is none is dropped and shown as lag.
    pub fn tick(&mut self, elapsed_ns: u64, mut allowance: impl Allowance) {
        self.desk.pass(elapsed_ns);
        if !self.desk.paused {
            follow(self, elapsed_ns, &mut allowance);
        }
    }

    fn advance_to(&mut self, now_ns: ModelNs) {
        self.now_ns = now_ns;
        for tile in &mut self.tiles {
            tile.advance_to(now_ns);
        }
    }

    /// Advances the clock to the next step of the selected neuron; the others follow the clock.
    fn step(&mut self) {
        if let Some(tile) = self.tiles.get(self.selected) {
            self.advance_to(tile.next_due_ns());
        }
    }

    /// Experiment, catalogue and settings of a scope that shows the selected neuron under the present
    /// scheme, as the command line would start it.
    pub(crate) fn opened(&self) -> Option<(Experiment, Catalog, Start)> {
        let setup = self.tiles.get(self.selected)?.exhibit().preset.subject.clone();
        let experiment = Experiment::live(&setup.into(), self.start.seed);
        Some((experiment, self.catalog.clone(), self.start.scope))
    }
}

impl Paced for Gallery {
    fn desk_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn steps_per_ms(&self) -> u32 {
        NS_PER_MS
    }

    fn make(&mut self, ns: u64) -> Option<u64> {
        self.advance_to(self.now_ns + ModelNs::of_steps(ns, NS_PER_MS));
        Some(ns)
    }
}
