//! Doing many things at once.

use tokio::task::JoinSet;

/// Runs all of them at the same time, on as many threads as there are, and gives what they gave, in any order.
pub(super) async fn together<T: Send + 'static>(all: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    all.into_iter().collect::<JoinSet<_>>().join_all().await
}
