//! `POST /api/debug/simulate`: what a visitor would get, by the decision that visitors get.

use crate::LinkForty;
use crate::debug::report::{Report, Visitor};
use crate::failure::Failure;
use crate::fields::Fields;
use crate::request::{Body, Reader, link_key};
use crate::row::Row;
use crate::values::{named, text};
use axum::Json;
use axum::extract::State;
use std::net::IpAddr;
use trackway_app::simulate::open;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::{Country, Language};
use trackway_store::links::LinkKey;
use trackway_web::body::Object;

/// Tries a link out. Nothing is recorded.
pub(crate) async fn simulate(State(state): State<LinkForty>, Reader(actor): Reader, Body(object): Body) -> Result<Json<Row>, Failure> {
    let (key, visitor) = read(&state, &object)?;
    let visit = visitor.visit(state.app.clock.now());
    let simulation = open::open(&state.app, actor.within(), &key, &visit).await?;
    Ok(Json(Report { visitor: &visitor, visit: &visit, simulation: &simulation }.row()))
}

fn read(state: &LinkForty, object: &Object) -> Result<(LinkKey, Visitor), Failure> {
    let mut fields = Fields::new(object);
    let key = fields.required_one("linkId", named(|text| link_key(text).ok_or("must be the id of a link")));
    let visitor = visitor(state, &mut fields);
    Ok((fields.finish(key)?.expect("a link that is not named is a fault"), visitor))
}

/// Reads who is to be tried.
pub(crate) fn visitor(state: &LinkForty, fields: &mut Fields<'_>) -> Visitor {
    let address = fields.one(&["ipAddress"], named(|text| text.parse::<IpAddr>().map_err(|_| "must be an IP address")));
    let country = fields.one(&["country"], named(|text| Country::parse(text).ok_or("must be an ISO 3166-1 alpha-2 country code")));
    Visitor {
        device: fields.one(&["deviceType"], named(device)),
        user_agent: fields.one(&["userAgent"], text(2_000)),
        language: fields.one(&["language"], named(|text| Language::first_accepted(text).ok_or("must be a language, such as en or de-AT"))),
        country: country.or_else(|| state.geography.country(address?)),
        has_unknown_address: country.is_none() && address.is_some_and(|address| state.geography.country(address).is_none()),
        address,
    }
}

/// A platform. Simulators have long called the web by other names.
fn device(text: &str) -> Result<Platform, &'static str> {
    match text {
        "desktop" | "other" => Ok(Platform::Web),
        name => Platform::parse(name).ok_or("must be ios, android or web"),
    }
}
