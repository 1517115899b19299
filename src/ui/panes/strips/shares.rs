//! How a circuit's raster, rates and channels share the rows above the stimulus.

use super::units;
use crate::instrument::Circuit;
use crate::scope::{Page, Pictures};
use crate::ui::pane::Room;

/// Up to this many neurons, potentials tell more than a raster does.
const FEW: u32 = 8;
/// Least height of a raster, and of a channel, title included.
const PANE_MIN: u16 = 4;
/// Most populations that have a strip of rates of their own.
pub(crate) const STRIPS_MAX: u16 = 6;

/// What there is to be shown.
#[derive(Clone, Debug)]
struct Wanted {
    page: Page,
    /// Neurons of the circuit.
    neurons: u32,
    /// Populations of the circuit.
    populations: usize,
    /// Channels that are on, by their index.
    on: Vec<usize>,
    /// The selected channel.
    selected: usize,
}

/// Rows for each, titles included.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Heights {
    pub(crate) raster: u16,
    pub(crate) rates: u16,
    /// All channels together, and their number.
    channels: (u16, usize),
}

/// The rows that a circuit's pictures have.
pub(crate) fn heights(room: Room<'_>) -> Option<Heights> {
    let wanted = Wanted::of(room.shown.circuit()?, room.has_view);
    Some(Heights::of(units::rows_above(room), &wanted))
}

/// The rows that the channel at `index` has: channels stand one below the other, and what is left over
/// goes to the first ones.
pub(crate) fn channel_rows(room: Room<'_>, index: usize) -> u16 {
    let Some(scope) = room.shown.circuit() else { return 0 };
    let wanted = Wanted::of(scope, room.has_view);
    let (height, count) = Heights::of(units::rows_above(room), &wanted).channels;
    let shown = wanted.channels(count);
    let Some(place) = shown.iter().position(|channel| *channel == index) else { return 0 };
    let count = shown.len() as u16;
    height / count + u16::from((place as u16) < height % count)
}

impl Wanted {
    fn of(scope: Circuit<'_>, has_view: bool) -> Self {
        let channels = scope.channels().iter().enumerate();
        let page = scope.page();
        Self {
            // What finds no room is as if it were not asked for.
            page: if page.is_large_view() && !has_view { Page::Overview } else { page },
            neurons: scope.recipe().neurons(),
            populations: scope.recipe().populations.len(),
            on: channels.filter(|(_, channel)| channel.is_on()).map(|(index, _)| index).collect(),
            selected: scope.selected(),
        }
    }

    fn is_few(&self) -> bool {
        self.neurons <= FEW
    }

    /// Rows for a strip of rates of each population, or of all together where they are too many.
    fn rate_rows(&self) -> u16 {
        1 + 4 * (self.populations as u16).min(STRIPS_MAX)
    }

    /// The channels that are shown where there is room for `count`: the first ones, and the selected one.
    fn channels(&self, count: usize) -> Vec<usize> {
        let mut shown: Vec<usize> = self.on.iter().copied().take(count).collect();
        if let Some(last) = shown.last_mut()
            && *last < self.selected
            && self.on.contains(&self.selected)
        {
            *last = self.selected;
        }
        shown
    }
}

impl Heights {
    fn of(height: u16, wanted: &Wanted) -> Self {
        match wanted.page.pictures() {
            _ if wanted.on.is_empty() => Self::raster(height, wanted),
            Pictures::All if wanted.is_few() => Self::few(height, wanted),
            Pictures::All => Self::many(height, wanted),
            Pictures::Channels => Self::channels(height, wanted),
            Pictures::OfSize if wanted.is_few() => Self::channels(height, wanted),
            Pictures::Raster | Pictures::OfSize => Self::raster(height, wanted),
        }
    }

    /// The raster, and if it is of many neurons the rates below it.
    fn raster(height: u16, wanted: &Wanted) -> Self {
        let rates = wanted.rate_rows().min(height / 3);
        let rates = if wanted.is_few() || height < 2 * PANE_MIN { 0 } else { rates.max(3) };
        Self { raster: height - rates, rates, ..Self::default() }
    }

    /// As many channels as find room.
    fn channels(height: u16, wanted: &Wanted) -> Self {
        // The last one may have a row less.
        let count = wanted.on.len().min(usize::from((height + 1) / PANE_MIN)).max(1);
        Self { channels: (height, count), ..Self::default() }
    }

    /// Channels, and if all of them find room beside it, a raster with a row or more for each neuron:
    /// of few neurons it tells nothing that their potentials don't.
    fn few(height: u16, wanted: &Wanted) -> Self {
        let neurons = wanted.neurons as u16;
        let raster = 1 + neurons * (height / 4 / neurons).clamp(1, 4);
        if height < raster + PANE_MIN * wanted.on.len() as u16 {
            return Self::channels(height, wanted);
        }
        Self { raster, ..Self::channels(height - raster, wanted) }
    }

    /// The raster, rates and channels below it.
    fn many(height: u16, wanted: &Wanted) -> Self {
        if height < 3 * PANE_MIN {
            return Self::raster(height, wanted);
        }
        // Where there is little room one strip tells of all populations together.
        let rates = if height < 20 { 3 } else { wanted.rate_rows().min(height / 4) };
        let channels = (height * 3 / 10).max(PANE_MIN);
        let shares = Self::channels(channels, wanted);
        Self { raster: height - rates - channels, rates, ..shares }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(page: Page, circuit: (u32, usize), on: &[usize]) -> Wanted {
        let (neurons, populations) = circuit;
        Wanted { page, neurons, populations, on: on.to_vec(), selected: 2 }
    }

    #[test]
    fn every_row_is_shared_out() {
        let circuits = [(1, 1), (2, 2), (8, 3), (9, 9), (1000, 2), (1_000_000, 64)];
        let on: [&[usize]; 4] = [&[], &[2], &[0, 1], &[0, 1, 2, 3]];
        for (page, circuit) in
            Page::OF_CIRCUIT.iter().flat_map(|page| circuits.map(|circuit| (*page, circuit)))
        {
            for wanted in on.map(|on| wanted(page, circuit, on)) {
                for height in 3..70 {
                    let heights = Heights::of(height, &wanted);
                    let Heights { raster, rates, channels: (channels, count) } = heights;
                    let what = format!("{height} {wanted:?} {heights:?}");
                    assert_eq!(raster + rates + channels, height, "{what}");
                    assert!(raster > 0 || channels > 0, "{what}");
                    assert!(rates == 0 || rates >= 3, "{what}");
                    let shown = wanted.channels(count).len() as u16;
                    assert!(channels == 0 || channels / shown >= 3, "{what}");
                    assert!(wanted.on.is_empty() == (shown == 0) || channels == 0, "{what}");
                }
            }
        }
    }

    #[test]
    fn many_neurons_have_a_raster_and_few_have_channels() {
        for height in [4, 12, 26, 44] {
            let overview =
                |neurons| Heights::of(height, &wanted(Page::Overview, (neurons, 2), &[0, 1]));
            let many = overview(1000);
            assert!(many.raster > many.channels.0.max(many.rates), "{many:?}");
            let few = overview(2);
            assert!(few.channels.0 > 2 * few.raster && few.rates == 0, "{few:?}");
        }
        // The selected one is always there.
        let wanted = wanted(Page::Overview, (1000, 2), &[0, 1, 2, 3]);
        assert_eq!(wanted.channels(1), [2]);
    }
}
