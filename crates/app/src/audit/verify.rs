//! Holding the audit log against its own hashes.

use crate::{App, Error};
use trackway_domain::audit::{AuditChain, AuditFault, AuditHash};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Where the log ends. Whoever keeps this elsewhere can tell later that nothing was cut off.
    pub end: AuditChain,
    /// Whether the hash that was asked for is there.
    pub is_contained: bool,
    /// What is wrong first.
    pub fault: Option<AuditFault>,
}

/// How many rows are read at once.
const AT_ONCE: u32 = 1_000;

/// Follows the whole log. What was cut off at its end cannot be missed by the log itself: `contained`, an end of before, must be in it.
///
/// # Errors
/// The store's trouble.
pub async fn verify(app: &App, contained: Option<AuditHash>) -> Result<Verified, Error> {
    let mut found = Verified { end: AuditChain::default(), is_contained: contained.is_none(), fault: None };
    loop {
        let rows = app.store.audit_log().after(found.end.number, AT_ONCE).await?;
        for row in &rows {
            if let Err(fault) = found.end.follow(row) {
                found.fault = Some(fault);
                return Ok(found);
            }
            found.is_contained |= contained == Some(row.hash);
        }
        if rows.len() < AT_ONCE as usize {
            return Ok(found);
        }
    }
}
