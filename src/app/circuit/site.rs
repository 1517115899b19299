//! Which neurons are meant: where keys inject, and what the raster shows.

use std::ops::Range;

use super::CircuitScope;
use super::settings::{Aim, Zoom};
use crate::engine::Site;

/// Neurons that the raster shows of a neighbourhood.
const NEIGHBOURS: u32 = 40;

impl CircuitScope {
    /// Where keys inject: the neuron of the selected channel, or its population.
    #[must_use]
    pub fn site(&self) -> Site {
        match self.aim {
            Aim::Neuron => Site::Neuron(self.selected_neuron()),
            Aim::Population => Site::Population(self.selected_population()),
        }
    }

    /// The neuron of the selected channel.
    #[must_use]
    pub fn selected_neuron(&self) -> u32 {
        self.channels[self.selected].neuron()
    }

    /// Index of its population.
    #[must_use]
    pub fn selected_population(&self) -> usize {
        self.recipe().population_of(self.selected_neuron()).unwrap_or(0)
    }

    /// What `site` is called: `E`, or `E 12` for a neuron by its place in its population, counted
    /// from 0.
    #[must_use]
    pub fn site_name(&self, site: Site) -> String {
        let recipe = self.recipe();
        match site {
            Site::Population(index) => recipe.populations[index].name.clone(),
            Site::Neuron(neuron) => match recipe.population_of(neuron) {
                Some(index) => {
                    let place = neuron - recipe.range(index).start;
                    format!("{} {place}", recipe.populations[index].name)
                }
                None => neuron.to_string(),
            },
        }
    }

    /// The holding current at [`Self::site`].
    #[must_use]
    pub fn holding_current(&self) -> f64 {
        self.engine().holding_current(self.site())
    }

    /// The sustained current at [`Self::site`], if it is on there.
    #[must_use]
    pub fn sustained_current(&self) -> Option<f64> {
        self.engine().sustained_current(self.site())
    }

    /// Which neurons the raster shows.
    #[must_use]
    pub fn zoom(&self) -> Zoom {
        self.zoom
    }

    /// The numbers of the neurons that the raster shows.
    #[must_use]
    pub fn shown_neurons(&self) -> Range<u32> {
        let recipe = self.recipe();
        let population = recipe.range(self.selected_population());
        match self.zoom {
            Zoom::All => 0..recipe.neurons(),
            Zoom::Population => population,
            Zoom::Neighbours => {
                // So many rows, wherever in its population the neuron is.
                let count = NEIGHBOURS.min(population.end - population.start);
                let first = self.selected_neuron().saturating_sub(count / 2);
                let first = first.clamp(population.start, population.end - count);
                first..first + count
            }
        }
    }
}
