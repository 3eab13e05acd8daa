//! The vocabulary and the rules of tracking links.
//!
//! Pure: no IO, no clock, no async, no HTTP and no dialect's JSON. A value of one of these types is valid by construction, so nobody
//! checks it again. Types that a store keeps inside a document derive serde; what a client sees is each dialect's own.

pub mod account;
pub mod agent;
pub mod app_config;
pub mod attribution;
pub mod audit;
pub mod blocklist;
pub mod click;
pub mod click_token;
pub mod code;
pub mod conversion;
pub mod cost;
pub mod custom_domain;
pub mod decide;
pub mod deep_link;
pub mod destination;
pub mod event;
pub mod guard;
pub mod href;
pub mod inbound;
pub mod install;
pub mod key;
pub mod link;
pub mod money;
pub mod oauth;
pub mod person;
pub mod place;
pub mod platform;
pub mod preview;
pub mod project;
pub mod referrer;
pub mod route;
pub mod secret;
pub mod session;
pub mod share;
pub mod snowflake;
pub mod social;
pub mod stats;
pub mod targeting;
pub mod template;
pub mod text;
pub mod totals;
pub mod traffic;
pub mod user;
pub mod utc_day;
pub mod utm;
pub mod visit;
pub mod visitor;
pub mod webhook;
pub mod window;
pub mod workspace;
