//! Sites: the target of injections, and the neurons that the raster shows.

use std::ops::Range;

use super::Circuit;
use super::settings::{Aim, Zoom};
use crate::circuit::{NeuronId, PopulationId};
use crate::engine::Site;
use crate::instrument::Constant;

/// Number of neurons in a neighbourhood on the raster.
const NEIGHBOURS: u32 = 40;

impl<'a> Circuit<'a> {
    /// The target of injections: the selected neuron, or its population.
    #[must_use]
    pub fn site(self) -> Site {
        match self.state.aim {
            Aim::Neuron => Site::Neuron(self.selected_neuron()),
            Aim::Population => Site::Population(self.selected_population()),
        }
    }

    /// The population of the selected neuron.
    #[must_use]
    pub fn selected_population(self) -> PopulationId {
        self.recipe().population_of(self.selected_neuron()).unwrap_or(PopulationId::FIRST)
    }

    /// The name of `site`: `E` of a population, `E 12` of a neuron by its place in the population, counted
    /// from 0.
    #[must_use]
    pub fn site_name(self, site: Site) -> String {
        let recipe = self.recipe();
        match site {
            Site::Subject => recipe.name.clone(),
            Site::Population(index) => recipe.population(index).name.clone(),
            Site::Neuron(neuron) => recipe.neuron_name(neuron),
        }
    }

    /// The neuron that `text` names: by its number, or as `E:17` by its place in a population. Both count
    /// from 0.
    pub(super) fn neuron_called(self, text: &str) -> Result<NeuronId, String> {
        let recipe = self.recipe();
        let (range, place) = match text.split_once(':') {
            None => (recipe.all_neurons(), text),
            Some((name, place)) => {
                let name = name.trim();
                let index = recipe.population_ids().find(|it| recipe.population(*it).name == name);
                let Some(index) = index else {
                    return Err(format!("expected the name of a population, found {name}"));
                };
                (recipe.range(index), place)
            }
        };
        let last = NeuronId::count(&range) - 1;
        match place.trim().parse::<u32>() {
            Ok(place) if place <= last => Ok(range.start.plus(place)),
            _ => Err(format!("expected a number from 0 to {last}, found {}", place.trim())),
        }
    }

    /// The constant current at [`Self::site`] at the moment shown; a neuron also gets the sustained step of
    /// its population.
    #[must_use]
    pub fn constant(self) -> Constant {
        let (site, engine) = (self.site(), self.engine());
        let moment = self.moment();
        if moment.is_past() {
            let neuron = matches!(site, Site::Neuron(_)).then(|| self.selected_neuron());
            return self
                .state
                .stimuli
                .constant((self.selected_population(), neuron), moment.time_ns());
        }
        Constant::at(engine, site)
    }

    /// The zoom of the raster.
    #[must_use]
    pub fn zoom(self) -> Zoom {
        self.state.zoom
    }

    /// The neurons that the raster shows.
    #[must_use]
    pub fn shown_neurons(self) -> Range<NeuronId> {
        let recipe = self.recipe();
        let population = recipe.range(self.selected_population());
        match self.state.zoom {
            Zoom::All => recipe.all_neurons(),
            Zoom::Population => population,
            Zoom::Neighbours => {
                // The number of rows does not depend on the neuron's place in its population.
                let all = NeuronId::count(&population);
                let count = NEIGHBOURS.min(all);
                let before = self.selected_neuron().places_after(population.start);
                let first = before.saturating_sub(count / 2).min(all - count);
                let first = population.start.plus(first);
                first..first.plus(count)
            }
        }
    }
}
