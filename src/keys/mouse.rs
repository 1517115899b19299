//! What is done with the mouse.

/// What was done with the mouse; only the left button and the wheel count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// The button was pressed.
    Press,
    /// The mouse was moved while the button is held.
    Drag,
    /// The button was released.
    Release,
    /// The wheel was turned, away from the user or towards.
    Wheel {
        /// Whether it was turned away from the user.
        away: bool,
    },
}

/// Something done with the mouse, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What was done.
    pub gesture: Gesture,
    /// Column of the screen, counted from 0.
    pub x: u16,
    /// Row of the screen, counted from 0.
    pub y: u16,
}
