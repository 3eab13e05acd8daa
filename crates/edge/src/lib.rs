//! The redirect: what Trackway is measured by.
//!
//! Stands in front of the router. A request whose path could be a link's is answered here: route from the cache, decision from
//! `domain`, click into the journal, answer. Everything else falls through. Nothing on this path asks the store when the link is
//! cached, and nothing here interprets more of a request than the decision needs: that is ingestion's work.

mod answer;
mod cache;
mod front;
mod guess;
pub mod pages;
mod pass_guard;
mod path;
mod redirect;
mod visitor;

pub use answer::Answer;
pub use cache::RouteCache;
pub use front::{Front, FrontBody, Reply, SeatedBody};
pub use guess::GuessLimits;
pub use redirect::{Edge, People};
