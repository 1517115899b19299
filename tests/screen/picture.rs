//! The README's pictures: what the program draws, cell by cell, as scalable pictures.
//!
//! `UPDATE_PICTURES=1 cargo test --test screen picture` draws them anew.

use std::fmt::Write;
use std::path::Path;

use izh_tui::gallery::Figure;
use izh_tui::keys::Key;
use izh_tui::ui::Marker;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::support::scope::{cells, press, scope, type_text, wait};
use crate::support::{circuit, gallery};

/// Size of a cell.
const WIDTH: usize = 9;
const HEIGHT: usize = 18;
const BACKGROUND: &str = "#101418";
const FOREGROUND: &str = "#d8dee4";

#[test]
fn the_scope_in_the_readme_is_what_the_program_draws() {
    let mut app = scope("chattering");
    wait(&mut app, 700);
    type_text(&mut app, "]i");
    wait(&mut app, 250);
    type_text(&mut app, "e");
    press(&mut app, [Key::Up]);
    wait(&mut app, 300);
    compare("scope.svg", &svg(&cells(&app, 110, 34, Marker::Braille)));
}

#[test]
fn the_gallery_in_the_readme_is_what_the_program_draws() {
    let mut program = gallery::program(Figure::Features);
    gallery::wait(&mut program, 3600);
    compare("gallery.svg", &svg(&gallery::cells(&mut program, 200, 60, Marker::Braille)));
}

#[test]
fn the_circuit_in_the_readme_is_what_the_program_draws() {
    let mut scope = circuit::built_in("cortex-2003");
    wait(&mut scope, 10_000);
    compare("cortex.svg", &svg(&cells(&scope, 120, 40, Marker::Braille)));
}

/// Holds `picture` against the file called `name`, or writes that.
fn compare(name: &str, picture: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(name);
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::write(&path, picture).expect("the picture can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == picture, "run UPDATE_PICTURES=1 cargo test --test screen picture");
}

fn svg(buf: &Buffer) -> String {
    let (columns, rows) = (usize::from(buf.area.width), usize::from(buf.area.height));
    let (width, height) = (columns * WIDTH, rows * HEIGHT);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"monospace\" font-size=\"14\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{BACKGROUND}\"/>\n"
    );
    for y in 0..rows {
        let row: Vec<&Cell> = (0..columns).map(|x| &buf[(x as u16, y as u16)]).collect();
        let mut x = 0;
        // Neighbours of one kind and style are one element.
        for run in row.chunk_by(|a, b| style(a) == style(b)) {
            draw(&mut out, run, x * WIDTH, y * HEIGHT);
            x += run.len();
        }
    }
    out + "</svg>\n"
}

/// The dots of a Braille pattern.
fn dots(cell: &Cell) -> Option<u32> {
    let c = cell.symbol().chars().next().expect("a cell holds something");
    u32::from(c).checked_sub(0x2800).filter(|dots| *dots < 256)
}

fn style(cell: &Cell) -> (Color, Modifier, bool) {
    (cell.fg, cell.modifier, dots(cell).is_some())
}

fn draw(out: &mut String, run: &[&Cell], left: usize, top: usize) {
    let fill = match run[0].fg {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => FOREGROUND.to_owned(),
    };
    if dots(run[0]).is_some() {
        let cells = run.iter().filter_map(|cell| dots(cell));
        let path: String =
            cells.enumerate().map(|(x, dots)| dot_path(dots, left + x * WIDTH, top)).collect();
        let _ = writeln!(out, "<path d=\"{path}\" fill=\"{fill}\"/>");
        return;
    }
    let text: String = run.iter().map(|cell| cell.symbol()).collect();
    if text.trim().is_empty() {
        return;
    }
    let length = run.len() * WIDTH;
    let reversed = run[0].modifier.contains(Modifier::REVERSED);
    if reversed {
        let _ = writeln!(
            out,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{length}\" height=\"{HEIGHT}\" fill=\"{fill}\"/>"
        );
    }
    let fill = if reversed { BACKGROUND } else { &fill };
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let bold = if run[0].modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let baseline = top + HEIGHT - 5;
    let _ = writeln!(
        out,
        "<text x=\"{left}\" y=\"{baseline}\" fill=\"{fill}\"{bold} xml:space=\"preserve\" \
         textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\">{text}</text>"
    );
}

/// The dots of a Braille pattern, which few fonts draw well.
fn dot_path(dots: u32, left: usize, top: usize) -> String {
    let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)];
    let set = places.into_iter().enumerate().filter(|(bit, _)| dots & (1 << bit) != 0);
    set.map(|(_, (column, row))| {
        let x = left as f64 + 0.5 + (column * WIDTH) as f64 / 2.0;
        let y = top as f64 + 0.25 + (row * HEIGHT) as f64 / 4.0;
        format!("M{x} {y}h4v4h-4z")
    })
    .collect()
}
