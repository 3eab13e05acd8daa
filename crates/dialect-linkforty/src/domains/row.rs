//! The row of a host name.

use crate::row::{Row, time, with_twins};
use serde::Serialize;
use trackway_domain::custom_domain::CustomDomain;
use utoipa::ToSchema;
use uuid::Uuid;

/// A host name as clients see it, with the record that proves whose it is.
pub(crate) fn row(domain: &CustomDomain) -> Row {
    with_twins(DomainRow {
        id: domain.id.0,
        host: domain.host.as_str(),
        is_verified: domain.verified_at.is_some(),
        record_type: "TXT",
        record_name: domain.record_name(),
        record_value: domain.record_value(),
        created_at: time(domain.created_at),
        verified_at: domain.verified_at.map(time),
    })
}

/// The keys in their order.
#[derive(Serialize, ToSchema)]
pub(crate) struct DomainRow<'a> {
    id: Uuid,
    host: &'a str,
    is_verified: bool,
    record_type: &'static str,
    record_name: String,
    record_value: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    verified_at: Option<String>,
}
