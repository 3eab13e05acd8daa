//! The server's settings: flags over environment over file over defaults. A key that is not known is an error.

mod complaint;
pub(crate) mod reference;

use anyhow::Context as _;
use figment::providers::{Env, Format as _, Serialized, Toml};
use figment::value::{Dict, Map};
use figment::{Figment, Metadata, Profile, Provider};
use ipnet::IpNet;
use schemars::JsonSchema;
use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::net::SocketAddr;
use std::num::{NonZeroU16, NonZeroU32, NonZeroUsize};
use std::path::{Path, PathBuf};

/// Everything that an operator can set.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(title = "Settings of Trackway")]
pub(crate) struct Configuration {
    /// The folder that holds everything.
    pub(crate) data: PathBuf,
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// Where to listen for https beside that; needs a program built with `--features tls`.
    #[schemars(example = "0.0.0.0:443")]
    pub(crate) tls_listen: Option<SocketAddr>,
    /// A file with a certificate and those that vouch for it (PEM), read again when it changes; without one, certificates come from an ACME server.
    #[schemars(example = "/etc/trackway/certificate.pem")]
    pub(crate) tls_certificate: Option<PathBuf>,
    /// The file with the key of that certificate (PEM).
    #[schemars(example = "/etc/trackway/key.pem")]
    pub(crate) tls_key: Option<PathBuf>,
    /// A mail address that the ACME server may write to.
    #[schemars(example = "operator@example.com")]
    pub(crate) acme_contact: Option<String>,
    /// The directory of the ACME server.
    pub(crate) acme_directory: String,
    /// Where visitors reach this installation; the listening address unless set. Short URLs are built from it.
    #[schemars(example = "https://go.example.com")]
    pub(crate) public_url: Option<String>,
    /// A MaxMind-format file that says where addresses are; without one countries are unknown.
    #[schemars(example = "/var/lib/GeoIP/city.mmdb")]
    pub(crate) geoip: Option<PathBuf>,
    /// A file with the address ranges of data centres, one a line; visits from there are not counted as people's.
    #[schemars(example = "/etc/trackway/data-centers.txt")]
    pub(crate) data_centers: Option<PathBuf>,
    /// A file with hosts that no link may lead to, one a line, `!` before exceptions; read again whenever it changes.
    #[schemars(example = "/etc/trackway/blocklist.txt")]
    pub(crate) blocklist: Option<PathBuf>,
    /// The name server that is asked for the records of custom domains; whom the system asks unless set.
    #[schemars(example = "9.9.9.9:53")]
    pub(crate) name_server: Option<SocketAddr>,
    /// Proxies whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "ranges")]
    #[schemars(with = "Vec<String>", example = ["10.0.0.0/8"])]
    pub(crate) trusted_proxy: Vec<IpNet>,
    /// What is logged, such as `info` or `trackway_edge=debug`.
    pub(crate) log: String,
    /// `text` or `json`.
    pub(crate) log_format: LogFormat,
    /// When a click counts as recorded: `os` (written) or `fsync` (on the disk).
    pub(crate) durability: DurabilityMode,
    /// With `os`: the longest time between a write and its way to the disk, in milliseconds.
    pub(crate) flush_interval_ms: u64,
    /// Bytes of clicks that may wait in the journal; beyond it they are counted as unrecorded instead of filling the disk.
    pub(crate) backlog_bytes: u64,
    /// Bytes of links kept at hand for redirects.
    pub(crate) link_cache_bytes: u64,
    /// Connections at once.
    pub(crate) connections: NonZeroUsize,
    /// How much of a visitor's address is stored: `truncated` or `full`.
    pub(crate) address_privacy: AddressPrivacyMode,
    /// Days after which a returning visitor counts as another.
    pub(crate) visitor_days: NonZeroU16,
    /// Days for which clicks are kept; for ever unless set. Totals of links keep counting what is dropped.
    #[schemars(example = 365)]
    pub(crate) retention_days: Option<NonZeroU16>,
    /// Takes clicks from the journal into the store; off, they wait in the journal.
    #[serde(deserialize_with = "switch")]
    pub(crate) ingestion: bool,
    /// Tells webhooks what happens; off, they are told when it is on again.
    #[serde(deserialize_with = "switch")]
    pub(crate) webhooks: bool,
    /// Networks that webhooks may lie in beside the open internet.
    #[serde(deserialize_with = "ranges")]
    #[schemars(with = "Vec<String>", example = ["10.1.2.0/24"])]
    pub(crate) webhook_allow: Vec<IpNet>,
    /// Deliveries that may wait for one webhook; beyond it the oldest are given up and counted.
    pub(crate) webhook_backlog: NonZeroU32,
    /// Days after which it is forgotten what webhooks were told.
    pub(crate) webhook_log_days: NonZeroU16,
    /// Answers `X-Click-Id` to every redirect, for tests that count.
    #[serde(deserialize_with = "switch")]
    pub(crate) click_id_header: bool,
    /// Requests a minute per key of the main API.
    pub(crate) linkforty_rate: u32,
    /// Requests a minute per address from apps: a carrier has many phones behind one.
    pub(crate) sdk_rate: u32,
    /// Requests a minute per client and user of the Fanvue dialect.
    pub(crate) fanvue_rate: u32,
    /// Requests a minute per key of the Fansly dialect.
    pub(crate) fansly_rate: u32,
    /// Where to listen for scrapers of metrics, and for nobody else.
    #[schemars(example = "127.0.0.1:9090")]
    pub(crate) metrics_listen: Option<SocketAddr>,
    /// Shown as a bearer token, it gets the metrics from the main listener too.
    #[serde(skip_serializing)]
    #[schemars(with = "Option<String>", example = "choose-a-secret-of-your-own")]
    pub(crate) metrics_token: Option<MetricsToken>,
    /// Refuses requests of the Fanvue dialect without a version header.
    #[serde(deserialize_with = "switch")]
    pub(crate) fanvue_requires_version: bool,
    /// Lets a new link without a template take the workspace's default one.
    #[serde(deserialize_with = "switch")]
    pub(crate) linkforty_template_optional: bool,
}

/// A secret of the operator's: it is neither printed nor part of a complaint.
#[derive(Clone)]
pub(crate) struct MetricsToken(String);

impl MetricsToken {
    /// Shorter ones could be guessed.
    const MIN: usize = 16;

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MetricsToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MetricsToken(…)")
    }
}

impl<'de> Deserialize<'de> for MetricsToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Text(String),
            // Digits alone are read as a number, which may no longer be what was written.
            Other(IgnoredAny),
        }
        match Form::deserialize(deserializer)? {
            Form::Text(text) if text.len() >= Self::MIN && text.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(Self(text)),
            Form::Text(_) | Form::Other(_) => {
                Err(D::Error::custom("expected at least 16 letters, digits and signs without spaces, not all of them digits"))
            }
        }
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// See [`trackway_journal::Durability`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DurabilityMode {
    Os,
    Fsync,
}

/// See [`trackway_app::clicks::enrich::AddressPrivacy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AddressPrivacyMode {
    Truncated,
    Full,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            data: PathBuf::from("./data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            tls_listen: None,
            tls_certificate: None,
            tls_key: None,
            acme_contact: None,
            acme_directory: "https://acme-v02.api.letsencrypt.org/directory".to_owned(),
            public_url: None,
            geoip: None,
            data_centers: None,
            blocklist: None,
            name_server: None,
            trusted_proxy: Vec::new(),
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            durability: DurabilityMode::Os,
            flush_interval_ms: 50,
            backlog_bytes: 16 << 30,
            link_cache_bytes: 96 << 20,
            connections: const { NonZeroUsize::new(20_000).unwrap() },
            address_privacy: AddressPrivacyMode::Truncated,
            visitor_days: const { NonZeroU16::new(1).unwrap() },
            retention_days: None,
            ingestion: true,
            webhooks: true,
            webhook_allow: Vec::new(),
            webhook_backlog: const { NonZeroU32::new(100_000).unwrap() },
            webhook_log_days: const { NonZeroU16::new(30).unwrap() },
            click_id_header: false,
            linkforty_rate: 100,
            sdk_rate: 600,
            fanvue_rate: 200,
            fansly_rate: 600,
            metrics_listen: None,
            metrics_token: None,
            fanvue_requires_version: true,
            linkforty_template_optional: false,
        }
    }
}

impl Configuration {
    /// Reads the layers. `flags` holds what was given on the command line.
    ///
    /// # Errors
    /// A file that cannot be read, an unknown key, a value of the wrong kind: each with the place it came from.
    pub(crate) fn load(file: Option<&Path>, flags: impl Serialize) -> anyhow::Result<Self> {
        Self::read(&layers(file, flags)?)
    }

    /// The same, and each setting that has a value with where it comes from.
    ///
    /// # Errors
    /// As for [`Configuration::load`].
    pub(crate) fn load_with_origins(file: Option<&Path>, flags: impl Serialize) -> anyhow::Result<(Self, Vec<Origin>)> {
        let layers = layers(file, flags)?;
        let read = Self::read(&layers)?;
        let mut values = serde_json::to_value(&read)?;
        if read.metrics_token.is_some() {
            values["metrics_token"] = HIDDEN.into();
        }
        let values = values.as_object_mut().map(std::mem::take).into_iter().flatten().filter(|(_, value)| !value.is_null());
        let origins = values.map(|(name, value)| Origin { from: complaint::origin(&layers, &name), name, value });
        Ok((read, origins.collect()))
    }

    fn read(layers: &Figment) -> anyhow::Result<Self> {
        layers.extract().map_err(complaint::complaint).context("the configuration is not good")
    }
}

/// A setting's value, and where it comes from.
pub(crate) struct Origin {
    pub(crate) name: String,
    pub(crate) value: serde_json::Value,
    pub(crate) from: String,
}

/// What is shown of a secret.
const HIDDEN: &str = "(a secret)";

/// What the layer of defaults is called.
const DEFAULTS: &str = "defaults";

/// Variables of the environment that are no settings: where the file is, and what commands take.
const NO_SETTINGS: &[&str] = &["config", "workspace"];

fn layers(file: Option<&Path>, flags: impl Serialize) -> anyhow::Result<Figment> {
    let mut layers = Figment::from(Named(DEFAULTS, Serialized::defaults(Configuration::default())));
    if let Some(file) = file {
        std::fs::metadata(file).with_context(|| format!("cannot read the configuration in {}", file.display()))?;
        layers = layers.merge(Toml::file_exact(file));
    }
    let environment = Env::prefixed("TRACKWAY_").ignore(NO_SETTINGS);
    Ok(layers.merge(environment).merge(Named("flags", Serialized::defaults(flags))))
}

/// A layer by a name of ours.
struct Named<P>(&'static str, P);

impl<P: Provider> Provider for Named<P> {
    fn metadata(&self) -> Metadata {
        let mut metadata = self.1.metadata();
        metadata.name = self.0.into();
        metadata
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        self.1.data()
    }
}

/// A switch as files (`true`) and environments (`1`, `on`) write it.
fn switch<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        Bool(bool),
        Number(u8),
        Text(String),
    }
    match Form::deserialize(deserializer)? {
        Form::Bool(is_on) => Ok(is_on),
        Form::Number(0) => Ok(false),
        Form::Number(1) => Ok(true),
        Form::Text(text) if text == "on" => Ok(true),
        Form::Text(text) if text == "off" => Ok(false),
        Form::Number(_) | Form::Text(_) => Err(D::Error::custom("expected on or off")),
    }
}

/// Address ranges as a list, or in one text separated by commas; an address alone is a range of one.
fn ranges<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        Text(String),
        List(Vec<String>),
    }
    let texts = match Form::deserialize(deserializer)? {
        Form::Text(text) => text.split(',').map(str::to_owned).collect(),
        Form::List(list) => list,
    };
    texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).map(|text| range(text).map_err(D::Error::custom)).collect()
}

/// Reads `10.0.0.0/8` or `10.0.0.1`.
///
/// # Errors
/// What the text is not.
pub(crate) fn range(text: &str) -> Result<IpNet, String> {
    let alone = |_| text.parse::<std::net::IpAddr>().map(IpNet::from);
    text.parse::<IpNet>().or_else(alone).map_err(|_| format!("'{text}' is no address or range such as 10.0.0.0/8"))
}
