//! Where a preset is from.

/// Where a preset is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Embedded in the program.
    BuiltIn,
    /// The user's own.
    User,
    /// The user's own, in place of a built-in of the same name.
    UserOverBuiltIn,
}
