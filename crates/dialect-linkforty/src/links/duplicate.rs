//! `POST /api/links/{id}/duplicate`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::links::row::row;
use crate::request::{Segment, Writer};
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use trackway_app::links;
use trackway_app::links::create::{CodeChoice, NewLink};
use trackway_domain::text::Name;

/// What a copy's title ends with.
const COPY: &str = " (Copy)";

/// Makes a link like another, with a random code.
pub(crate) async fn duplicate(
    State(state): State<LinkForty>,
    Writer(actor): Writer,
    id: Segment,
) -> Result<(StatusCode, Json<Row>), Failure> {
    let original = links::find::find(&state.app, actor.within(), &id.link()?).await?;
    let mut settings = original.link.settings;
    settings.name = settings.name.as_ref().and_then(copied);
    // The template stands in the settings, but is not to fill in again what was left open or has been cleared since.
    let new = NewLink { account: Some(original.link.account), template: None, code: CodeChoice::Random, settings, is_for_everybody: false };
    let mut copy = links::create::create(&state.app, &actor, new).await?;
    copy.template_slug = original.template_slug;
    Ok((StatusCode::CREATED, Json(row(&state.app, &copy))))
}

/// The title of a copy; a long one is cut so that it stays a title.
fn copied(title: &Name) -> Option<Name> {
    let kept = title.as_str().chars().take(Name::MAX - COPY.len()).collect::<String>();
    Name::parse(&(kept + COPY)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copys_title_is_a_title() {
        for (title, expected) in [("Spring".to_owned(), "Spring (Copy)".to_owned()), ("ä".repeat(255), "ä".repeat(248) + COPY)] {
            assert_eq!(copied(&Name::parse(&title).expect("a name")).expect("a name").as_str(), expected);
        }
    }
}
