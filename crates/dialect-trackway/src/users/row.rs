//! People as this dialect shows them.

use serde_json::{Value, json};
use trackway_domain::user::{Email, Member};

pub(crate) fn row(member: &Member) -> Value {
    json!({
        "id": member.user.id.to_string(),
        "name": member.user.name.as_str(),
        "email": member.user.email.as_ref().map(Email::as_str),
        "role": member.role.as_str(),
        "createdAt": format!("{:.3}", member.user.created_at),
        "disabledAt": member.user.disabled_at.map(|at| format!("{at:.3}")),
    })
}
