//! `/api/people`: the persons whom accounts know, all that is kept about one, and erasing it.

pub mod dossier;
mod erase;
mod export;
mod list;

use crate::Trackway;
use axum::Router;
use axum::routing::{delete, get};

pub(crate) fn routes() -> Router<Trackway> {
    Router::new()
        .route("/api/people", get(list::list))
        .route("/api/people/{id}", delete(erase::erase))
        .route("/api/people/{id}/export", get(export::export))
}
