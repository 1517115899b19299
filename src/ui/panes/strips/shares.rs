//! Division of the rows above the stimulus among a circuit's raster, rates and channels.

use super::units;
use crate::instrument::Circuit;
use crate::scope::{Page, Pictures};
use crate::ui::pane::Room;

/// Largest circuit (neurons) for which potentials tell more than a raster.
const FEW: u32 = 8;
/// Least height of a raster or a channel, title included.
const PANE_MIN: u16 = 4;
/// Most populations with a strip of rates each.
pub(crate) const STRIPS_MAX: u16 = 6;

/// Contents that compete for the rows.
#[derive(Clone, Debug)]
struct Wanted {
    page: Page,
    /// Neurons of the circuit.
    neurons: u32,
    /// Populations of the circuit.
    populations: usize,
    /// Indices of the channels that are on.
    on: Vec<usize>,
    /// The selected channel.
    selected: usize,
}

/// Rows per kind of strip, titles included.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Heights {
    pub(crate) raster: u16,
    pub(crate) rates: u16,
    /// Rows of all channels together, and the number of channels.
    channels: (u16, usize),
}

/// Rows of each kind of strip; `None` without a circuit.
pub(crate) fn heights(room: Room<'_>) -> Option<Heights> {
    let wanted = Wanted::of(room.shown.circuit()?, room.has_view);
    Some(Heights::of(units::rows_above(room), &wanted))
}

/// Rows of the channel at `index`. Channels stand one below the other; the first ones get the spare
/// rows.
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
            // A large view without room counts as not requested.
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

    /// Rows for one strip of rates per population, or for one common strip of too many populations.
    fn rate_rows(&self) -> u16 {
        1 + 4 * (self.populations as u16).min(STRIPS_MAX)
    }

    /// The channels shown where `count` fit: the first ones, and always the selected one.
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

    /// The raster, and the rates of many neurons below it.
    fn raster(height: u16, wanted: &Wanted) -> Self {
        let rates = wanted.rate_rows().min(height / 3);
        let rates = if wanted.is_few() || height < 2 * PANE_MIN { 0 } else { rates.max(3) };
        Self { raster: height - rates, rates, ..Self::default() }
    }

    /// As many channels as fit.
    fn channels(height: u16, wanted: &Wanted) -> Self {
        // The last channel may have a row less.
        let count = wanted.on.len().min(usize::from((height + 1) / PANE_MIN)).max(1);
        Self { channels: (height, count), ..Self::default() }
    }

    /// Channels, and beside all of them a raster with a row or more for each neuron if it fits: for
    /// few neurons a raster adds nothing to the potentials.
    fn few(height: u16, wanted: &Wanted) -> Self {
        let neurons = wanted.neurons as u16;
        let raster = 1 + neurons * (height / 4 / neurons).clamp(1, 4);
        if height < raster + PANE_MIN * wanted.on.len() as u16 {
            return Self::channels(height, wanted);
        }
        Self { raster, ..Self::channels(height - raster, wanted) }
    }

    /// The raster, with rates and channels below it.
    fn many(height: u16, wanted: &Wanted) -> Self {
        if height < 3 * PANE_MIN {
            return Self::raster(height, wanted);
        }
        // On a low screen one strip shows the mean rate of all populations.
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
        // The selected channel is always shown.
        let wanted = wanted(Page::Overview, (1000, 2), &[0, 1, 2, 3]);
        assert_eq!(wanted.channels(1), [2]);
    }
}
