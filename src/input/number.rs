//! Numbers in messages.

/// Longest number that is written out in full (characters).
const DIGITS_MAX: usize = 20;

/// `value` as text for a message: all significant digits, but never hundreds of zeros.
///
/// 0.25 and 1000000 are written out, 1e-300 and 1e300 get an exponent.
#[must_use]
pub fn brief(value: f64) -> String {
    let plain = value.to_string();
    if plain.len() <= DIGITS_MAX { plain } else { format!("{value:e}") }
}

/// A message of the TOML parser, with its long numbers rewritten by [`brief`].
#[must_use]
pub(super) fn with_brief_numbers(message: &str) -> String {
    const BEFORE: &str = "floating point `";
    let mut parts = message.split(BEFORE);
    let mut brief_message = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        brief_message.push_str(BEFORE);
        let (number, rest) = part.split_at(part.find('`').unwrap_or(0));
        match number.parse() {
            Ok(value) if number.len() > DIGITS_MAX => brief_message.push_str(&brief(value)),
            _ => brief_message.push_str(number),
        }
        brief_message.push_str(rest);
    }
    brief_message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_long() {
        for (value, shown) in [
            (0.25, "0.25"),
            (-65.0, "-65"),
            (1e6, "1000000"),
            (1e-300, "1e-300"),
            (-1e300, "-1e300"),
            (1.0 / 3.0, "0.3333333333333333"),
            (-2.0 / 3.0 * 1e-5, "-6.666666666666667e-6"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(brief(value), shown);
        }
        let message = format!("type: floating point `{}`, expected u64", 1e-300);
        assert_eq!(with_brief_numbers(&message), "type: floating point `1e-300`, expected u64");
        for message in ["floating point `", "floating point `1000000.0`, expected u64", "x"] {
            assert_eq!(with_brief_numbers(message), message);
        }
        for value in [f64::MAX, f64::MIN, f64::MIN_POSITIVE, f64::EPSILON, 5e-324] {
            assert!(brief(value).len() <= 24, "{value:e}");
        }
    }
}
