//! The query for the colour of the terminal's background, and its reply.

use crate::ui::Rgb;

/// Requests the background colour (OSC 11). The request ends in BEL: some terminals do not
/// terminate their reply correctly if the request ends in `ESC \`.
pub(super) const QUERY: &[u8] = b"\x1b]11;?\x07";

/// Parses the reply, without its introducer and terminator: `11;rgb:R/G/B` or `11;rgba:R/G/B/A`
/// with one to four hexadecimal digits per component.
pub(super) fn answered(text: &[u8]) -> Option<Rgb> {
    let text = std::str::from_utf8(text).ok()?.strip_prefix("11;")?;
    let (digits, count) = match (text.strip_prefix("rgb:"), text.strip_prefix("rgba:")) {
        (Some(digits), _) => (digits, 3),
        (_, Some(digits)) => (digits, 4),
        _ => return None,
    };
    let components = digits.split('/').map(component).collect::<Option<Vec<u16>>>()?;
    match components[..] {
        [red, green, blue, ..] if components.len() == count => Some(Rgb { red, green, blue }),
        _ => None,
    }
}

/// A colour component of one to four hexadecimal digits, scaled to 16 bits.
fn component(digits: &str) -> Option<u16> {
    let is_hex = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hex || digits.len() > 4 {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    let largest = (1_u32 << (4 * digits.len())) - 1;
    u16::try_from(value * u32::from(u16::MAX) / largest).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_in_every_length() {
        let white = Some(Rgb::WHITE);
        for text in ["rgb:f/f/f", "rgb:ff/FF/ff", "rgb:fff/fff/fff", "rgb:ffff/ff/f"] {
            assert_eq!(answered(format!("11;{text}").as_bytes()), white, "{text}");
        }
        assert_eq!(answered(b"11;rgba:ffff/ffff/ffff/0000"), white);
        let dark = answered(b"11;rgb:0000/2b2b/3636").expect("a colour");
        assert_eq!((dark.red, dark.green, dark.blue), (0, 0x2b2b, 0x3636));
        assert!(!dark.is_light());
        // The light background of Solarized, and greys to both sides of the middle.
        for (text, light) in
            [("fdfd/f6f6/e3e3", true), ("80/80/80", true), ("70/70/70", false), ("5/3/9", false)]
        {
            let color = answered(format!("11;rgb:{text}").as_bytes()).expect("a colour");
            assert_eq!(color.is_light(), light, "{text}");
        }
    }

    #[test]
    fn what_is_no_colour() {
        for text in [
            "",
            "11;",
            "11;?",
            "10;rgb:0/0/0",
            "11;rgb:0/0",
            "11;rgb:0/0/0/0",
            "11;rgba:0/0/0",
            "11;rgb:00000/0/0",
            "11;rgb:/0/0",
            "11;rgb:+1/0/0",
            "11;rgb:g/0/0",
            "11;white",
        ] {
            assert_eq!(answered(text.as_bytes()), None, "{text}");
        }
        assert_eq!(answered(b"11;rgb:\xff/0/0"), None);
    }
}
