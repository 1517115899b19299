//! The link to the terminal.

/// The runner's measurements of the link to the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Link {
    /// Frames drawn in the last second.
    pub frames_per_s: f64,
    /// Bytes written in the last second.
    pub bytes_per_s: f64,
    /// Mean round trip in the last second (ms), if a reply came.
    pub round_trip_ms: Option<f64>,
    /// Whether most frames of the last second were cut, so that parts of the picture are older than
    /// the rest.
    pub is_full: bool,
}

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0} fps  {:.1} kB/s", self.frames_per_s, self.bytes_per_s / 1000.0)?;
        match self.round_trip_ms {
            Some(ms) if ms < 1.0 => f.write_str("  rtt <1 ms")?,
            Some(ms) => write!(f, "  rtt {ms:.0} ms")?,
            None => {}
        }
        f.write_str(if self.is_full { "  link full" } else { "" })
    }
}
