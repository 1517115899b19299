//! Assignment of neurons to the rows of a raster.

use std::ops::Range;

use crate::circuit::{NeuronId, PopulationId, Recipe};
use crate::ui::draw::plot::ROWS;

/// Neurons of one population, and the cell rows in which they are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Band {
    pub(super) population: PopulationId,
    pub(super) neurons: Range<NeuronId>,
    pub(super) rows: Range<u16>,
    /// Draws every `stride`-th neuron.
    pub(super) stride: u32,
}

impl Band {
    /// Number of neurons in the band, drawn or not.
    pub(super) fn count(&self) -> u32 {
        NeuronId::count(&self.neurons)
    }

    pub(super) fn draws(&self, neuron: NeuronId) -> bool {
        neuron.places_after(self.neurons.start).is_multiple_of(self.stride)
    }

    /// Raises `stride` where more than `crowd` neurons would share a row of dots.
    pub(super) fn thin_out(&mut self, crowd: u32) {
        let count = self.count();
        let dots = u32::from(self.rows.end - self.rows.start) * ROWS as u32;
        self.stride = count.div_ceil(dots * crowd).max(1);
    }

    /// First and last dot row of `neuron`, counted from the top of the raster. Neurons several dots
    /// apart leave one dot blank between them.
    pub(super) fn dots(&self, neuron: NeuronId) -> (usize, usize) {
        let dots = u32::from(self.rows.end - self.rows.start) * ROWS as u32;
        let count = self.count();
        // No overflow: there are at most a million neurons and a few hundred rows.
        let edge = |place: u32| (place * dots / count) as usize;
        let place = neuron.places_after(self.neurons.start);
        let (first, next) = (edge(place), edge(place + 1));
        let gap = if next - first >= 3 { 2 } else { 1 };
        let top = usize::from(self.rows.start) * ROWS;
        (top + first, top + next.saturating_sub(gap).max(first))
    }
}

/// The bands of the neurons in `shown`, in `rows` cell rows.
pub(super) fn bands(recipe: &Recipe, shown: Range<NeuronId>, rows: u16) -> Vec<Band> {
    let mut populations: Vec<(PopulationId, Range<NeuronId>)> = Vec::new();
    for index in recipe.population_ids() {
        let all = recipe.range(index);
        let part = all.start.max(shown.start)..all.end.min(shown.end);
        if !part.is_empty() {
            populations.push((index, part));
        }
    }
    let all = NeuronId::count(&shown);
    let rows_of: Vec<u16> = match all {
        // Each neuron gets whole rows.
        _ if all <= u32::from(rows) => {
            let each = rows / all.max(1) as u16;
            populations.iter().map(|(_, part)| NeuronId::count(part) as u16 * each).collect()
        }
        _ if populations.len() <= usize::from(rows) => shares(&populations, rows),
        _ => return crowded(&populations, shown, rows),
    };
    let mut top = 0;
    let band = |((population, neurons), rows): ((PopulationId, Range<NeuronId>), u16)| {
        top += rows;
        Band { population, neurons, rows: top - rows..top, stride: 1 }
    };
    populations.into_iter().zip(rows_of).map(band).collect()
}

/// Shares out `rows` in proportion to the number of neurons, at least one row per population.
fn shares(populations: &[(PopulationId, Range<NeuronId>)], rows: u16) -> Vec<u16> {
    let counts: Vec<u64> =
        populations.iter().map(|(_, part)| u64::from(NeuronId::count(part))).collect();
    let all: u64 = counts.iter().sum();
    let mut shares: Vec<u16> =
        counts.iter().map(|count| (count * u64::from(rows) / all).max(1) as u16).collect();
    // Rounding leaves rows over or short: add them where a row holds the most neurons, and take
    // them where a row holds the fewest.
    loop {
        let given: u16 = shares.iter().sum();
        let crowd = |rows: u16, place: usize| counts[place] as f64 / f64::from(rows);
        if given < rows {
            let place = (0..shares.len())
                .max_by(|&a, &b| crowd(shares[a], a).total_cmp(&crowd(shares[b], b)));
            shares[place.unwrap_or(0)] += 1;
        } else if given > rows {
            let wide = (0..shares.len()).filter(|place| shares[*place] > 1);
            let place =
                wide.min_by(|&a, &b| crowd(shares[a] - 1, a).total_cmp(&crowd(shares[b] - 1, b)));
            shares[place.unwrap_or(0)] -= 1;
        } else {
            return shares;
        }
    }
}

/// One band per row, for more populations than rows; its first population sets its colour.
fn crowded(
    populations: &[(PopulationId, Range<NeuronId>)],
    shown: Range<NeuronId>,
    rows: u16,
) -> Vec<Band> {
    let all = u64::from(NeuronId::count(&shown));
    let edge = |row: u16| shown.start.plus((u64::from(row) * all / u64::from(rows)) as u32);
    let band = |row: u16| {
        let neurons = edge(row)..edge(row + 1);
        let first = populations.iter().find(|(_, part)| part.end > neurons.start);
        let population = first.map_or(PopulationId::FIRST, |(index, _)| *index);
        Band { population, neurons, rows: row..row + 1, stride: 1 }
    };
    (0..rows).map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::Library;

    fn recipe(counts: &[u32]) -> Recipe {
        let library = Library::default();
        let mut recipe = (*library.circuits()[0].preset.subject).clone();
        let population = recipe.populations[0].clone();
        let with = |count: &u32| crate::circuit::Population { count: *count, ..population.clone() };
        recipe.populations = counts.iter().map(with).collect();
        recipe
    }

    fn rows(counts: &[u32], rows: u16) -> Vec<u16> {
        let recipe = recipe(counts);
        let bands = bands(&recipe, recipe.all_neurons(), rows);
        let tops = bands.windows(2).all(|pair| pair[0].rows.end == pair[1].rows.start);
        assert!(tops && bands[0].rows.start == 0, "{bands:?}");
        bands.iter().map(|band| band.rows.end - band.rows.start).collect()
    }

    #[test]
    fn rows_are_shared_out_by_numbers() {
        assert_eq!(rows(&[800, 200], 10), [8, 2]);
        assert_eq!(rows(&[800, 200], 7), [5, 2]);
        assert_eq!(rows(&[1000, 1, 1], 5), [3, 1, 1]);
        assert_eq!(rows(&[1, 1], 7), [3, 3]);
        assert_eq!(rows(&[2, 1], 7), [4, 2]);
        assert_eq!(rows(&[10; 12], 5), [1; 5]);
    }

    #[test]
    fn every_neuron_has_its_dots_within_the_band() {
        for (counts, height) in [([800, 200], 10), ([3, 4], 9), ([30, 10], 10), ([1, 1], 4)] {
            let recipe = recipe(&counts);
            let mut last_row = 0;
            for band in bands(&recipe, recipe.all_neurons(), height) {
                for neuron in NeuronId::numbers(&band.neurons).map(NeuronId::new) {
                    let (first, last) = band.dots(neuron);
                    assert!(first <= last && last_row <= first, "{counts:?} {neuron}");
                    assert!(first >= usize::from(band.rows.start) * ROWS);
                    assert!(last < usize::from(band.rows.end) * ROWS);
                    last_row = first;
                }
            }
        }
        // Three of four dots, so that two neighbours that fire together stay apart.
        let recipe = recipe(&[2, 2]);
        assert_eq!(bands(&recipe, recipe.all_neurons(), 4)[0].dots(NeuronId::new(0)), (0, 2));
        assert_eq!(
            bands(&recipe, recipe.range(PopulationId::new(1)), 4)[0].dots(NeuronId::new(3)),
            (8, 14)
        );
    }
}
