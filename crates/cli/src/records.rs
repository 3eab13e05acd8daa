//! What DNS says: asked of the system's name servers, or of the one that the operator names.

use anyhow::Context as _;
use async_trait::async_trait;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;
use std::net::SocketAddr;
use trackway_app::domains::records::TextRecords;

/// Asks a name server, anew each time: whoever has just set a record does not want to hear what was there before.
pub(crate) struct NameServer(Option<SocketAddr>);

impl NameServer {
    /// That one, or whom the system asks.
    pub(crate) fn at(address: Option<SocketAddr>) -> Self {
        Self(address)
    }

    fn resolver(&self) -> anyhow::Result<TokioResolver> {
        let mut builder = match self.0 {
            None => TokioResolver::builder_tokio().context("the system names no name server")?,
            Some(address) => {
                let mut connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
                connections.iter_mut().for_each(|connection| connection.port = address.port());
                let server = NameServerConfig::new(address.ip(), true, connections);
                let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
        };
        builder.options_mut().cache_size = 0;
        builder.build().context("no name server can be asked")
    }
}

#[async_trait]
impl TextRecords for NameServer {
    async fn of(&self, name: &str) -> Result<Vec<String>, String> {
        let resolver = self.resolver().map_err(|error| format!("{error:#}"))?;
        // With a dot at its end, so that it is not looked for under the machine's own domain.
        match resolver.txt_lookup(format!("{name}.")).await {
            Ok(found) => Ok(found.answers().iter().filter_map(|record| text(&record.data)).collect()),
            Err(error) if error.is_nx_domain() || error.is_no_records_found() => Ok(Vec::new()),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// A long text stands in several pieces.
fn text(data: &RData) -> Option<String> {
    let RData::TXT(text) = data else { return None };
    String::from_utf8(text.txt_data.concat()).ok()
}
