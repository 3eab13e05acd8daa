//! Passes: how many people a link with a cap still lets through, one number for all who redirect.

use crate::error::StoreError;
use async_trait::async_trait;
use std::num::NonZeroU32;
use trackway_domain::link::LinkId;

/// Passes of links with a cap. What is taken is gone, whether or not its taker lives to use it: a cap is never exceeded.
#[async_trait]
pub trait Passes: Send + Sync {
    /// Takes up to `wanted` passes of a link that lets `limit` people through in all; gives how many there were. People who were let
    /// through before the link had a cap count.
    async fn take(&self, link: LinkId, limit: NonZeroU32, wanted: NonZeroU32) -> Result<u32, StoreError>;
    /// Gives unused ones back.
    async fn give_back(&self, link: LinkId, unused: u32) -> Result<(), StoreError>;
}
