//! What an app says when it opens.

use crate::failure::Failure;
use crate::fields::Fields;
use crate::sdk::door::Caller;
use crate::sdk::values::{instant, perhaps, pixels, text};
use crate::values::{self, uuid, window};
use trackway_app::installs::attribute::{Opening, naming};
use trackway_domain::click::ClickId;
use trackway_domain::click_token::ClickTokenKey;
use trackway_domain::install::phone::{Phone, Timezone};
use trackway_domain::install::report::AppReport;
use trackway_domain::install::system_version::SystemVersion;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::Language;
use trackway_web::body::Object;

/// Longest referrer, in characters: stores carry less.
const REFERRER_MAX: usize = 4_096;

/// Reads a report. The address that it names is not believed, and neither is a window of its own: the link's counts.
pub(super) fn read(object: &Object, caller: &Caller, tokens: &ClickTokenKey) -> Result<Opening, Failure> {
    let mut fields = Fields::new(object);
    let user_agent = fields.required("userAgent", values::text(2_000));
    let platform = fields.one(&["platform"], perhaps(Platform::parse)).unwrap_or_else(|| Platform::of(&user_agent));
    let version = fields.one(&["platformVersion"], text(64));
    let phone = Phone {
        platform,
        version: version.and_then(|version| SystemVersion::said_by_app(platform, &version)),
        language: fields.one(&["language"], perhaps(Language::first_accepted)),
        timezone: fields.one(&["timezone"], perhaps(Timezone::parse)),
    };
    let (width, height) = (fields.one(&["screenWidth"], pixels), fields.one(&["screenHeight"], pixels));
    let device = fields.one(&["deviceId"], text(255));
    let begun_at = fields.one(&["installBeginAt", "installBeginTimestampSeconds"], instant);
    let click = fields.one(&["clickId"], uuid).map(ClickId);
    let referrer = fields.one(&["installReferrer"], values::text(REFERRER_MAX));
    fields.one(&["attributionWindowHours"], window);
    let report = AppReport {
        phone,
        user_agent: user_agent.chars().take(AppReport::TEXT_MAX).collect(),
        screen: width.zip(height),
        app_version: fields.one(&["appVersion"], text(255)),
        sdk_name: fields.one(&["sdkName"], text(255)),
        sdk_version: fields.one(&["sdkVersion"], text(255)),
        naming: naming(click, referrer.as_deref(), tokens),
    };
    let workspace = caller.within.workspace;
    Ok(fields.finish(Opening { workspace, address: caller.address, device, begun_at, report })?)
}
