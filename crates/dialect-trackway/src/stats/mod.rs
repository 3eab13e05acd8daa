//! Questions about clicks and what was credited to them, under `/api/stats`: what is asked stands in the query, and whatever is not understood there is refused, since a
//! filter that is left out unnoticed makes a wrong number.

pub(crate) mod breakdown;
mod funnel;
mod links;
mod numbers;
mod overview;
mod period;
mod question;
mod timeseries;

pub(crate) use numbers::ORDERS;

use crate::Trackway;
use axum::Router;
use axum::routing::get;

/// The routes.
pub(crate) fn routes() -> Router<Trackway> {
    Router::new()
        .route("/api/stats/overview", get(overview::overview))
        .route("/api/stats/timeseries", get(timeseries::timeseries))
        .route("/api/stats/breakdown", get(breakdown::breakdown))
        .route("/api/stats/funnel", get(funnel::funnel))
        .route("/api/stats/links", get(links::links))
}
