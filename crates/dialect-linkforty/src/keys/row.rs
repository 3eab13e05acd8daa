//! The row of a key.

use crate::row::{Row, time, with_twins};
use serde::Serialize;
use trackway_domain::key::{ApiKey, KeyId, KeyScope};
use utoipa::ToSchema;

/// A key as clients see it: without its secret.
pub(crate) fn row(key: &ApiKey) -> Row {
    with_twins(KeyRow {
        id: key.id,
        name: key.name.as_str(),
        prefix: &key.prefix,
        scopes: key.scopes.as_slice().iter().copied().map(KeyScope::as_str).collect(),
        created_at: time(key.created_at),
        last_used_at: key.last_used_at.map(time),
        expires_at: key.expires_at.map(time),
    })
}

/// The keys in their order.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeyRow<'a> {
    #[schema(value_type = Uuid)]
    id: KeyId,
    name: &'a str,
    prefix: &'a str,
    scopes: Vec<&'a str>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    last_used_at: Option<String>,
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}
