//! A source file as the rules of the house see it.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A file of `src`.
pub struct Source {
    /// Its path within `src`.
    pub name: String,
    /// The text with comments and literals blanked, and without unit tests. Lines are where they were.
    pub code: String,
    /// String literals outside unit tests: line, and what stands between the quotes.
    pub strings: Vec<(usize, String)>,
}

/// The folder of the package.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of `src` but those of unit tests, in the order of their names.
pub fn sources() -> Vec<Source> {
    let folder = root().join("src");
    let mut paths = Vec::new();
    collect(&folder, &mut paths);
    paths.sort();
    paths
        .iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| Source::new(within(path, &folder), &fs::read_to_string(path).expect("UTF-8")))
        .collect()
}

/// The texts of all files of `src` and `tests` by their paths within the package, with comments and
/// literals blanked.
pub fn blanked_files() -> BTreeMap<String, String> {
    let mut paths = Vec::new();
    for folder in ["src", "tests"] {
        collect(&root().join(folder), &mut paths);
    }
    let file = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("UTF-8");
        (within(path, &root()), blank(&text).0)
    };
    paths.iter().map(file).collect()
}

/// The path of a file from `folder` on.
fn within(path: &Path, folder: &Path) -> String {
    let inside = path.strip_prefix(folder).expect("a file of the folder");
    inside.to_str().expect("UTF-8").replace('\\', "/")
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
}

impl Source {
    fn new(name: String, text: &str) -> Self {
        let (blanked, literals) = blank(text);
        let end = blanked.find("#[cfg(test)]\nmod ").unwrap_or(blanked.len());
        let line = |at: usize| 1 + text[..at].matches('\n').count();
        let strings = literals.into_iter().filter(|literal| literal.start < end);
        let strings = strings.map(|literal| (line(literal.start), text[literal].to_owned()));
        Self { name, strings: strings.collect(), code: blanked[..end].to_owned() }
    }

    /// The room that it belongs to.
    pub fn room(&self) -> &str {
        self.name.split('/').next().expect("a name").trim_end_matches(".rs")
    }

    /// The bodies of the functions called `function`.
    pub fn bodies(&self, function: &str) -> Vec<&str> {
        let head = format!("fn {function}");
        let starts = self.code.match_indices(&head).filter(|(at, _)| {
            let after = self.code[at + head.len()..].chars().next();
            after.is_some_and(|c| c == '(' || c == '<')
        });
        starts.filter_map(|(at, _)| block(&self.code, at)).collect()
    }
}

/// The first block in braces from `at` on, unless a declaration ends before it.
fn block(code: &str, at: usize) -> Option<&str> {
    // In parentheses and brackets, and in braces.
    let (mut inner, mut depth) = (0, 0);
    let mut open = at;
    for (place, c) in code[at..].char_indices() {
        match c {
            '(' | '[' => inner += 1,
            ')' | ']' => inner -= 1,
            ';' if inner == 0 && depth == 0 => return None,
            '{' => {
                open = if depth == 0 { at + place } else { open };
                depth += 1;
            }
            '}' if depth == 1 => return Some(&code[open..=at + place]),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `text` with comments, strings and characters replaced by spaces, and where the insides of strings are.
fn blank(text: &str) -> (String, Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut blanked = bytes.to_vec();
    let mut literals = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let end = if rest.starts_with("//") {
            at + rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            at + rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some((inside, end)) = string(text, at) {
            literals.push(inside);
            end
        } else if let Some(len) = character(rest) {
            at + len
        } else {
            // Raw strings are told from names that end in r by what stands before.
            at += rest.find(|c: char| !is_word(c)).unwrap_or(rest.len()).max(1);
            while !text.is_char_boundary(at) {
                at += 1;
            }
            continue;
        };
        for byte in &mut blanked[at..end] {
            *byte = if *byte == b'\n' { b'\n' } else { b' ' };
        }
        at = end;
    }
    (String::from_utf8(blanked).expect("only whole characters are replaced"), literals)
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The inside and the end of the string that begins at `at`, if one does.
fn string(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let rest = &text[at..];
    let plain = rest.strip_prefix('b').unwrap_or(rest);
    let start = |after: &str| text.len() - after.len();
    if let Some(raw) = plain.strip_prefix('r') {
        let after = raw.trim_start_matches('#');
        let hashes = &raw[..raw.len() - after.len()];
        let inside = after.strip_prefix('"')?;
        let from = start(inside);
        let len = inside.find(&format!("\"{hashes}")).expect("a string ends");
        return Some((from..from + len, from + len + 1 + hashes.len()));
    }
    let inside = plain.strip_prefix('"')?;
    let from = start(inside);
    let mut escaped = false;
    let len = inside.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    let len = len.expect("a string ends");
    Some((from..from + len, from + len + 1))
}

/// The length of the character literal that `rest` begins with, if it does; lifetimes are none.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let end = if let Some(escape) = inside.strip_prefix('\\') {
        2 + escape.char_indices().skip(1).find(|(_, c)| *c == '\'')?.0
    } else {
        let first = inside.chars().next()?.len_utf8();
        1 + Some(first).filter(|len| inside[*len..].starts_with('\''))?
    };
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blanked() {
        let text = "a /* b */ \"c\\\"d\" 'e' '\\'' &'x y r#\"f\"g\"# // h\nfor \"k\"";
        let (code, strings) = blank(text);
        assert_eq!(code.split_whitespace().collect::<Vec<_>>(), ["a", "&'x", "y", "for"]);
        let inside: Vec<_> = strings.into_iter().map(|range| &text[range]).collect();
        assert_eq!(inside, ["c\\\"d", "f\"g", "k"]);
    }

    #[test]
    fn bodies_are_found_by_name() {
        let text =
            "fn a() { b{} }\nfn ab() {}\ntrait T { fn a<X>(); fn a(x: [u8; 2]) -> u8 { \"}\" } }";
        let source = Source::new("x.rs".to_owned(), text);
        assert_eq!(source.bodies("a"), ["{ b{} }", "{     }"]);
    }
}
