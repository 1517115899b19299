//! The manual page, generated from the command-line definition and the key tables.

use crate::keys::{Context, DEFAULT_KEYMAP, KeyRow, Layer, Place};

/// The manual page, with a section for each command.
pub(super) fn page(mut command: clap::Command) -> String {
    command.build();
    let mut page = Vec::new();
    let main = clap_mangen::Man::new(command.clone());
    let mut rendered = main.render_title(&mut page);
    rendered = rendered.and_then(|()| main.render_name_section(&mut page));
    rendered = rendered.and_then(|()| main.render_synopsis_section(&mut page));
    rendered = rendered.and_then(|()| main.render_description_section(&mut page));
    rendered = rendered.and_then(|()| main.render_options_section(&mut page));
    for subcommand in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let mut section = Vec::new();
        let man = clap_mangen::Man::new(subcommand.clone());
        rendered = rendered.and_then(|()| man.render_synopsis_section(&mut section));
        rendered = rendered.and_then(|()| man.render_description_section(&mut section));
        rendered = rendered.and_then(|()| man.render_options_section(&mut section));
        let name = subcommand.get_name().to_uppercase();
        let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        page.extend(format!(".SH {name}\n{section}").into_bytes());
    }
    debug_assert!(rendered.is_ok(), "writing to memory can't fail");
    page.extend(keys_section().into_bytes());
    page.extend(include_bytes!("man_tail.roff"));
    String::from_utf8_lossy(&page).into_owned()
}

/// The keys of the scope, of its parameter panel and of the gallery, from the key tables.
fn keys_section() -> String {
    let escaped = |text: &str| text.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
    let row = |row: &KeyRow| {
        // A leading control character of roff would make the line a request.
        let (label, help) = (DEFAULT_KEYMAP.row_label(row), DEFAULT_KEYMAP.help(row));
        format!(".TP\n\\&{}\n{}\n", escaped(&label), escaped(&help))
    };
    let section = |title: &str, context: Context| {
        let topics = DEFAULT_KEYMAP.topics(context).into_iter().map(|(topic, rows)| {
            let heading = topic.map_or_else(String::new, |it| format!(".SS \"{}\"\n", it.name()));
            heading + &rows.into_iter().map(row).collect::<String>()
        });
        format!(".SH {title}\n{}", topics.collect::<String>())
    };
    let live = Context::live;
    section("KEYS", live(Place::Neuron))
        + &section("\"KEYS OF A CIRCUIT\"", live(Place::Circuit))
        + &section("\"KEYS OF THE PARAMETERS\"", live(Place::Neuron).under(Layer::Parameters))
        + &section("\"KEYS OF THE GALLERY\"", live(Place::Gallery))
}
