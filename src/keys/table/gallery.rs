//! Keys of the gallery.

use crate::keys::Key::{self, Char};
use crate::keys::Place;
use crate::keys::row::{Binding, Row, row};

/// An action in the gallery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browse {
    /// Select the tile to the left.
    Left,
    /// Select the tile to the right.
    Right,
    /// Select the tile above.
    Up,
    /// Select the tile below.
    Down,
    /// Open the selected tile on the scope.
    Open,
    /// Turn to the next page.
    NextPage,
    /// Turn to the previous page.
    PreviousPage,
    /// [`Self::NextPage`] by the key that pages down everywhere.
    PageDown,
    /// [`Self::PreviousPage`] by the key that pages up everywhere.
    PageUp,
    /// Run under the published schemes, or all under the true solution.
    OtherSchemes,
    /// Show the features, or the types.
    OtherFigure,
}

const fn of_gallery(bindings: &'static [Binding<Browse>], help: &'static str) -> Row<Browse> {
    row(bindings, help).only(Place::Gallery)
}

pub(in crate::keys) const TILES: &[Row<Browse>] = &[
    of_gallery(
        &[
            Binding("gallery-left", Browse::Left, &[Key::Left]),
            Binding("gallery-right", Browse::Right, &[Key::Right]),
        ],
        "select the neuron to the left / to the right",
    ),
    of_gallery(
        &[
            Binding("gallery-up", Browse::Up, &[Key::Up]),
            Binding("gallery-down", Browse::Down, &[Key::Down]),
        ],
        "select the neuron above / below",
    ),
    of_gallery(
        &[Binding("gallery-open", Browse::Open, &[Key::Enter])],
        "open the selected neuron on the scope; {leave} comes back",
    )
    .footer("open"),
    of_gallery(
        &[
            Binding("gallery-next-page", Browse::NextPage, &[Char('n')]),
            Binding("gallery-previous-page", Browse::PreviousPage, &[Char('N')]),
        ],
        "next / previous page",
    )
    .footer("page"),
    of_gallery(
        &[
            Binding("gallery-page-down", Browse::PageDown, &[Key::PageDown]),
            Binding("gallery-page-up", Browse::PageUp, &[Key::PageUp]),
        ],
        "next / previous page",
    ),
    of_gallery(
        &[Binding("gallery-schemes", Browse::OtherSchemes, &[Char('s')])],
        "integration schemes: the published ones, or exact for all",
    )
    .footer("scheme"),
    of_gallery(
        &[Binding("gallery-figure", Browse::OtherFigure, &[Char('t')])],
        "the features of 2004, or the types of 2003 and 2007",
    )
    .footer("figure"),
];
