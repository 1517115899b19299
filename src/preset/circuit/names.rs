//! Populations by name.

use std::ops::Range;

use toml::Spanned;

use super::number::{Names, placeless};
use crate::circuit::{PopulationId, Recipe};
use crate::input::{Problem, quoted};

/// The populations with these names, ascending.
pub(super) fn named(
    key: &str,
    names: &Spanned<Names>,
    recipe: &Recipe,
) -> Result<Vec<PopulationId>, Problem> {
    let mut populations = Vec::new();
    let mut add = |name: &str, place: Range<usize>| {
        let found = recipe.numbered_populations().find(|(_, population)| population.name == name);
        let Some((population, _)) = found else {
            let message = format!("{key}: expected {}, found {}", choices(recipe), quoted(name));
            return Err(Problem::at(place, message));
        };
        if populations.contains(&population) {
            let message =
                format!("{key}: expected each population once, found {} again", quoted(name));
            return Err(Problem::at(place, message));
        }
        populations.push(population);
        Ok(())
    };
    match names.get_ref() {
        Names::One(name) => add(name, names.span())?,
        Names::Many(all) => {
            all.iter().try_for_each(|name| add(name.get_ref(), name.span()))?;
        }
    }
    if populations.is_empty() {
        let message = format!("{key}: expected at least one population");
        return Err(Problem::at(names.span(), message));
    }
    populations.sort_unstable();
    Ok(populations)
}

/// The names of all populations, for an error.
fn choices(recipe: &Recipe) -> String {
    const NAMES_MAX: usize = 8;
    let names = recipe.populations.iter().map(|population| &*population.name);
    let shown = names.take(NAMES_MAX).collect::<Vec<_>>().join(", ");
    let more = if recipe.populations.len() > NAMES_MAX { ", .." } else { "" };
    format!("the name of a population ({shown}{more})")
}

/// Names as they are written into a recording.
pub(super) fn names_of(populations: &[PopulationId], recipe: &Recipe) -> Spanned<Names> {
    let name = |population: PopulationId| recipe.population(population).name.clone();
    placeless(match *populations {
        [one] => Names::One(name(one)),
        _ => Names::Many(populations.iter().map(|&one| placeless(name(one))).collect()),
    })
}
