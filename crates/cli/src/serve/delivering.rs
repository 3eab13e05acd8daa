//! The work of telling webhooks.

use crate::configuration::Configuration;
use crate::serve::parts::Parts;
use bytes::Bytes;
use jiff::SignedDuration;
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use trackway_dialect_linkforty::webhooks::payload;
use trackway_store::events::Event;
use trackway_webhooks::client::Client;
use trackway_webhooks::connect::{Connector, SystemResolver, trusted_by_system};
use trackway_webhooks::{Courier, Telling};

/// Tells webhooks until the process is to stop.
pub(super) fn start(parts: &Parts, configuration: &Configuration, stopped: watch::Receiver<bool>) -> JoinHandle<()> {
    let connector = Connector::new(parts.app.reach.clone(), Arc::new(SystemResolver), trusted_by_system());
    let told = Arc::clone(&parts.app);
    let telling: Telling = Arc::new(move |event: &Event| Bytes::from(serde_json::Value::from(payload::body(&told, event)).to_string()));
    let courier = Courier::new(Arc::clone(&parts.app), Client::new(connector), telling, Arc::clone(&parts.deliveries));
    let kept = SignedDuration::from_hours(24 * i64::from(configuration.webhook_log_days.get()));
    tokio::spawn(courier.run(kept, configuration.webhook_backlog, stopped))
}
