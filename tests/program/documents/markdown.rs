//! As much of Markdown as the documents use.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of Markdown.
pub struct Document {
    pub path: PathBuf,
    pub text: String,
}

/// A block of code.
pub struct Block<'a> {
    /// What follows the opening fence: the language, and what kind of example it is.
    pub info: &'a str,
    pub text: &'a str,
}

/// All documents: those at the root of the project and those of `docs`.
pub fn documents() -> Vec<Document> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = [root.to_owned(), root.join("docs")].into_iter().flat_map(|folder| {
        let entries = fs::read_dir(folder).expect("a folder of the project");
        entries.map(|entry| entry.expect("readable").path())
    });
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    files.sort();
    files.iter().map(|path| Document::read(path)).collect()
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.file_name().unwrap_or_default().to_string_lossy())
    }
}

impl Document {
    pub fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Self { path: path.to_owned(), text }
    }

    /// A file at the root of the project.
    pub fn root(name: &str) -> Self {
        Self::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
    }

    /// The file that a link to `file` means.
    pub fn beside(&self, file: &str) -> PathBuf {
        let folder = self.path.parent().expect("a folder");
        match file.strip_prefix("../") {
            Some(file) => folder.parent().expect("the project").join(file),
            None => folder.join(file),
        }
    }

    /// The lines outside blocks of code.
    fn lines(&self) -> impl Iterator<Item = &str> {
        let mut is_code = false;
        self.text.lines().filter(move |line| {
            let is_fence = line.starts_with("```");
            is_code ^= is_fence;
            !is_code && !is_fence
        })
    }

    /// The lines that have a width to keep: neither code nor tables nor pictures.
    pub fn prose(&self) -> impl Iterator<Item = &str> {
        self.lines().filter(|line| !line.starts_with('|') && !line.starts_with("!["))
    }

    /// Where links and pictures lead.
    pub fn links(&self) -> Vec<String> {
        let text = self.lines().collect::<Vec<_>>().join("\n");
        let after = text.split("](").skip(1);
        after.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
    }

    /// What the headings are called in links.
    pub fn anchors(&self) -> BTreeSet<String> {
        let headings = self.lines().filter(|line| line.starts_with('#'));
        let anchor = |heading: &str| {
            let words = heading.trim_start_matches('#').trim().to_lowercase();
            let kept =
                words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.collect::<String>().replace(' ', "-")
        };
        headings.map(anchor).collect()
    }

    /// The blocks of code.
    pub fn blocks(&self) -> Vec<Block<'_>> {
        let fenced = self.text.split("\n```").skip(1).step_by(2);
        fenced
            .map(|block| {
                let (info, text) = block.split_once('\n').unwrap_or((block, ""));
                Block { info, text }
            })
            .collect()
    }

    /// The pieces of code within the prose.
    pub fn code(&self) -> Vec<String> {
        let prose = self.lines().collect::<Vec<_>>().join(" ");
        prose.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    /// Holds the document against what it should be, or writes that.
    pub fn compare(&self, text: &str) {
        if std::env::var_os("UPDATE_DOCUMENTS").is_some() && self.text != text {
            fs::write(&self.path, text).expect("the document can be written");
        } else {
            let is_same = self.text == text;
            assert!(is_same, "{self}: run UPDATE_DOCUMENTS=1 cargo test --test program documents");
        }
    }
}
