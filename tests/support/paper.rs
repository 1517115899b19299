//! What several tests share: a recording's medium in memory.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use izh_tui::session::{Medium, Session, read};

/// A file in memory that several hold, and that may be full.
#[derive(Clone, Default)]
pub struct Paper {
    bytes: Arc<Mutex<Vec<u8>>>,
    room: Option<usize>,
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut paper = self.bytes.lock().expect("no panic");
        if self.room.is_some_and(|room| paper.len() + bytes.len() > room) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        paper.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Medium for Paper {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Paper {
    /// One that takes so many bytes.
    pub fn with_room(bytes: usize) -> Self {
        Self { room: Some(bytes), ..Self::default() }
    }

    /// Bytes that were written.
    pub fn len(&self) -> usize {
        self.bytes.lock().expect("no panic").len()
    }

    /// What was written.
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.lock().expect("no panic").clone()).expect("UTF-8")
    }

    pub fn session(&self) -> Session {
        let bytes = self.bytes.lock().expect("no panic").clone();
        read("paper", bytes).expect("a valid recording")
    }
}
