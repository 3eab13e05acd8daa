//! `POST /api/domains/{id}/verify`.

use crate::LinkForty;
use crate::domains::row::row;
use crate::failure::Failure;
use crate::request::{Admin, Segment};
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::domains::verify::{self, Found};
use trackway_app::error::Thing;
use trackway_domain::custom_domain::CustomDomainId;

/// Looks for the proof of a host name.
pub(crate) async fn verify(State(state): State<LinkForty>, Admin(actor): Admin, id: Segment) -> Result<Json<Row>, Failure> {
    let id = id.id(Thing::Domain, CustomDomainId)?;
    match verify::verify(&state.app, actor.workspace, actor.doer(), id).await.map_err(Failure::of_domain)? {
        Found::Proof(domain) => Ok(Json(row(&domain))),
        Found::Nothing(domain) => {
            Err(Failure::NoProof(format!("There is no TXT record {} that says {}", domain.record_name(), domain.record_value())))
        }
        Found::NoAnswer(domain, why) => {
            Err(Failure::NoProof(format!("The TXT record {} cannot be looked up: {why}", domain.record_name())))
        }
    }
}
