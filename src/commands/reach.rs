//! Restrictions on the files that this program may read.

use std::io;
use std::path::{Component, Path, PathBuf};

/// Which files other files may name, and whether the user's own files are read at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// No files: only built-in data.
    BuiltIn,
    /// A file may name others in its own directory and in directories below.
    #[default]
    Below,
    /// A file may name any other file.
    Anywhere,
}

impl Reach {
    /// The restriction for the flag `--allow-files-anywhere`, given or not.
    #[must_use]
    pub fn from_flag(anywhere: bool) -> Self {
        if anywhere { Self::Anywhere } else { Self::Below }
    }

    /// Path of the file `name` relative to `directory`, and whether the file lies below it.
    ///
    /// # Errors
    /// The file may not be read.
    pub(super) fn named(self, directory: &Path, name: &str) -> Result<(PathBuf, bool), String> {
        let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
        let path = directory.join(name);
        // Refuses a name that leads outside without touching the file system, else follows links.
        let is_below =
            stays_below(Path::new(name)) && leads_below(directory, &path).unwrap_or(true);
        match self {
            Self::Anywhere => Ok((path, is_below)),
            Self::Below if is_below => Ok((path, true)),
            Self::Below => {
                let message = "expected a file in this one's directory or below, \
                               unless with --allow-files-anywhere";
                Err(message.to_owned())
            }
            Self::BuiltIn => Err("expected values in its place: no file is read here".to_owned()),
        }
    }
}

/// Whether a relative path never leads above its start.
fn stays_below(path: &Path) -> bool {
    let mut depth = 0_usize;
    path.components().all(|part| match part {
        Component::Normal(_) => {
            depth += 1;
            true
        }
        Component::CurDir => true,
        Component::ParentDir => match depth.checked_sub(1) {
            Some(less) => {
                depth = less;
                true
            }
            None => false,
        },
        Component::RootDir | Component::Prefix(_) => false,
    })
}

/// Whether `path` lies below `directory` after all links are resolved.
fn leads_below(directory: &Path, path: &Path) -> io::Result<bool> {
    Ok(path.canonicalize()?.starts_with(directory.canonicalize()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_out_is_told() {
        for inside in ["a.csv", "./a.csv", "x/y/a.csv", "x/../a.csv", "x/./y/../../a", "", "..a"] {
            assert!(stays_below(Path::new(inside)), "{inside}");
        }
        for outside in ["../a", "/etc/passwd", "x/../../a", "..", "./../x/a", "/"] {
            assert!(!stays_below(Path::new(outside)), "{outside}");
        }
    }

    #[test]
    fn links_are_followed_out_of_the_directory() {
        let place = tempfile::tempdir().expect("a directory");
        let (inner, outer) = (place.path().join("inner"), place.path().join("outer.csv"));
        std::fs::create_dir(&inner).expect("a directory");
        std::fs::write(&outer, "0,1").expect("a file");
        std::fs::write(inner.join("own.csv"), "0,1").expect("a file");
        std::os::unix::fs::symlink(&outer, inner.join("link.csv")).expect("a link");
        std::os::unix::fs::symlink("own.csv", inner.join("near.csv")).expect("a link");
        for (name, below) in [("own.csv", true), ("near.csv", true), ("link.csv", false)] {
            assert_eq!(Reach::Below.named(&inner, name).is_ok(), below, "{name}");
            let (_, is_below) = Reach::Anywhere.named(&inner, name).expect("allowed");
            assert_eq!(is_below, below, "{name}");
            assert!(Reach::BuiltIn.named(&inner, name).is_err(), "{name}");
        }
    }
}
