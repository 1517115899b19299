//! The manual page, from the command line's definition and the tables of keys.

use crate::keys::{
    BINDINGS, Binding, CIRCUIT_BINDINGS, GALLERY_BINDINGS, PARAMETER_BINDINGS, When,
};

/// The manual page: all commands on one, each as a section of its own.
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

/// The keys of the scope, of its panel of parameters and of the gallery, from their tables.
fn keys_section() -> String {
    let escaped = |text: &str| text.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
    let row = |binding: &Binding| {
        // A leading control character of roff would make the line a request.
        format!(".TP\n\\&{}\n{}\n", escaped(&binding.label()), escaped(binding.help))
    };
    let section = |title: &str, table: &[Binding]| {
        format!(
            ".SH {title}\n{}",
            table.iter().filter(|row| row.when != When::Replay).map(row).collect::<String>()
        )
    };
    section("KEYS", BINDINGS)
        + &section("\"KEYS OF A CIRCUIT\"", CIRCUIT_BINDINGS)
        + &section("\"KEYS OF THE PARAMETERS\"", PARAMETER_BINDINGS)
        + &section("\"KEYS OF THE GALLERY\"", GALLERY_BINDINGS)
}
