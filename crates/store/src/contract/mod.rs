//! The contract: what every store must do, as one list of cases.
//!
//! An adapter's tests run each case of [`CASES`] on a [`Place`] of its own, with threads to run on. The cases know the ports and
//! nothing else; what is true of one adapter alone (its files, its server) is for that adapter's own tests.

mod accounts;
mod app_configs;
mod audit;
mod books;
mod changes;
mod click_log;
mod click_rows;
mod clicks;
mod codes;
mod consents;
mod conversion_lists;
mod conversions;
mod credit_reference;
mod credits;
mod domains;
mod dossiers;
mod house;
mod install_events;
mod install_samples;
mod installs;
mod keys;
mod link_edits;
mod link_lists;
mod link_search;
mod links;
mod migrations;
mod models;
mod oauth_clients;
mod outbox;
mod passes;
mod paths;
mod people;
mod persons;
mod projects;
mod random_questions;
mod ranked;
mod raw_clicks;
pub mod reference;
mod refresh_tokens;
mod resolving;
mod salts;
mod samples;
mod sessions;
mod settings;
mod shares;
mod signing_keys;
mod stats;
mod template_edits;
mod templates;
mod together;
mod traces;
mod upkeep;
mod users;
mod webhooks;
mod workspaces;

use crate::{Store, StoreError};
use async_trait::async_trait;
use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;

/// Every case, port by port.
pub const CASES: &[Case] = &joined::<{ count() }>();

/// One thing that every store must do.
#[derive(Clone, Copy)]
pub struct Case {
    /// The port, `::`, and what must hold there, as a sentence.
    pub name: &'static str,
    /// Tries it on a place that is empty. It fails by an error or a panic.
    pub run: fn(Arc<dyn Place>) -> Running,
}

/// A case at work.
pub type Running = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// What became of a case.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Where a case keeps its data: empty at first, and nobody else's.
#[async_trait]
pub trait Place: Send + Sync + 'static {
    /// Opens the store: the first time a new one, later the same one again, as another process would.
    async fn open(&self) -> Result<Arc<dyn Store>, StoreError>;
}

const PORTS: &[&[Case]] = &[
    workspaces::CASES,
    accounts::CASES,
    templates::CASES,
    paths::CASES,
    links::CASES,
    link_edits::CASES,
    link_lists::CASES,
    link_search::CASES,
    resolving::CASES,
    keys::CASES,
    clicks::CASES,
    click_rows::CASES,
    click_log::CASES,
    raw_clicks::CASES,
    conversion_lists::CASES,
    conversions::CASES,
    credits::CASES,
    models::CASES,
    domains::CASES,
    dossiers::CASES,
    shares::CASES,
    persons::CASES,
    ranked::CASES,
    books::CASES,
    changes::CASES,
    salts::CASES,
    passes::CASES,
    settings::CASES,
    users::CASES,
    sessions::CASES,
    oauth_clients::CASES,
    consents::CASES,
    codes::CASES,
    refresh_tokens::CASES,
    signing_keys::CASES,
    template_edits::CASES,
    projects::CASES,
    app_configs::CASES,
    webhooks::CASES,
    outbox::CASES,
    upkeep::CASES,
    migrations::CASES,
    stats::CASES,
    random_questions::CASES,
    installs::CASES,
    install_events::CASES,
    traces::CASES,
    audit::CASES,
];

/// Lists cases under their port. A case's name is that of its function.
macro_rules! cases {
    ($port:literal: $($case:ident),* $(,)?) => {
        pub(super) const CASES: &[crate::contract::Case] = &[$(
            crate::contract::Case { name: concat!($port, "::", stringify!($case)), run: |place| Box::pin($case(place)) }
        ),*];
    };
}
use cases;

const fn count() -> usize {
    let (mut count, mut port) = (0, 0);
    while port < PORTS.len() {
        count += PORTS[port].len();
        port += 1;
    }
    count
}

const fn joined<const N: usize>() -> [Case; N] {
    let mut all = [PORTS[0][0]; N];
    let (mut next, mut port) = (0, 0);
    while port < PORTS.len() {
        let mut index = 0;
        while index < PORTS[port].len() {
            all[next] = PORTS[port][index];
            (next, index) = (next + 1, index + 1);
        }
        port += 1;
    }
    all
}
