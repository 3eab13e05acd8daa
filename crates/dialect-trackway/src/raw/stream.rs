//! Answers that are written while they are read: a few portions are in memory, whatever their number. Who reads slowly is waited for; who goes away
//! ends the reading. When the store fails half-way the connection breaks, so that nobody takes a part for the whole.

use super::format::{Column, Format};
use crate::failure::Failure;
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http_body_util::channel::Channel;
use serde_json::Value;
use std::future::Future;
use trackway_app::Error;

/// How many portions may wait for whoever reads them.
const WAITING: usize = 2;

/// What gives portions of rows, until there are no more.
pub(crate) trait Portions: Send + 'static {
    /// The next rows, perhaps none; None at the end.
    fn next(&mut self) -> impl Future<Output = Result<Option<Vec<Value>>, Error>> + Send;
}

/// Answers with all rows. The first portion is read before, so that a store that is away is a clear answer.
pub(crate) async fn answer(
    mut portions: impl Portions,
    format: Format,
    columns: &'static [Column],
    name: &str,
) -> Result<Response, Failure> {
    let first = portions.next().await?.unwrap_or_default();
    let (mut sender, body) = Channel::<Bytes, Error>::new(WAITING);
    let start = [format.head(columns), format.rows(columns, &first)].concat();
    tokio::spawn(async move {
        let mut text = start;
        loop {
            if !text.is_empty() && sender.send_data(text.into()).await.is_err() {
                return;
            }
            text = match portions.next().await {
                Ok(Some(rows)) => format.rows(columns, &rows),
                Ok(None) => return,
                Err(error) => return sender.abort(error),
            };
        }
    });
    let mut response = Body::new(body).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    let disposition = format!("attachment; filename=\"{name}.{}\"", format.as_str());
    response.headers_mut().extend(HeaderValue::from_str(&disposition).ok().map(|value| (CONTENT_DISPOSITION, value)));
    Ok(response)
}
