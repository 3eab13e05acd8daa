//! Numbers and times in queries. An error names its parameter.

use jiff::Timestamp;

/// A whole number of at least one; beyond `most` it is `most`.
pub(crate) fn count(name: &str, text: Option<String>, default: u32, most: u32) -> Result<u32, String> {
    let Some(text) = text else { return Ok(default) };
    let digits = text.trim_start_matches('0');
    if digits.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("{name}: must be an integer greater than 0"));
    }
    // What does not fit is beyond any bound.
    Ok(digits.parse().unwrap_or(u32::MAX).min(most))
}

/// An instant with its offset from UTC.
pub(crate) fn instant(name: &str, text: Option<String>) -> Result<Option<Timestamp>, String> {
    let instant = text.map(|text| text.parse()).transpose();
    instant.map_err(|_| format!("{name}: must be a date-time such as 2024-01-15T00:00:00.000Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        let cases = [
            ("1", Some(1)),
            ("50", Some(50)),
            ("51", Some(50)),
            ("007", Some(7)),
            ("99999999999999999999", Some(50)),
            ("0", None),
            ("00", None),
            ("-1", None),
            ("+1", None),
            ("1.5", None),
            ("", None),
            ("ten", None),
        ];
        for (text, expected) in cases {
            assert_eq!(count("limit", Some(text.to_owned()), 20, 50).ok(), expected, "{text}");
        }
        assert_eq!(count("limit", None, 20, 50), Ok(20));
    }
}
