//! What nobody read of a request's body. A connection that is closed over unread bytes is reset, and takes the answer with it; so the rest
//! is read and thrown away, within bounds, before the answer leaves.

use axum::body::{Body, Bytes};
use http_body_util::BodyExt as _;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

/// Most bytes that are thrown away; a client that sends more has lost its answer.
const MOST: usize = 8 * 1024 * 1024;

/// How long throwing away may take.
const LONGEST: Duration = Duration::from_secs(5);

/// Where a lent body comes back to.
pub struct Leftover(Arc<Mutex<Option<Incoming>>>);

/// A body in the hands of a handler.
struct Lent {
    body: Option<Incoming>,
    back: Arc<Mutex<Option<Incoming>>>,
}

/// Lends a body to a handler; what is left when the handler lets go of it comes back.
pub fn lend(body: Incoming) -> (Body, Leftover) {
    let back = Arc::default();
    (Body::new(Lent { body: Some(body), back: Arc::clone(&back) }), Leftover(back))
}

impl Leftover {
    /// Reads the rest. False where there is more than is worth reading: the connection should be closed.
    pub async fn discard(self) -> bool {
        let Some(mut body) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() else { return true };
        let rest = async {
            let mut read = 0;
            while let Some(Ok(frame)) = body.frame().await {
                read += frame.data_ref().map_or(0, Bytes::len);
                if read > MOST {
                    return false;
                }
            }
            true
        };
        tokio::time::timeout(LONGEST, rest).await.unwrap_or(false)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let unread = self.body.take().filter(|body| !body.is_end_stream());
        *self.back.lock().unwrap_or_else(PoisonError::into_inner) = unread;
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(HttpBody::size_hint).unwrap_or_default()
    }
}
