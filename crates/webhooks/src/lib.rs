//! From the outbox to the webhooks: what is due is signed, sent to an address that may be reached, and recorded with its answer.
//!
//! This is the only crate that opens connections to addresses that users typed. [`courier`] goes its rounds, [`client`] sends one
//! request, [`connect`] decides to which address, among those that [`trackway_app::webhooks::reach`] admits, [`sign`] signs. What is told, and in which words, is
//! left to whoever gives a [`courier::Telling`].

pub mod client;
pub mod connect;
pub mod courier;
mod dispatch;
mod pace;
pub mod progress;
mod retry_after;
mod schedule;
pub mod sign;
mod stream;

pub use courier::{Courier, Telling};
