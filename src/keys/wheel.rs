//! The actions of the mouse wheel.

use super::{
    Action, Browse, Context, Edit, FieldAction, HelpAction, Layer, PickerAction, Place, View,
};

/// The action of the wheel in `context`, when it is turned away from the user (`away`) or towards.
pub(crate) fn wheel(context: Context, away: bool) -> Option<Action> {
    let either = |away_does: Action, does: Action| Some(if away { away_does } else { does });
    match context.layer {
        Layer::Base if context.place == Place::Gallery => {
            either(Browse::PreviousPage.into(), Browse::NextPage.into())
        }
        Layer::Base | Layer::Cursors => either(View::Shorter.into(), View::Longer.into()),
        Layer::Help | Layer::Filter => either(HelpAction::Up.into(), HelpAction::Down.into()),
        Layer::Picker => either(PickerAction::Up.into(), PickerAction::Down.into()),
        Layer::Parameters => either(Edit::Up.into(), Edit::Down.into()),
        Layer::Fields => either(FieldAction::More.into(), FieldAction::Less.into()),
        Layer::Entry => None,
    }
}
