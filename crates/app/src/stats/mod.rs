//! Questions about clicks and what was credited to them: how many, when, of whom; beside the period before.
//!
//! What is asked is read by the dialects into [`Asked`]; the store counts. Which values come first is `ranking`'s; what people call those that are
//! ids is `captions`'.

mod asked;
pub mod breakdown;
mod captions;
mod compare;
pub mod earliest;
pub mod funnel;
pub mod numbers;
mod ranking;
pub mod summary;
pub mod timeseries;
pub mod top_links;
pub mod totals;

pub use asked::Asked;
pub use captions::LinkCaption;
pub use numbers::Numbers;
