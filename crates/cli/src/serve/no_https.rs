//! What stands for the listener for https in programs that are built without it: nothing but a refusal.

use crate::configuration::Configuration;
use crate::installation::Folder;
use anyhow::bail;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use trackway_app::App;
use trackway_web::accept::Plain;

/// There is never one.
pub(crate) struct Https {
    pub(crate) listener: TcpListener,
    pub(crate) address: SocketAddr,
    pub(crate) greeting: Plain,
    pub(crate) keeping: JoinHandle<()>,
}

/// Refuses to listen for https.
///
/// # Errors
/// Where the settings ask for it.
pub(crate) async fn listen(configuration: &Configuration, _: &Folder, _: &Arc<App>) -> anyhow::Result<Option<Https>> {
    try_settings(configuration).map(|()| None)
}

/// Refuses settings that this program cannot keep to.
///
/// # Errors
/// Where the settings ask for https.
pub(crate) fn try_settings(configuration: &Configuration) -> anyhow::Result<()> {
    if configuration.tls_listen.is_some() {
        bail!("tls_listen: this program was built without https; build it with --features tls, or put a proxy in front");
    }
    Ok(())
}
