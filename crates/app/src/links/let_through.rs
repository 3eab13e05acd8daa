//! Links that let only so many people through: exactly as many, across connections, nodes and crashes.
//!
//! Passes are taken from the store a few at a time, and used up here. What a process held when it was killed is lost: fewer people get
//! through then, never more.

use crate::App;
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Mutex as AsyncMutex;
use trackway_domain::link::LinkId;
use trackway_store::StoreError;

/// Links whose passes are at hand. Beyond this, those that hold none are forgotten.
const AT_HAND: usize = 10_000;

/// Passes that were taken and not used yet.
pub struct Doorkeeper {
    /// How many are taken at once: each time is a transaction. Where several nodes let people through, what one has taken the others cannot
    /// give, so that they take one at a time.
    at_once: NonZeroU32,
    held: Mutex<HashMap<LinkId, Arc<AsyncMutex<Held>>>>,
}

/// What is at hand for one link.
#[derive(Default)]
struct Held {
    /// The cap it was taken under.
    limit: Option<NonZeroU32>,
    passes: u32,
    /// The store has no more under this cap.
    is_over: bool,
}

/// Who wants to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visitor {
    /// A person: uses a pass up.
    Person,
    /// A program: goes through for as long as persons would.
    Program,
}

impl Doorkeeper {
    /// Takes so many passes at once.
    #[must_use]
    pub fn taking(at_once: NonZeroU32) -> Self {
        Self { at_once, held: Mutex::default() }
    }

    /// True where a link with this cap lets the visitor through.
    ///
    /// # Errors
    /// The store's trouble; nobody is let through then.
    pub async fn lets_through(&self, app: &App, link: LinkId, limit: NonZeroU32, visitor: Visitor) -> Result<bool, StoreError> {
        let held = self.held_for(link);
        let mut held = held.lock().await;
        if held.limit != Some(limit) {
            give_back(app, link, &mut held).await?;
            *held = Held { limit: Some(limit), ..Held::default() };
        }
        if held.passes == 0 && !held.is_over {
            held.passes = app.store.passes().take(link, limit, self.at_once).await?;
            held.is_over = held.passes == 0;
        }
        let is_open = held.passes > 0;
        if is_open && visitor == Visitor::Person {
            held.passes -= 1;
        }
        Ok(is_open)
    }

    /// Gives back what is at hand, when nobody comes any more.
    ///
    /// # Errors
    /// The store's trouble; what was not given back is lost.
    pub async fn close(&self, app: &App) -> Result<(), StoreError> {
        let held = std::mem::take(&mut *self.held.lock().unwrap_or_else(PoisonError::into_inner));
        for (link, held) in held {
            give_back(app, link, &mut *held.lock().await).await?;
        }
        Ok(())
    }

    fn held_for(&self, link: LinkId) -> Arc<AsyncMutex<Held>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= AT_HAND {
            // Whoever is being asked for is shared with the asker, and stays.
            held.retain(|_, held| Arc::strong_count(held) > 1 || held.try_lock().is_ok_and(|held| held.passes > 0));
        }
        Arc::clone(held.entry(link).or_default())
    }
}

async fn give_back(app: &App, link: LinkId, held: &mut Held) -> Result<(), StoreError> {
    if held.passes > 0 {
        app.store.passes().give_back(link, held.passes).await?;
        held.passes = 0;
    }
    Ok(())
}
