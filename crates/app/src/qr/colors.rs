//! The two colours of a QR code. A scanner must be able to tell them apart, and expects the code to be the darker one.

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub [u8; 3]);

impl Color {
    /// Black.
    pub const BLACK: Self = Self([0; 3]);
    /// White.
    pub const WHITE: Self = Self([255; 3]);

    /// Reads `#rrggbb` or `#rgb`, in any case, with or without the `#`, which addresses have to escape.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let values = digits.chars().map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok()));
        match *values.collect::<Option<Vec<_>>>()? {
            [r, g, b] => Some(Self([r * 17, g * 17, b * 17])),
            [r1, r2, g1, g2, b1, b2] => Some(Self([r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2])),
            _ => None,
        }
    }

    /// How light it is, 0–1, as the web's guidelines for accessibility define it.
    fn luminance(self) -> f64 {
        let linear = |byte: u8| match f64::from(byte) / 255.0 {
            share if share <= 0.040_45 => share / 12.92,
            share => ((share + 0.055) / 1.055).powf(2.4),
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Colours that a scanner can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colors {
    code: Color,
    background: Color,
}

/// Why two colours were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColorsError {
    /// The code is lighter than what is around it.
    #[error("must be darker than the background: many scanners do not read inverted codes")]
    Inverted,
    /// They differ too little.
    #[error("must differ more from the background: the contrast is below {}:1", Colors::CONTRAST)]
    TooAlike,
}

impl Colors {
    /// Least contrast, as a ratio of luminances from 1 to 21: what scanners of printed codes are specified for.
    pub const CONTRAST: f64 = 4.0;

    /// Pairs a code's colour with its background.
    ///
    /// # Errors
    /// Why a scanner would not read it.
    pub fn new(code: Color, background: Color) -> Result<Self, ColorsError> {
        let (dark, light) = (code.luminance(), background.luminance());
        if dark > light {
            Err(ColorsError::Inverted)
        } else if (light + 0.05) / (dark + 0.05) < Self::CONTRAST {
            Err(ColorsError::TooAlike)
        } else {
            Ok(Self { code, background })
        }
    }

    /// Of the code.
    #[must_use]
    pub fn code(self) -> Color {
        self.code
    }

    /// Of what is around it.
    #[must_use]
    pub fn background(self) -> Color {
        self.background
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read() {
        for (text, expected) in [
            ("#ff8000", Some([255, 128, 0])),
            ("FF8000", Some([255, 128, 0])),
            ("#f80", Some([255, 136, 0])),
            ("000", Some([0, 0, 0])),
            ("", None),
            ("#", None),
            ("#ff80", None),
            ("##ff8000", None),
            ("#ff800é", None),
            ("red", None),
        ] {
            assert_eq!(Color::parse(text).map(|color| color.0), expected, "{text}");
        }
    }

    #[test]
    fn pairs_that_scanners_do_not_read_are_refused() {
        for (code, background, expected) in [
            ("#000", "#fff", Ok(())),
            ("#00f", "#fff", Ok(())),
            ("#767676", "#fff", Ok(())),
            ("#fff", "#000", Err(ColorsError::Inverted)),
            ("#ff0", "#00f", Err(ColorsError::Inverted)),
            ("#fff", "#fff", Err(ColorsError::TooAlike)),
            ("#ff0", "#fff", Err(ColorsError::TooAlike)),
            ("#999", "#fff", Err(ColorsError::TooAlike)),
            ("#000", "#222", Err(ColorsError::TooAlike)),
        ] {
            let color = |text| Color::parse(text).expect("a colour");
            assert_eq!(Colors::new(color(code), color(background)).map(|_| ()), expected, "{code} on {background}");
        }
    }
}
