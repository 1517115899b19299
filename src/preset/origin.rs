//! Where a preset is from.

/// The origin of a preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Embedded in the program.
    BuiltIn,
    /// From the user's directory.
    User,
    /// From the user's directory, replacing the built-in preset of the same name.
    UserOverBuiltIn,
}
