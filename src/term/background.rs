//! The query for the colour of the terminal's background, and its reply.

use crate::ui::Rgb;

/// Asks for the colour of the background (OSC 11). It ends in a bell, since some terminals do not
/// end their answer well where the question ends in `ESC \`.
pub(super) const QUERY: &[u8] = b"\x1b]11;?\x07";

/// The colour that a terminal's string, without its introducer and its end, says the background
/// has: `11;rgb:R/G/B` or `11;rgba:R/G/B/A` with one to four hexadecimal digits a part.
pub(super) fn answered(text: &[u8]) -> Option<Rgb> {
    let text = std::str::from_utf8(text).ok()?.strip_prefix("11;")?;
    let (parts, count) = match (text.strip_prefix("rgb:"), text.strip_prefix("rgba:")) {
        (Some(parts), _) => (parts, 3),
        (_, Some(parts)) => (parts, 4),
        _ => return None,
    };
    let shares = parts.split('/').map(share).collect::<Option<Vec<u16>>>()?;
    match shares[..] {
        [red, green, blue, ..] if shares.len() == count => Some(Rgb { red, green, blue }),
        _ => None,
    }
}

/// A part of a colour, of which its digits say a share of the largest that they can say.
fn share(digits: &str) -> Option<u16> {
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
