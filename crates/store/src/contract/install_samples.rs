//! What the cases of installs are made of. As everywhere, equal numbers make equal things.

use super::house::House;
use super::samples::{self, at};
use crate::installs::{NewEvent, NewInstall, Search};
use crate::traces::NewTrace;
use trackway_domain::click::ClickId;
use trackway_domain::conversion::Amount;
use trackway_domain::install::address::{AddressHash, Hour};
use trackway_domain::install::decide::Naming;
use trackway_domain::install::decision::Rule;
use trackway_domain::install::event::AppEvent;
use trackway_domain::install::phone::{Phone, Timezone};
use trackway_domain::install::report::{AppReport, Fingerprint};
use trackway_domain::install::system_version::{BrowserSystem, SystemVersion};
use trackway_domain::install::trace::Trace;
use trackway_domain::install::{InstallEventId, InstallId};
use trackway_domain::link::Link;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::platform::Platform;
use trackway_domain::targeting::Language;
use trackway_domain::window::AttributionWindow;

/// The platform of every install's phone.
pub(super) const PLATFORM: Platform = Platform::Ios;

/// The hour in which all traces are.
pub(super) const HOUR: i64 = 492_796;

pub(super) fn hour(number: i64) -> Hour {
    Hour(number)
}

pub(super) fn address(number: u32) -> AddressHash {
    AddressHash(i64::from(number) - 3)
}

/// Where the trace of that number is.
pub(super) fn search(number: u32) -> Search {
    let cap = AttributionWindow::from_hours(2).unwrap_or(AttributionWindow::DEFAULT);
    Search { addresses: vec![(hour(HOUR + 1), address(number)), (hour(HOUR), address(number))], cap }
}

/// An install at second `number`, of a phone and a fingerprint of its own, that names nothing.
pub(super) fn install(house: &House, number: u32, search: Option<Search>) -> NewInstall {
    let phone = Phone { platform: PLATFORM, version: SystemVersion::parse("17.4"), language: Language::parse("de"), timezone: None };
    let report = AppReport {
        phone,
        user_agent: format!("Shop/{number} «Été» 日本"),
        screen: Some((1_170, 2_532)),
        app_version: Some("1.0".to_owned()),
        sdk_name: None,
        sdk_version: Some("2.0".to_owned()),
        naming: None,
    };
    NewInstall {
        id: InstallId(samples::uuid(20, number)),
        workspace: house.workspace.id,
        at: at(number),
        begun_at: at(number),
        device: None,
        fingerprints: vec![fingerprint(number)],
        report,
        search,
    }
}

/// The same, by an app that names a click.
pub(super) fn naming(house: &House, number: u32, click: ClickId) -> NewInstall {
    let mut new = install(house, number, None);
    new.report.naming = Some(Naming { click, rule: Rule::ClickId });
    new
}

pub(super) fn fingerprint(number: u32) -> Fingerprint {
    let mut bytes = [7; 32];
    bytes[..4].copy_from_slice(&number.to_le_bytes());
    Fingerprint(bytes)
}

/// What the click of that number on a link has left; the numbers differ in all that a trace may say.
pub(super) fn trace(link: &Link, number: u32) -> NewTrace {
    let click = samples::click(link, number);
    let version = SystemVersion { major: 17, minor: number.is_multiple_of(2).then_some(4) };
    let trace = Trace {
        click: click.id,
        link: link.id,
        at: click.at,
        platform: if number.is_multiple_of(5) { Platform::Android } else { PLATFORM },
        system: [BrowserSystem::Unknown, BrowserSystem::Exactly(version), BrowserSystem::AtLeast(version)][number as usize % 3],
        language: if number.is_multiple_of(2) { Language::parse("de") } else { None },
        timezone: if number.is_multiple_of(3) { Timezone::parse("Europe/Berlin") } else { None },
    };
    NewTrace { hour: hour(HOUR), address: address(number), trace }
}

/// Something done in an install at second `number`, for so many mills.
pub(super) fn event(house: &House, install: InstallId, number: u32, mills: Option<i64>) -> NewEvent {
    let amount = mills.and_then(|mills| Amount::new(Mills(mills), None, Currency::USD).ok());
    let event = AppEvent {
        install,
        name: samples::name("purchase"),
        data: format!("{{\"number\":{number}}}"),
        at: Some(at(number)),
        session: Some("session 1".to_owned()),
        link: None,
        click: None,
        person: None,
        amount,
    };
    let id = InstallEventId(samples::uuid(21, number));
    NewEvent { id, workspace: house.workspace.id, received_at: at(number), is_vouched: true, event }
}
