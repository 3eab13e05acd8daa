//! Clicks as lines of text.

use super::clicks::Target;
use serde::Serialize;
use std::borrow::Cow;
use std::io::Write;
use trackway_store::clicks::ClickRow;
use trackway_web::spreadsheet::harmless;

/// A click as it is written, in the order of its columns. What is unknown is empty, or null.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    link: i64,
    time: String,
    traffic: &'static str,
    destination: &'static str,
    platform: &'static str,
    is_head: bool,
    is_prefetch: bool,
    objects_to_tracking: bool,
    is_datacenter: bool,
    address: Option<String>,
    country: Option<&'a str>,
    region: Option<&'a str>,
    city: Option<&'a str>,
    timezone: Option<&'a str>,
    language: Option<&'a str>,
    referrer: Option<Cow<'a, str>>,
    user_agent: Cow<'a, str>,
    browser: Option<&'a str>,
    browser_version: Option<u32>,
    os: Option<&'a str>,
    os_version: Option<&'a str>,
    device: &'static str,
    visitor: Option<u64>,
    utm_source: Option<Cow<'a, str>>,
    utm_medium: Option<Cow<'a, str>>,
    utm_campaign: Option<Cow<'a, str>>,
    utm_term: Option<Cow<'a, str>>,
    utm_content: Option<Cow<'a, str>>,
    /// Pairs of a name and a value, as JSON.
    metadata: Option<String>,
}

impl<'a> Row<'a> {
    /// `text` writes what visitors have sent.
    fn of(click: &'a ClickRow, text: fn(&'a str) -> Cow<'a, str>) -> Self {
        let (place, agent, utm) = (&click.place, &click.user_agent.agent, &click.utm);
        Self {
            id: click.id.to_string(),
            link: click.link.0.to_i64(),
            time: click.at.to_string(),
            traffic: click.traffic.as_str(),
            destination: click.destination.as_str(),
            platform: click.platform.as_str(),
            is_head: click.signals.is_head,
            is_prefetch: click.signals.is_prefetch,
            objects_to_tracking: click.signals.objects_to_tracking,
            is_datacenter: click.is_datacenter,
            address: click.address.map(|address| address.to_string()),
            country: place.country.as_ref().map(trackway_domain::targeting::Country::as_str),
            region: place.region.as_deref(),
            city: place.city.as_deref(),
            timezone: place.time_zone.as_deref(),
            language: click.language.as_ref().map(trackway_domain::targeting::Language::as_str),
            referrer: click.referrer.as_deref().map(text),
            user_agent: text(&click.user_agent.text),
            browser: agent.browser.as_deref(),
            browser_version: agent.browser_version,
            os: agent.system.as_deref(),
            os_version: agent.system_version.as_deref(),
            device: agent.device.as_str(),
            visitor: click.visitor.map(|visitor| visitor.0.get()),
            utm_source: utm.source.as_deref().map(text),
            utm_medium: utm.medium.as_deref().map(text),
            utm_campaign: utm.campaign.as_deref().map(text),
            utm_term: utm.term.as_deref().map(text),
            utm_content: utm.content.as_deref().map(text),
            metadata: (!click.metadata.is_empty()).then(|| serde_json::json!(click.metadata).to_string()),
        }
    }
}

/// Lines of values, quoted where need be.
pub(super) struct Csv(csv::Writer<Box<dyn Write>>);

impl Csv {
    pub(super) fn begin(writer: Box<dyn Write>) -> Self {
        Self(csv::Writer::from_writer(writer))
    }
}

impl Target for Csv {
    fn write(&mut self, clicks: &[ClickRow]) -> anyhow::Result<()> {
        clicks.iter().try_for_each(|click| Ok(self.0.serialize(Row::of(click, harmless))?))
    }

    fn finish(mut self: Box<Self>) -> anyhow::Result<()> {
        Ok(self.0.flush()?)
    }
}

/// Lines of JSON.
pub(super) struct NdJson(pub(super) Box<dyn Write>);

impl Target for NdJson {
    fn write(&mut self, clicks: &[ClickRow]) -> anyhow::Result<()> {
        for click in clicks {
            serde_json::to_writer(&mut self.0, &Row::of(click, Cow::Borrowed))?;
            self.0.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> anyhow::Result<()> {
        Ok(self.0.flush()?)
    }
}
