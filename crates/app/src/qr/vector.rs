//! A QR code as an SVG of one path.

use crate::qr::colors::Colors;
use crate::qr::draw::Grid;
use std::fmt::Write as _;

/// Draws every run of dark modules in a row as one rectangle, one unit a module.
pub(crate) fn svg(grid: &Grid, size: u32, colors: Colors) -> String {
    let width = grid.width();
    let mut path = String::new();
    for y in 0..width {
        let mut x = 0;
        while x < width {
            let run = (x..width).take_while(|x| grid.is_dark(*x, y)).count();
            if run > 0 {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {width} {width}\" \
         shape-rendering=\"crispEdges\"><path d=\"M0 0h{width}v{width}H0z\" fill=\"{}\"/><path fill=\"{}\" d=\"{path}\"/></svg>",
        colors.background(),
        colors.code(),
    )
}
