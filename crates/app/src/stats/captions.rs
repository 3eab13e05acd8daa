//! What people call the values that are ids and codes.

use crate::stats::Asked;
use crate::{App, Error};
use std::collections::HashMap;
use trackway_domain::custom_domain::Hostname;
use trackway_domain::destination::Destination;
use trackway_domain::stats::{Dimension, Value};
use trackway_domain::targeting::{Country, Language};
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

/// What people call a link, which may have been deleted, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkCaption {
    /// Its uuid.
    pub uuid: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// The host name in its short URL, where it is not the installation's.
    pub domain: Option<Hostname>,
    /// Where it leads; None where whoever asks may not know.
    pub destination: Option<Destination>,
    /// True where it has been deleted.
    pub is_deleted: bool,
}

/// What people call these links, by their uuids. A link that does not lead everybody on tells only those where it leads who may see links.
pub(super) async fn of_links(app: &App, asked: &Asked, uuids: Vec<Uuid>) -> Result<HashMap<Uuid, LinkCaption>, Error> {
    let captions = app.store.links().captions(asked.within.workspace, uuids).await?;
    let shown = |caption: trackway_store::links::LinkCaption| {
        let trackway_store::links::LinkCaption { uuid, code, name, destination, domain, is_guarded, is_deleted } = caption;
        let is_told = asked.sees_destinations || !(is_guarded || app.blocklist.blocks(&destination));
        (uuid, LinkCaption { uuid, code, name, domain, destination: is_told.then_some(destination), is_deleted })
    };
    Ok(captions.into_iter().map(shown).collect())
}

/// A caption for each value; None where the value speaks for itself, or names nothing any more.
pub(crate) async fn of(app: &App, workspace: WorkspaceId, by: Dimension, values: &[Value]) -> Result<Vec<Option<String>>, Error> {
    let known = match by {
        Dimension::Country => return Ok(texts(values, |text| Country::parse(text).map(|country| country.name()))),
        Dimension::Language => return Ok(texts(values, |text| Language::parse(text).map(|language| language.name()))),
        Dimension::Link => links(app, workspace, values).await?,
        Dimension::Template => {
            let templates = app.store.templates().list(workspace).await?.into_iter();
            templates.map(|template| (template.id.to_string(), template.name.to_string())).collect()
        }
        Dimension::Project => {
            let projects = app.store.projects().list(workspace).await?.into_iter();
            projects.map(|project| (project.id.to_string(), project.name.to_string())).collect()
        }
        Dimension::Account => {
            let accounts = app.store.accounts().list(workspace).await?.into_iter();
            accounts.map(|account| (account.id.to_string(), account.name.to_string())).collect()
        }
        _ => HashMap::new(),
    };
    Ok(values.iter().map(|value| known.get(value.as_ref()?).cloned()).collect())
}

/// A link's name, else its code.
async fn links(app: &App, workspace: WorkspaceId, values: &[Value]) -> Result<HashMap<String, String>, Error> {
    let uuids = values.iter().flatten().filter_map(|text| Uuid::try_parse(text).ok()).collect();
    let captions = app.store.links().captions(workspace, uuids).await?.into_iter();
    Ok(captions.map(|link| (link.uuid.to_string(), link.name.unwrap_or(link.code))).collect())
}

fn texts(values: &[Value], name: impl Fn(&str) -> Option<&'static str>) -> Vec<Option<String>> {
    values.iter().map(|value| name(value.as_ref()?).map(str::to_owned)).collect()
}
