//! Whether visitors reach the server where its short URLs say, as seen from this machine.

use super::Finding;
use crate::asking;
use trackway_app::public_url::PublicUrl;
use url::Url;

const SECTION: &str = "public URL";

pub(super) async fn look(public_url: &PublicUrl) -> Finding {
    let url = public_url.as_str();
    match reach(url).await {
        Ok(how) => Finding::good(SECTION, format!("{url}: {how}")),
        Err(error) => Finding::attention(SECTION, format!("{url}: {error:#}")),
    }
}

/// Says how it was asked.
async fn reach(text: &str) -> anyhow::Result<String> {
    let url = Url::parse(text)?;
    let (host, port) = (url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(80));
    // An IPv6 address stands in brackets in an address, and without them in a look-up.
    let address = (host.trim_matches(['[', ']']), port);
    if url.scheme() == "https" {
        asking::knock(address, &format!("{host}:{port}")).await?;
        return Ok("somebody listens there; the certificate and who it is were not looked at".to_owned());
    }
    let path = format!("{}/health", url.path().trim_end_matches('/'));
    let (status, body) = asking::get(address, &format!("{host}:{port}"), &path).await?;
    let is_ours = status == 200 && body.contains("\"uptime\"");
    anyhow::ensure!(is_ours, "GET {path} answers {status}, not as a server of ours would");
    Ok(format!("GET {path} over plain HTTP is answered by a server of ours"))
}
