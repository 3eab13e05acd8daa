//! The commands beside `serve`. Each works while a server runs on the same data.

pub(crate) mod accounts;
pub(crate) mod attribution;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod compact;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod consents;
pub(crate) mod conversions;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod domains;
pub(crate) mod export;
pub(crate) mod healthcheck;
pub(crate) mod keys;
pub(crate) mod links;
pub(crate) mod man;
pub(crate) mod migrate;
pub(crate) mod oauth_clients;
pub(crate) mod oauth_keys;
pub(crate) mod persons;
pub(crate) mod reclassify;
pub(crate) mod reference;
pub(crate) mod restore;
pub(crate) mod shares;
pub(crate) mod tokens;
pub(crate) mod users;
pub(crate) mod verify;
pub(crate) mod version;
pub(crate) mod webhooks;
pub(crate) mod workspaces;

use std::future::Future;

/// Runs a command's work to its end.
fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}
