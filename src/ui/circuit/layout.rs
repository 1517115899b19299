//! Which pane of a circuit's scope goes where.

use ratatui::layout::Rect;

use crate::instrument::{CircuitScope, CircuitView};
use crate::ui::layout::{
    LINES_MIN, Stack, beside_view, fit_to_divisions, panels_width, split_left,
};
use crate::ui::readout;

/// Up to so many neurons, their potentials tell more than a raster does.
const FEW: u32 = 8;
/// Least height of a raster, and of a channel, title included.
const PANE_MIN: u16 = 4;
/// Most populations that have a strip of rates of their own.
pub(super) const STRIPS_MAX: u16 = 6;

/// The panes of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Panes {
    pub(super) header: Rect,
    pub(super) readout: Option<Rect>,
    pub(super) side: Option<Rect>,
    /// A large view, beside the scope or above it.
    pub(super) view: Option<Rect>,
    pub(super) raster: Option<Rect>,
    pub(super) rates: Option<Rect>,
    /// Channels by their index.
    pub(super) channels: Vec<(usize, Rect)>,
    pub(super) stimulus: Rect,
    pub(super) time_axis: Rect,
    pub(super) hint: Option<Rect>,
    pub(super) status: Option<Rect>,
    pub(super) footer: Rect,
}

/// What is to be shown.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) view: CircuitView,
    /// Neurons of the circuit.
    pub(super) neurons: u32,
    /// Populations of the circuit.
    pub(super) populations: usize,
    /// Channels that are on, by their index.
    pub(super) on: Vec<usize>,
    /// The selected channel.
    pub(super) selected: usize,
}

impl Shown {
    pub(super) fn of(scope: &CircuitScope) -> Self {
        let channels = scope.channels().iter().enumerate();
        Self {
            view: scope.view(),
            neurons: scope.recipe().neurons(),
            populations: scope.recipe().populations.len(),
            on: channels.filter(|(_, channel)| channel.is_on()).map(|(index, _)| index).collect(),
            selected: scope.selected(),
        }
    }

    fn is_few(&self) -> bool {
        self.neurons <= FEW
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

/// Heights of what shares the room above the stimulus, titles included.
#[derive(Debug, Default)]
struct Heights {
    raster: u16,
    rates: u16,
    /// All channels together, and their number.
    channels: (u16, usize),
}

impl Heights {
    fn of(height: u16, shown: &Shown, view: CircuitView) -> Self {
        match view {
            _ if shown.on.is_empty() => Self::raster(height, shown),
            CircuitView::Overview if shown.is_few() => Self::few(height, shown),
            CircuitView::Overview => Self::many(height, shown),
            CircuitView::Raster => Self::raster(height, shown),
            CircuitView::Channels => Self::channels(height, shown),
            CircuitView::Spectrum | CircuitView::Weights if shown.is_few() => {
                Self::channels(height, shown)
            }
            CircuitView::Spectrum | CircuitView::Weights => Self::raster(height, shown),
        }
    }

    /// The raster, and if it is of many neurons the rates below it.
    fn raster(height: u16, shown: &Shown) -> Self {
        let strips = (shown.populations as u16).min(STRIPS_MAX);
        let rates = (1 + 4 * strips).min(height / 3);
        let rates = if shown.is_few() || height < 2 * PANE_MIN { 0 } else { rates.max(3) };
        Self { raster: height - rates, rates, ..Self::default() }
    }

    /// As many channels as find room.
    fn channels(height: u16, shown: &Shown) -> Self {
        // The last one may have a row less.
        let count = shown.on.len().min(usize::from((height + 1) / PANE_MIN)).max(1);
        Self { channels: (height, count), ..Self::default() }
    }

    /// Channels, and if all of them find room beside it, a raster with a row or more for each neuron:
    /// of few neurons it tells nothing that their potentials don't.
    fn few(height: u16, shown: &Shown) -> Self {
        let neurons = shown.neurons as u16;
        let raster = 1 + neurons * (height / 4 / neurons).clamp(1, 4);
        if height < raster + PANE_MIN * shown.on.len() as u16 {
            return Self::channels(height, shown);
        }
        Self { raster, ..Self::channels(height - raster, shown) }
    }

    /// The raster, rates and channels below it.
    fn many(height: u16, shown: &Shown) -> Self {
        if height < 3 * PANE_MIN {
            return Self::raster(height, shown);
        }
        let strips = (shown.populations as u16).min(STRIPS_MAX);
        // Where there is little room one strip tells of all populations together.
        let rates = if height < 20 { 3 } else { (1 + 4 * strips).min(height / 4) };
        let channels = (height * 3 / 10).max(PANE_MIN);
        let shares = Self::channels(channels, shown);
        Self { raster: height - rates - channels, rates, ..shares }
    }
}

impl Panes {
    /// The panes for what is shown.
    pub(super) fn of(area: Rect, shown: &Shown) -> Self {
        let roomy = area.height >= LINES_MIN;
        let lines_below = if roomy { 3 } else { 1 };
        let mut rows = Stack(area);
        let header = rows.top(1);
        let readout_height = readout::height(area);
        let readout = (readout_height > 0).then(|| rows.top(readout_height));
        let middle = rows.top(area.height - 1 - readout_height - lines_below);
        let hint = roomy.then(|| rows.top(1));
        let status = roomy.then(|| rows.top(1));
        let footer = rows.top(1);

        let is_large = large_name(shown.view).is_some();
        let (side, beside) = split_left(middle, if is_large { 0 } else { panels_width(area) });
        let (view, scope) = if is_large { beside_view(area, beside) } else { (None, beside) };
        let (side, view, scope) = fit_to_divisions(side, view, scope);
        let stimulus_height = (scope.height / 7).clamp(3, 6);
        let height = scope.height - stimulus_height - 1;
        // What finds no room is as if it were not asked for.
        let arranged = if is_large && view.is_none() { CircuitView::Overview } else { shown.view };
        let heights = Heights::of(height, shown, arranged);
        let mut rows = Stack(scope);
        let mut pane = |height: u16| (height > 0).then(|| rows.top(height));
        let (raster, rates) = (pane(heights.raster), pane(heights.rates));
        let channels = channels(&mut rows, heights.channels, shown);
        let (stimulus, time_axis) = (rows.top(stimulus_height), rows.top(1));
        Self {
            header,
            readout,
            side,
            view,
            raster,
            rates,
            channels,
            stimulus,
            time_axis,
            hint,
            status,
            footer,
        }
    }
}

/// Channels one below the other; what is left over goes to the first ones.
fn channels(rows: &mut Stack, (height, count): (u16, usize), shown: &Shown) -> Vec<(usize, Rect)> {
    if height == 0 {
        return Vec::new();
    }
    let indices = shown.channels(count);
    let (each, over) = (height / indices.len() as u16, height % indices.len() as u16);
    let pane = |(place, index): (u16, usize)| (index, rows.top(each + u16::from(place < over)));
    (0..).zip(indices).map(pane).collect()
}

/// What a large view is called.
pub(super) fn large_name(view: CircuitView) -> Option<&'static str> {
    match view {
        CircuitView::Spectrum | CircuitView::Weights => Some(view.name()),
        CircuitView::Overview | CircuitView::Raster | CircuitView::Channels => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Circuits of few and many neurons, with channels on and off.
    fn all() -> impl Iterator<Item = Shown> {
        let circuits = [(1, 1), (2, 2), (8, 3), (9, 9), (1000, 2), (1_000_000, 64)];
        let on: [&[usize]; 4] = [&[], &[2], &[0, 1], &[0, 1, 2, 3]];
        CircuitView::ALL.into_iter().flat_map(move |view| {
            circuits.into_iter().flat_map(move |(neurons, populations)| {
                on.map(|on| Shown { view, neurons, populations, on: on.to_vec(), selected: 2 })
            })
        })
    }

    #[test]
    fn the_panes_tile_the_screen() {
        for shown in all() {
            for width in (40..220).step_by(3) {
                for height in 10..70 {
                    let area = Rect::new(0, 0, width, height);
                    let panes = Panes::of(area, &shown);
                    let some = [
                        Some(panes.header),
                        panes.readout,
                        panes.side,
                        panes.view,
                        panes.raster,
                        panes.rates,
                        Some(panes.stimulus),
                        Some(panes.time_axis),
                        panes.hint,
                        panes.status,
                        Some(panes.footer),
                    ];
                    let channels = panes.channels.iter().map(|(_, pane)| *pane);
                    let all = some.into_iter().flatten().chain(channels.clone());
                    let cells: u32 = all.map(|pane| pane.area()).sum();
                    let what = format!("{width}x{height} {shown:?} {panes:?}");
                    assert_eq!(cells, area.area(), "{what}");
                    assert!(panes.raster.is_some() || !panes.channels.is_empty(), "{what}");
                    // What rolls is of one width, at the right edge.
                    for pane in channels.chain(panes.raster).chain(panes.rates) {
                        assert_eq!((pane.x, pane.right()), (panes.stimulus.x, width), "{what}");
                        assert!(
                            pane.height >= if panes.rates == Some(pane) { 3 } else { 2 },
                            "{what}"
                        );
                    }
                    assert!(panes.channels.iter().all(|(_, pane)| pane.height >= 3), "{what}");
                    assert!(panes.stimulus.height >= 3 && panes.stimulus.width >= 36, "{what}");
                }
            }
        }
    }

    #[test]
    fn many_neurons_have_a_raster_and_few_have_channels() {
        let shown = |neurons, on: &[usize]| Shown {
            view: CircuitView::Overview,
            neurons,
            populations: 2,
            on: on.to_vec(),
            selected: 3,
        };
        let height = |pane: Option<Rect>| pane.map_or(0, |pane| pane.height);
        for size in [(40, 10), (80, 24), (120, 40), (200, 60)] {
            let area = Rect::new(0, 0, size.0, size.1);
            let many = Panes::of(area, &shown(1000, &[0, 1]));
            let channels: u16 = many.channels.iter().map(|(_, pane)| pane.height).sum();
            assert!(height(many.raster) > channels.max(height(many.rates)), "{size:?} {many:?}");
            let few = Panes::of(area, &shown(2, &[0, 1]));
            let channels: u16 = few.channels.iter().map(|(_, pane)| pane.height).sum();
            assert!(channels > 2 * height(few.raster) && few.rates.is_none(), "{size:?} {few:?}");
        }
        // The selected one is always there.
        let panes = Panes::of(Rect::new(0, 0, 80, 24), &shown(1000, &[0, 1, 2, 3]));
        assert_eq!(panes.channels.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [3]);
    }
}
