//! Answers to what is not served.

use crate::failure::Failure;

/// For paths under `/api` that lead nowhere.
pub(crate) async fn route() -> Failure {
    Failure::NoRoute
}

/// For methods that a path does not take; the router adds `Allow`.
pub(crate) async fn method() -> Failure {
    Failure::NoMethod
}
