//! Drawing a QR code.

use crate::qr::colors::Colors;
use crate::qr::{image, vector};
use qrcode::{Color as Module, EcLevel, QrCode};

/// What the file is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An image of pixels.
    Png,
    /// A drawing.
    Svg,
}

/// How it is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The file.
    pub format: Format,
    /// Its width and height, in pixels.
    pub size: u32,
    /// Its colours.
    pub colors: Colors,
}

/// Draws an address; None where it is too long for a code. A seventh of the code may be damaged, and a margin of four modules is part of
/// the file.
#[must_use]
pub fn draw(address: &str, look: Look) -> Option<Vec<u8>> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let grid = Grid { width: code.width(), modules: code.into_colors() };
    Some(match look.format {
        Format::Png => image::png(&grid, look.size, look.colors),
        Format::Svg => vector::svg(&grid, look.size, look.colors).into_bytes(),
    })
}

/// The modules of a code, without a margin.
pub(crate) struct Grid {
    width: usize,
    modules: Vec<Module>,
}

impl Grid {
    /// Modules of margin on each side, as the standard asks.
    pub(crate) const MARGIN: usize = 4;

    /// Modules on each side, margins included.
    pub(crate) fn width(&self) -> usize {
        self.width + 2 * Self::MARGIN
    }

    /// True for a dark module; those of the margin are light.
    pub(crate) fn is_dark(&self, x: usize, y: usize) -> bool {
        let within = |at: usize| at.checked_sub(Self::MARGIN).filter(|at| *at < self.width);
        matches!((within(x), within(y)), (Some(x), Some(y)) if self.modules[y * self.width + x] == Module::Dark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::colors::Color;
    use proptest::prelude::*;

    /// A decoder reads it, as a grey picture of `width` pixels a side.
    fn read(width: usize, grey: impl FnMut(usize, usize) -> u8) -> Option<String> {
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, width, grey);
        let [code] = &*image.detect_grids() else { return None };
        code.decode().ok().map(|(_, text)| text)
    }

    fn grey([red, green, blue]: [u8; 3]) -> u8 {
        u8::try_from((u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1_000).expect("a byte")
    }

    fn read_png(file: &[u8], size: u32) -> Option<String> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut pixels).expect("a frame");
        assert_eq!((info.width, info.height, info.color_type), (size, size, png::ColorType::Rgb));
        let width = size as usize;
        read(width, |x, y| grey(pixels[3 * (y * width + x)..][..3].try_into().expect("a pixel")))
    }

    /// Draws the horizontal runs of our own drawings, ten pixels a module.
    fn read_svg(file: &[u8], size: u32, colors: Colors) -> Option<String> {
        let text = std::str::from_utf8(file).expect("text");
        let between = |from: &str, to: &str| text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).expect("a part").0;
        assert_eq!((between(" width=\"", "\""), between(" height=\"", "\"")), (&*size.to_string(), &*size.to_string()));
        assert!(text.contains(&format!("fill=\"{}\"/><path fill=\"{}\"", colors.background(), colors.code())), "{text}");
        let width = between("viewBox=\"0 0 ", " ").parse::<usize>().expect("a width");
        let mut is_dark = vec![false; width * width];
        for run in between("\" d=\"M", "\"").split('M') {
            let numbers =
                run.split(|letter: char| !letter.is_ascii_digit()).filter_map(|text| text.parse::<usize>().ok()).collect::<Vec<_>>();
            let [x, y, length, ..] = *numbers else { panic!("a run: {run}") };
            is_dark[y * width + x..][..length].fill(true);
        }
        let color = |is_dark: bool| if is_dark { colors.code() } else { colors.background() };
        read(width * 10, |x, y| grey(color(is_dark[y / 10 * width + x / 10]).0))
    }

    #[test]
    fn what_is_drawn_can_be_read_in_every_size_and_colour() {
        let (short, long) = ("https://go.example.com/spring-sale", format!("https://{}.example.com/x", "long".repeat(30)));
        for (address, code, background, size) in [
            (short, "#000", "#fff", 128),
            (short, "#000", "#fff", 2_048),
            (&long, "#000", "#fff", 128),
            (&long, "#000", "#fff", 129),
            ("http://127.0.0.1:8080/aB3dE6gH", "#000", "#fff", 512),
            (short, "#767676", "#fff", 128),
            (short, "#000", "#767676", 128),
            (short, "#00f", "#ff0", 300),
            (short, "#800000", "#ffc0cb", 301),
        ] {
            let color = |text| Color::parse(text).expect("a colour");
            let colors = Colors::new(color(code), color(background)).expect("a pair");
            let file = |format| draw(address, Look { format, size, colors }).expect("a code");
            assert_eq!(read_png(&file(Format::Png), size).as_deref(), Some(address), "{size} {code} {background}");
            assert_eq!(read_svg(&file(Format::Svg), size, colors).as_deref(), Some(address), "{size} {code} {background}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn readable_colours_are_read(code: [u8; 3], background: [u8; 3]) {
            let Ok(colors) = Colors::new(Color(code), Color(background)) else { return Ok(()) };
            let address = "https://go.example.com/spring-sale";
            let file = draw(address, Look { format: Format::Png, size: 256, colors }).expect("a code");
            prop_assert_eq!(read_png(&file, 256), Some(address.to_owned()));
        }
    }

    #[test]
    fn an_address_may_be_too_long() {
        let look = Look { format: Format::Svg, size: 512, colors: Colors::new(Color::BLACK, Color::WHITE).expect("a pair") };
        assert_eq!(draw(&"x".repeat(3_000), look), None);
    }
}
