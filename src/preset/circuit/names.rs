//! Populations by name.

use std::ops::Range;

use toml::Spanned;

use super::number::{Names, placeless};
use crate::circuit::Recipe;
use crate::input::{Problem, quoted};

/// The indices of the populations that are named, ascending.
pub(super) fn indices(
    key: &str,
    names: &Spanned<Names>,
    recipe: &Recipe,
) -> Result<Vec<usize>, Problem> {
    let mut indices = Vec::new();
    let mut add = |name: &str, place: Range<usize>| {
        let found = recipe.populations.iter().position(|population| population.name == name);
        let Some(index) = found else {
            let message = format!("{key}: expected {}, found {}", choices(recipe), quoted(name));
            return Err(Problem::at(place, message));
        };
        if indices.contains(&index) {
            let message =
                format!("{key}: expected each population once, found {} again", quoted(name));
            return Err(Problem::at(place, message));
        }
        indices.push(index);
        Ok(())
    };
    match names.get_ref() {
        Names::One(name) => add(name, names.span())?,
        Names::Many(all) => {
            all.iter().try_for_each(|name| add(name.get_ref(), name.span()))?;
        }
    }
    if indices.is_empty() {
        let message = format!("{key}: expected at least one population");
        return Err(Problem::at(names.span(), message));
    }
    indices.sort_unstable();
    Ok(indices)
}

/// The populations' names in a sentence.
fn choices(recipe: &Recipe) -> String {
    const NAMES_MAX: usize = 8;
    let names = recipe.populations.iter().map(|population| &*population.name);
    let shown = names.take(NAMES_MAX).collect::<Vec<_>>().join(", ");
    let more = if recipe.populations.len() > NAMES_MAX { ", .." } else { "" };
    format!("the name of a population ({shown}{more})")
}

/// Names as they are written into a recording.
pub(super) fn names_of(indices: &[usize], recipe: &Recipe) -> Spanned<Names> {
    let name = |index: usize| recipe.populations[index].name.clone();
    placeless(match *indices {
        [index] => Names::One(name(index)),
        _ => Names::Many(indices.iter().map(|&index| placeless(name(index))).collect()),
    })
}
