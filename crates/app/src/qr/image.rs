//! A QR code as a PNG of two colours.

use crate::qr::colors::Colors;
use crate::qr::draw::Grid;
use png::{BitDepth, ColorType, Encoder};

/// Draws every module with the same number of pixels, since uneven ones are hard to read; what is left over widens the margin. A code
/// of more modules than `size` has pixels is drawn with one each.
pub(crate) fn png(grid: &Grid, size: u32, colors: Colors) -> Vec<u8> {
    let width = grid.width().max(size as usize);
    let scale = width / grid.width();
    let margin = (width - scale * grid.width()) / 2;
    let module = |at: usize| at.checked_sub(margin).map_or(0, |at| (at / scale).min(grid.width() - 1));
    let row_bytes = width.div_ceil(8);
    let mut pixels = vec![0_u8; row_bytes * width];
    for (y, row) in pixels.chunks_exact_mut(row_bytes).enumerate() {
        for x in (0..width).filter(|x| grid.is_dark(module(*x), module(y))) {
            row[x / 8] |= 0x80 >> (x % 8);
        }
    }
    encode(u32::try_from(width).unwrap_or(u32::MAX), colors, &pixels).expect("a whole picture, written to memory, has no reason to fail")
}

fn encode(width: u32, colors: Colors, pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, width);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::One);
    encoder.set_palette([colors.background().0, colors.code().0].concat());
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}
