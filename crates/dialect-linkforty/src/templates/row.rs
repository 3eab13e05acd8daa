//! The row of a template.

use crate::row::{Row, time, with_twins};
use crate::templates::settings::SettingsRow;
use serde::Serialize;
use trackway_domain::template::{Template, TemplateId};
use trackway_domain::text::Description;
use trackway_domain::workspace::UserId;
use utoipa::ToSchema;

/// A template as clients see it.
pub(crate) fn row(template: &Template) -> Row {
    with_twins(TemplateRow {
        id: template.id,
        user_id: template.owner,
        name: template.name.as_str(),
        slug: template.slug.as_str(),
        description: template.description.as_ref().map(Description::as_str),
        settings: (&template.settings).into(),
        is_default: template.is_default,
        created_at: time(template.created_at),
        updated_at: time(template.updated_at),
    })
}

/// The keys in their documented order.
#[derive(Serialize, ToSchema)]
pub(crate) struct TemplateRow<'a> {
    #[schema(value_type = Uuid)]
    id: TemplateId,
    #[schema(value_type = Uuid)]
    user_id: UserId,
    name: &'a str,
    slug: &'a str,
    description: Option<&'a str>,
    #[schema(inline)]
    settings: SettingsRow<'a>,
    is_default: bool,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}
