//! The documents: links lead somewhere, tables are those of the program, examples are accepted.
//!
//! `UPDATE_DOCUMENTS=1 cargo test --test program documents` writes anew what is generated: the tables
//! between `<!-- generated: .. -->` and `<!-- end -->`, and what commands of a `console` block print.

mod examples;
mod generated;
mod markdown;

use izh_tui::model::family::Family;
use markdown::{Document, documents};

/// Longest line of prose (characters): it fits beside another window.
const WIDTH: usize = 100;
/// The same of the page on how the program is built.
const WIDTH_CODE: usize = 120;
/// Most lines of the README: it is the way in, and the rest stands in `docs`.
const README_LINES: usize = 150;

#[test]
fn links_lead_somewhere() {
    for document in documents() {
        for link in document.links() {
            if link.starts_with("http") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let path = if file.is_empty() { document.path.clone() } else { document.beside(file) };
            assert!(path.exists(), "{document}: {link} leads nowhere");
            if !anchor.is_empty() {
                let anchors = Document::read(&path).anchors();
                assert!(anchors.contains(anchor), "{document}: {link}, among {anchors:?}");
            }
        }
    }
}

#[test]
fn every_page_is_linked_from_the_readme() {
    let readme = Document::root("README.md");
    let linked: Vec<_> = readme.links().iter().map(|link| readme.beside(link)).collect();
    for document in documents() {
        let is_readme = document.path == readme.path;
        assert!(is_readme || linked.contains(&document.path), "README.md: no link to {document}");
    }
}

#[test]
fn documents_are_of_a_readable_size() {
    assert!(Document::root("README.md").text.lines().count() <= README_LINES);
    for document in documents() {
        // Read by those who write code, in a wide window.
        let width = if document.to_string() == "ARCHITECTURE.md" { WIDTH_CODE } else { WIDTH };
        for line in document.prose() {
            assert!(line.chars().count() <= width, "{document}: more than {width}: {line}");
        }
    }
}

#[test]
fn every_family_of_neurons_has_its_equations() {
    let presets = Document::root("docs/presets.md");
    let rows: Vec<_> = presets.text.lines().filter(|line| line.starts_with("| `")).collect();
    for Family { name, recovery, .. } in Family::ALL {
        let kind = recovery.map_or(String::new(), |it| format!(", `recovery = \"{it}\"`"));
        let start = format!("| `{name}`{kind} | ");
        let has_equations = |row: &&str| row.starts_with(&start) && row.contains("`u' = ");
        assert!(rows.iter().any(has_equations), "docs/presets.md: no row {start}");
    }
}

#[test]
fn what_is_generated_is_up_to_date() {
    for document in documents() {
        document.compare(&generated::renewed(&document.text));
    }
}
