//! What stands in front of the router: links are answered here, the rest there.

use crate::answer::{self, Answer};
use crate::path::LinkPath;
use crate::redirect::{Edge, Outcome};
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use http::header::CONNECTION;
use http::{HeaderValue, Method, Request, Response, Version};
use http_body_util::{Either, Full};
use hyper::body::{Frame, Incoming, SizeHint};
use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tower::Service as _;
use trackway_journal::Commit;
use trackway_web::client::{ClientAddress, TrustedProxies};
use trackway_web::leftover::lend;
use trackway_web::seats::{Answering, Seat};

/// Answers for one process.
pub struct Front {
    edge: Edge,
    router: Router,
    proxies: TrustedProxies,
}

/// A redirect's body, in one piece, or the router's.
pub type FrontBody = Either<Full<Bytes>, SeatedBody>;

/// An answer on its way. What a redirect waits for is its click's commit and nothing else, so that is all it carries along; whatever
/// takes more is boxed.
pub enum Reply {
    /// Finished.
    Ready(Option<Answer>),
    /// Finished, but for the journal.
    Recording {
        /// The click's.
        commit: Commit,
        /// What leaves then.
        answer: Option<Answer>,
        /// Keeps the connection's seat.
        _answering: Answering,
    },
    /// A link that is not at hand, or the router.
    Elsewhere(Pin<Box<dyn Future<Output = Response<FrontBody>> + Send>>),
}

impl Front {
    /// Links by `edge`, the rest by `router`.
    #[must_use]
    pub fn new(edge: Edge, router: Router, proxies: TrustedProxies) -> Self {
        Self { edge, router, proxies }
    }

    /// Answers one request of a connection from `peer`.
    pub fn answer(self: &Arc<Self>, request: Request<Incoming>, peer: IpAddr, seat: &Arc<Seat>) -> Reply {
        // A request that names another host in its target was meant for a proxy, or for confusing one.
        if request.version() < Version::HTTP_2 && request.uri().authority().is_some() {
            return Reply::Ready(Some(answer::bad_request()));
        }
        let answering = seat.answering();
        let client = self.proxies.client(peer, request.headers());
        let Some(path) = LinkPath::parse(request.uri().path()) else { return self.route(request, client, answering) };
        if *request.method() == Method::POST {
            return self.pass_guard(request, client, answering);
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Reply::Ready(Some(answer::method_not_allowed()));
        }
        if !request.body().is_end_stream() {
            // Nobody opens a link with a body; whoever sends one wants it to be taken for the next request.
            return Reply::Ready(Some(answer::bad_request()));
        }
        match self.edge.answer_at_once(path, &request, client.0) {
            Some(Outcome::Done(answer)) => Reply::Ready(Some(answer)),
            Some(Outcome::Recording(commit, answer)) => Reply::Recording { commit, answer: Some(answer), _answering: answering },
            None => self.load(request, client, answering),
        }
    }

    /// Looks up what is not at hand, then answers.
    fn load(self: &Arc<Self>, request: Request<Incoming>, client: ClientAddress, answering: Answering) -> Reply {
        let front = Arc::clone(self);
        Reply::Elsewhere(Box::pin(async move {
            let answer = front.edge.answer(&request, client.0).await;
            drop(answering);
            answer.map(Either::Left)
        }))
    }

    /// Takes a form that only a link which holds visitors up has.
    fn pass_guard(self: &Arc<Self>, request: Request<Incoming>, client: ClientAddress, answering: Answering) -> Reply {
        let front = Arc::clone(self);
        Reply::Elsewhere(Box::pin(async move {
            let is_http1 = request.version() < Version::HTTP_2;
            let (head, body) = request.into_parts();
            let (body, leftover) = lend(body);
            let mut answer = front.edge.pass_guard(Request::from_parts(head, body), client.0).await;
            if !leftover.discard().await && is_http1 {
                answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            drop(answering);
            answer.map(Either::Left)
        }))
    }

    fn route(&self, mut request: Request<Incoming>, client: ClientAddress, answering: Answering) -> Reply {
        // A workspace's own name is for its links and for what phones fetch; nobody signs in or asks an API there.
        let is_for_links = || self.edge.owner_of_host(&request).is_some() && !request.uri().path().starts_with("/.well-known/");
        if self.edge.app.domains.are_any() && is_for_links() {
            return Reply::Ready(Some(answer::not_found(false)));
        }
        request.extensions_mut().insert(client);
        let mut router = self.router.clone();
        Reply::Elsewhere(Box::pin(async move {
            let is_http1 = request.version() < Version::HTTP_2;
            let (head, body) = request.into_parts();
            let (body, leftover) = lend(body);
            let Ok(mut response) = router.call(Request::from_parts(head, body)).await;
            if !leftover.discard().await && is_http1 {
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            response.map(|body| Either::Right(SeatedBody { body, _answering: answering }))
        }))
    }
}

impl Future for Reply {
    type Output = Result<Response<FrontBody>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = match &mut *self {
            Self::Ready(answer) => answer.take(),
            Self::Recording { commit, answer, .. } => {
                // Either way he goes on; the journal has counted what it could not take.
                let _ = ready!(pin!(commit).poll(context));
                answer.take()
            }
            Self::Elsewhere(elsewhere) => return elsewhere.as_mut().poll(context).map(Ok),
        };
        // An answer is taken once: a future that is ready is not polled again.
        Poll::Ready(Ok(answer.unwrap_or_default().map(Either::Left)))
    }
}

/// The router's body; its connection is not idle until the last of it is gone.
pub struct SeatedBody {
    body: Body,
    _answering: Answering,
}

impl HttpBody for SeatedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
