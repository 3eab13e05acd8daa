//! `GET /creators`: the creators of the workspace that the caller reaches, oldest first, page by page.

use crate::Fanvue;
use crate::access::Agency;
use crate::error::Error;
use crate::query::count;
use axum::Json;
use axum::extract::{Query, State};
use http::Uri;
use serde::Deserialize;
use serde_json::{Value, json};
use trackway_app::accounts;
use trackway_domain::account::Account;

pub(crate) async fn list(State(fanvue): State<Fanvue>, Agency(caller): Agency, uri: Uri) -> Result<Json<Value>, Error> {
    let Portion { page, size } = Portion::parse(&uri)?;
    let mut accounts = accounts::find::list(&fanvue.app, &caller.actor()).await?;
    accounts.retain(|account| caller.reaches(account.id));
    let start = (page as usize - 1).saturating_mul(size as usize);
    let rows = accounts.iter().skip(start).take(size as usize).map(row).collect::<Vec<_>>();
    let has_more = accounts.len() > start.saturating_add(rows.len());
    let pagination = json!({"page": page, "size": size, "hasMore": has_more && !rows.is_empty()});
    Ok(Json(json!({"data": rows, "pagination": pagination})))
}

fn row(account: &Account) -> Value {
    json!({
        "uuid": account.id.0,
        "handle": account.handle.as_str(),
        "displayName": account.name.as_str(),
        "avatarUrl": null,
        "registeredAt": format!("{:.3}", account.created_at),
    })
}

/// Which page, counted from one, of how many creators.
struct Portion {
    page: u32,
    size: u32,
}

impl Portion {
    fn parse(uri: &Uri) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Parameters {
            page: Option<String>,
            size: Option<String>,
        }
        let Query(Parameters { page, size }) = Query::try_from_uri(uri).map_err(|_| Error::repeated())?;
        match (count("page", page, 1, u32::MAX), count("size", size, 15, 50)) {
            (Ok(page), Ok(size)) => Ok(Self { page, size }),
            (page, size) => Err(Error::Invalid([page.err(), size.err()].into_iter().flatten().collect())),
        }
    }
}
