//! What stands in front of the router: links here, the rest there.

use crate::path::LinkPath;
use crate::redirect::Edge;
use axum::Router;
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, Version};
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use tower::Service as _;
use trackway_web::client::{ClientAddress, TrustedProxies};

/// A redirect's body, in one piece, or the router's.
pub type EdgeBody = Either<Full<Bytes>, axum::body::Body>;

/// Answers for one process; cheap to clone for each connection.
#[derive(Clone)]
pub struct Front {
    edge: Arc<Edge>,
    router: Router,
    proxies: Arc<TrustedProxies>,
}

impl Front {
    /// Links by `edge`, the rest by `router`.
    #[must_use]
    pub fn new(edge: Arc<Edge>, router: Router, proxies: TrustedProxies) -> Self {
        Self { edge, router, proxies: Arc::new(proxies) }
    }

    /// Answers one request of a connection from `peer`.
    ///
    /// # Errors
    /// Never: every failure is an answer.
    pub async fn answer(self, request: Request<Incoming>, peer: IpAddr) -> Result<Response<EdgeBody>, Infallible> {
        // A request that names another host in its target was meant for a proxy, or for confusing one.
        if request.version() < Version::HTTP_2 && request.uri().authority().is_some() {
            return Ok(bad_request());
        }
        let client = self.proxies.client(peer, request.headers());
        if matches!(*request.method(), Method::GET | Method::HEAD)
            && let Some(path) = LinkPath::parse(request.uri().path())
        {
            return Ok(self.edge.answer(path, &request, client.0).await.map(Either::Left));
        }
        Ok(self.route(request, client).await)
    }

    async fn route(mut self, mut request: Request<Incoming>, client: ClientAddress) -> Response<EdgeBody> {
        request.extensions_mut().insert(client);
        let Ok(response) = self.router.call(request.map(axum::body::Body::new)).await;
        response.map(Either::Right)
    }
}

fn bad_request() -> Response<EdgeBody> {
    let mut response = Response::new(Either::Left(Full::default()));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}
