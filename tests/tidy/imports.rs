//! Which file of a room imports what which other file defines.
//!
//! A file depends on the file that *defines* what it names. What another file only hands on (`pub use`)
//! is followed to where it is defined, and handing on makes no file depend on anything, unless it names
//! the thing itself, too. So `mod.rs` may declare, hand on and use what its children define; a child
//! that names something of its parent's `mod.rs` depends on the parent, and then the parent must not
//! depend on the child.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Source, is_word};

/// A name that a file imports.
struct Import {
    path: Vec<String>,
    /// The name that it has here; `*` for all.
    name: String,
    /// Whether it is handed on.
    is_handed_on: bool,
}

/// What a file names.
struct File<'a> {
    source: &'a Source,
    module: Vec<String>,
    imports: Vec<Import>,
    /// Paths outside imports.
    paths: Vec<Vec<String>>,
    /// Single words outside imports.
    words: BTreeSet<String>,
    /// Items that are defined here.
    defined: BTreeSet<String>,
}

/// The files of one or more rooms by their modules.
pub struct Files<'a>(BTreeMap<Vec<String>, File<'a>>);

/// From a file to one that it imports from.
pub type Edge = (String, String);

/// The module of a file of `src`.
fn module(name: &str) -> Vec<String> {
    let path = name.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_owned).collect()
}

/// Words, `::` and single other characters.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let len = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        tokens.push(&rest[..len]);
        rest = rest[len..].trim_start();
    }
    tokens
}

/// The tree of an import after `prefix`, up to the token that ends it.
fn tree(
    tokens: &[&str],
    at: &mut usize,
    prefix: &[String],
    found: &mut Vec<(Vec<String>, String)>,
) {
    let mut path = prefix.to_vec();
    loop {
        match tokens[*at] {
            "::" => *at += 1,
            "{" => {
                while tokens[*at] != "}" {
                    *at += 1;
                    if tokens[*at] != "}" {
                        tree(tokens, at, &path, found);
                    }
                }
                *at += 1;
                return;
            }
            "*" => {
                found.push((path.clone(), "*".to_owned()));
                *at += 1;
            }
            "as" => {
                found.push((path.clone(), tokens[*at + 1].to_owned()));
                *at += 2;
                return;
            }
            "," | "}" | ";" => {
                if found.last().is_none_or(|(last, name)| name != "*" || *last != path) {
                    let name = path.last().cloned().unwrap_or_default();
                    found.push((path, name));
                }
                return;
            }
            word => {
                // `a::{self}` is `a`.
                if word != "self" || path.is_empty() {
                    path.push(word.to_owned());
                }
                *at += 1;
            }
        }
    }
}

impl<'a> File<'a> {
    fn new(source: &'a Source) -> Self {
        let tokens = tokens(&source.code);
        let mut file = Self {
            source,
            module: module(&source.name),
            imports: Vec::new(),
            paths: Vec::new(),
            words: BTreeSet::new(),
            defined: BTreeSet::new(),
        };
        let mut at = 0;
        while at < tokens.len() {
            if tokens[at] == "use" {
                // `pub use`, `pub(super) use`
                let is_handed_on = at > 0 && matches!(tokens[at - 1], "pub" | ")");
                let mut found = Vec::new();
                at += 1;
                tree(&tokens, &mut at, &[], &mut found);
                let import = |(path, name)| Import { path, name, is_handed_on };
                file.imports.extend(found.into_iter().map(import));
            } else {
                at = file.take(&tokens, at);
            }
        }
        file
    }

    /// Takes a path, a word or another token; returns what follows.
    fn take(&mut self, tokens: &[&str], at: usize) -> usize {
        let is_word_at = |at: usize| tokens.get(at).is_some_and(|token| token.starts_with(is_word));
        if !is_word_at(at) {
            return at + 1;
        }
        let mut path = vec![tokens[at].to_owned()];
        let mut next = at + 1;
        while tokens.get(next) == Some(&"::") && is_word_at(next + 1) {
            path.push(tokens[next + 1].to_owned());
            next += 2;
        }
        const ITEMS: [&str; 8] =
            ["fn", "struct", "enum", "trait", "const", "static", "type", "macro_rules"];
        if at > 0 && ITEMS.contains(&tokens[at - 1]) {
            self.defined.insert(path[0].clone());
        } else if at == 0 || tokens[at - 1] != "mod" {
            self.words.insert(path[0].clone());
        }
        // `pub(in path)` says who may import, not who does.
        let is_visibility = at > 1 && tokens[at - 2..at] == ["(", "in"];
        if path.len() > 1 && !is_visibility {
            self.paths.push(path);
        }
        next
    }

    /// `path` from the root of the package, if it is one within it.
    fn absolute(&self, path: &[String], files: &Files<'_>) -> Option<Vec<String>> {
        let mut module = self.module.clone();
        let mut rest = path;
        match &*path[0] {
            "crate" => return Some(path[1..].to_vec()),
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|word| word == "super") {
                    module.pop();
                    rest = &rest[1..];
                }
            }
            child => {
                module.push(child.to_owned());
                if !files.0.contains_key(&module) {
                    return None;
                }
                rest = &path[1..];
            }
        }
        module.extend_from_slice(rest);
        Some(module)
    }
}

impl<'a> Files<'a> {
    pub fn new(sources: impl IntoIterator<Item = &'a Source>) -> Self {
        Self(sources.into_iter().map(File::new).map(|file| (file.module.clone(), file)).collect())
    }

    /// The file that defines what stands at `path`, if that is one of these.
    fn defining(&self, path: &[String], depth: usize) -> Option<&File<'a>> {
        let len = (1..=path.len()).rev().find(|len| self.0.contains_key(&path[..*len]))?;
        let file = &self.0[&path[..len]];
        let Some(name) = path.get(len) else { return Some(file) };
        if depth == 0 || file.defined.contains(name) {
            return Some(file);
        }
        if let Some(import) = file.imports.iter().find(|import| import.name == *name) {
            let mut there = file.absolute(&import.path, self)?;
            there.extend_from_slice(&path[len + 1..]);
            return self.defining(&there, depth - 1);
        }
        for import in file.imports.iter().filter(|import| import.name == "*") {
            let there = file.absolute(&import.path, self)?;
            let other = self.defining(&there, depth - 1)?;
            if other.defined.contains(name) {
                return Some(other);
            }
        }
        Some(file)
    }

    /// Who imports from whom, within a room.
    pub fn edges(&self) -> BTreeSet<Edge> {
        let mut edges = BTreeSet::new();
        for file in self.0.values() {
            let uses_itself =
                |import: &&Import| !import.is_handed_on || file.words.contains(&import.name);
            let imports = file.imports.iter().filter(uses_itself).map(|import| &import.path);
            for path in imports.chain(&file.paths) {
                let there = file.absolute(path, self);
                let there = there.and_then(|path| self.defining(&path, 8));
                let there = there.filter(|there| there.source.room() == file.source.room());
                if let Some(there) = there.filter(|there| there.module != file.module) {
                    edges.insert((file.source.name.clone(), there.source.name.clone()));
                }
            }
        }
        edges
    }
}

/// Everything that the file called `from` imports from, through others, too.
fn reach(edges: &BTreeSet<Edge>, from: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut left = vec![from.to_owned()];
    while let Some(file) = left.pop() {
        let next = edges.iter().filter(|(importer, _)| *importer == file);
        left.extend(next.map(|(_, there)| there.clone()).filter(|t| reached.insert(t.clone())));
    }
    reached
}

/// The sets of files that import from each other in a circle, each in the order of their names.
pub fn circles(edges: &BTreeSet<Edge>) -> Vec<Vec<String>> {
    let files: BTreeSet<&String> = edges.iter().map(|(importer, _)| importer).collect();
    let reached: BTreeMap<&String, _> =
        files.iter().map(|file| (*file, reach(edges, file))).collect();
    let mut circles = BTreeSet::new();
    for (file, there) in &reached {
        let comes_back = |other: &&String| reached.get(other).is_some_and(|r| r.contains(*file));
        let circle: Vec<String> = there.iter().filter(comes_back).cloned().collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

/// Names that `source` imports from other rooms.
pub fn foreign(source: &Source) -> BTreeSet<String> {
    let imports = File::new(source).imports.into_iter();
    let others = imports
        .filter(|i| i.path[0] == "crate" && i.path.get(1).is_some_and(|r| r != source.room()));
    others.map(|import| import.name).collect()
}
