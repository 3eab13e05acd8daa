//! Numbers for those who watch: a page of them (`page`), the requests of the router counted and timed (`requests`), and where the page is
//! served (`endpoint`). Which numbers there are is said by whoever fills the page.

pub mod endpoint;
pub mod page;
pub mod requests;
