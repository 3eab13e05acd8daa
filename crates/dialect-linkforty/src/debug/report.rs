//! What the simulator reports.

use crate::row::{Row, targeting_with_devices, time, utm};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::net::IpAddr;
use trackway_app::simulate::open::{Outcome, Simulation};
use trackway_app::simulate::visitors;
use trackway_domain::decide::Hidden;
use trackway_domain::guard::Guard;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::{Country, Language, Match};
use trackway_domain::text::Name;
use trackway_domain::visit::Visit;

/// The visitor that was asked for.
pub(crate) struct Visitor {
    pub(crate) device: Option<Platform>,
    pub(crate) user_agent: Option<String>,
    pub(crate) language: Option<Language>,
    pub(crate) country: Option<Country>,
    pub(crate) address: Option<IpAddr>,
    /// True where an address is all that there is to tell his country by, and it does not.
    pub(crate) has_unknown_address: bool,
}

impl Visitor {
    /// His visit, at this moment. Who shows no user agent has that of his device.
    pub(crate) fn visit(&self, at: Timestamp) -> Visit<'_> {
        let user_agent = self.user_agent.as_deref().unwrap_or_else(|| visitors::user_agent(self.device.unwrap_or(Platform::Web)));
        Visit { at, user_agent, accept_language: self.language.as_ref().map_or("", Language::as_str), country: self.country }
    }
}

/// All that the report is made of.
pub(crate) struct Report<'a> {
    pub(crate) visitor: &'a Visitor,
    pub(crate) visit: &'a Visit<'a>,
    pub(crate) simulation: &'a Simulation,
}

impl Report<'_> {
    /// The report as clients see it.
    pub(crate) fn row(&self) -> Row {
        let parts = [
            ("simulation", self.link()),
            ("input", self.input()),
            ("detection", self.detection()),
            ("targeting", self.targeting()),
            ("redirect", self.redirect()),
            ("warnings", self.warnings().into()),
        ];
        parts.into_iter().map(|(name, part)| (name.to_owned(), part)).collect()
    }

    fn link(&self) -> Value {
        let link = &self.simulation.view.link;
        json!({
            "linkId": link.uuid,
            "shortCode": link.code.as_str(),
            "title": link.settings.name.as_ref().map(Name::as_str),
            "isActive": !link.settings.is_paused,
            "expiresAt": link.settings.expires_at.map(time),
        })
    }

    fn input(&self) -> Value {
        let Visitor { device, country, language, address, .. } = self.visitor;
        json!({
            "deviceType": device.map(Platform::as_str),
            "userAgent": self.visit.user_agent,
            "country": country.as_ref().map(Country::as_str),
            "language": language.as_ref().map(Language::as_str),
            "ipAddress": address.map(|address| address.to_string()),
        })
    }

    fn detection(&self) -> Value {
        let method = match self.visitor {
            Visitor { user_agent: Some(_), .. } => "user_agent",
            Visitor { device: Some(_), .. } => "device_type",
            _ => "default",
        };
        json!({"detectedDevice": self.visit.platform().as_str(), "detectionMethod": method})
    }

    fn targeting(&self) -> Value {
        let rules = &self.simulation.view.link.settings.targeting;
        let Match { country, language, platform } = self.simulation.rules;
        json!({
            "hasRules": !rules.is_empty(),
            "rules": targeting_with_devices(rules),
            "matched": self.simulation.rules.is_full(),
            "details": {"countryMatch": country, "deviceMatch": platform, "languageMatch": language},
        })
    }

    fn redirect(&self) -> Value {
        let (url, fallback, reason) = match &self.simulation.outcome {
            Outcome::Redirect(kind, url) if self.simulation.rules.is_full() => (Some(url), None, kind.as_str()),
            Outcome::Redirect(_, url) => (Some(url), None, "targeting_fallback"),
            Outcome::OpenApp { app, fallback } => (Some(app), Some(fallback), "app_scheme"),
            Outcome::Held(Guard::Blocked) => (None, None, "blocked"),
            Outcome::Held(Guard::Lock(_)) => (None, None, "password"),
            Outcome::Held(Guard::Warning) => (None, None, "warning"),
            Outcome::ShowPreview => (None, None, "preview"),
            Outcome::Expired(instead) => (instead.as_ref(), None, "expired"),
            Outcome::NotFound(Hidden::Paused) => (None, None, "inactive"),
            Outcome::NotFound(Hidden::Untargeted) => (None, None, "targeting_mismatch"),
        };
        let campaign = &self.simulation.view.link.settings.utm;
        json!({
            "wouldRedirect": url.is_some(),
            "finalUrl": url,
            "fallbackUrl": fallback,
            "redirectReason": reason,
            "utmParametersAdded": url.is_some() && !campaign.is_empty() && reason != "expired",
            "utmParameters": utm(campaign),
        })
    }

    fn warnings(&self) -> Vec<String> {
        let settings = &self.simulation.view.link.settings;
        let detected = self.visit.platform();
        let device = self.visitor.device.filter(|device| *device != detected);
        let asks_country = !settings.targeting.countries.is_empty();
        let is_held = |is: fn(&Guard) -> bool| matches!(&self.simulation.outcome, Outcome::Held(guard) if is(guard));
        let all = [
            (settings.is_paused, "The link is inactive: visitors are told that it does not exist".to_owned()),
            (is_held(|guard| *guard == Guard::Blocked), "The link leads to a host on the blocklist: visitors are told so".to_owned()),
            (is_held(|guard| matches!(guard, Guard::Lock(_))), "Visitors are asked for the link's password first".to_owned()),
            (is_held(|guard| *guard == Guard::Warning), "Visitors are told where the link leads, and asked, first".to_owned()),
            (matches!(self.simulation.outcome, Outcome::Expired(_)), "The link has expired".to_owned()),
            (
                device.is_some() && self.visitor.user_agent.is_some(),
                format!("The user agent is that of {}, and it decides; deviceType is ignored", detected.as_str()),
            ),
            (asks_country && self.visitor.has_unknown_address, "The country of ipAddress is not known".to_owned()),
            (asks_country && self.visitor.country.is_none(), "Without a country, no country rule matches".to_owned()),
            (
                !settings.targeting.languages.is_empty() && self.visitor.language.is_none(),
                "Without a language, no language rule matches".to_owned(),
            ),
            (settings.append_click_id, "Visitors get the id of their click where finalUrl has zeros".to_owned()),
        ];
        all.into_iter().filter(|(applies, _)| *applies).map(|(_, warning)| warning).collect()
    }
}
