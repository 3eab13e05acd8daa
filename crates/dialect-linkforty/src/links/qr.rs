//! `GET /api/links/{id}/qr`: the short URL as a QR code.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::request::{Parameters, Reader, Segment};
use crate::values::{named, number};
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use trackway_app::links;
use trackway_app::qr::colors::{Color, Colors};
use trackway_app::qr::draw::{Format, Look, draw};
use trackway_web::body::Object;

/// Width and height where nothing is said, in pixels.
const SIZE: u32 = 512;

/// Draws a link's code.
pub(crate) async fn qr(
    State(state): State<LinkForty>,
    Reader(actor): Reader,
    id: Segment,
    Parameters(parameters): Parameters,
) -> Result<Response, Failure> {
    let look = read(&parameters)?;
    let view = links::find::find(&state.app, actor.within(), &id.link()?).await?;
    // Only the operator's own address could be too long.
    let file = draw(&state.app.short_url_of(&view), look).ok_or(Failure::Broken)?;
    let (kind, extension) = match look.format {
        Format::Png => ("image/png", "png"),
        Format::Svg => ("image/svg+xml", "svg"),
    };
    let disposition = format!("inline; filename=\"qr-{}.{extension}\"", view.link.code);
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=86400"), (CONTENT_DISPOSITION, &disposition)];
    Ok((headers, file).into_response())
}

fn read(parameters: &Object) -> Result<Look, Failure> {
    let mut fields = Fields::new(parameters);
    let format = fields.one(&["format"], named(format)).unwrap_or(Format::Png);
    let size = fields.one(&["size"], number(128..=2_048)).unwrap_or(SIZE);
    let color = named(|text| Color::parse(text).ok_or("must be a colour such as #1a2b3c"));
    let code = fields.one(&["color"], &color).unwrap_or(Color::BLACK);
    let background = fields.one(&["bgcolor", "bgColor"], &color).unwrap_or(Color::WHITE);
    let colors = Colors::new(code, background);
    if let Err(error) = colors {
        fields.fault("color", &crate::faults::sentence(error));
    }
    let looks = fields.finish(colors.ok().map(|colors| Look { format, size, colors }))?;
    looks.ok_or(Failure::Broken)
}

fn format(text: &str) -> Result<Format, &'static str> {
    match text {
        "png" => Ok(Format::Png),
        "svg" => Ok(Format::Svg),
        _ => Err("must be png or svg"),
    }
}
