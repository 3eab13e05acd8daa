//! Links to load with: made through the store's own port, all of one account.

use anyhow::Context as _;
use std::path::Path;
use std::sync::Arc;
use trackway_app::cache::NoCaches;
use trackway_app::clock::SystemClock;
use trackway_app::ids::Ids;
use trackway_app::public_url::PublicUrl;
use trackway_app::random::SystemRandom;
use trackway_app::{App, ids, workspaces};
use trackway_domain::code::Code;
use trackway_domain::destination::Destination;
use trackway_domain::link::{Link, LinkId, LinkSettings};
use trackway_domain::utm::Utm;
use trackway_store::Store as _;
use trackway_store_sqlite::SqliteStore;

/// The code of the nth link.
#[must_use]
pub fn code(index: usize) -> String {
    format!("bench{index:07}")
}

/// Makes links `0..count` in the data folder `data`.
///
/// # Errors
/// Where the store refuses.
pub fn links(data: &Path, count: usize) -> anyhow::Result<()> {
    std::fs::create_dir_all(data)?;
    let store = Arc::new(SqliteStore::open(&data.join("trackway.db"), 1)?);
    let app = App {
        store: store.clone(),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        ids: Ids::new(1),
        public_url: PublicUrl::parse("http://127.0.0.1:8080").context("a URL")?,
        caches: Arc::new(NoCaches),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let workspace = workspaces::found::first_or_found(&app).await?;
        let account = store.accounts().list(workspace.id).await?.swap_remove(0);
        let now = jiff::Timestamp::now();
        let link = |index: usize| {
            Ok::<_, anyhow::Error>(Link {
                id: LinkId(app.ids.snowflake(&SystemClock)),
                uuid: ids::uuid(&SystemClock, &SystemRandom),
                workspace: workspace.id,
                account: account.id,
                owner: workspace.owner,
                code: Code::stored(code(index)),
                settings: LinkSettings {
                    destination: Some(Destination::parse(&format!("https://example.com/product/{index}"))?),
                    utm: Utm { source: Some("bench".to_owned()), ..Utm::default() },
                    ..LinkSettings::default()
                },
                created_at: now,
                updated_at: now,
            })
        };
        for start in (0..count).step_by(10_000) {
            let batch = (start..count.min(start + 10_000)).map(link).collect::<Result<Vec<_>, _>>()?;
            store.links().create_many(&batch).await?;
        }
        Ok(())
    })
}
