//! Installs: attributed to clicks, found again, counted; and what is done in apps.

pub mod attribute;
pub mod compare;
pub mod count;
pub mod explain;
pub mod find;
pub mod forget;
pub mod list;
pub mod report_event;
