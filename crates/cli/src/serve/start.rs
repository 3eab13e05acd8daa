//! Running the house, and taking it down without losing a click.

use crate::configuration::Configuration;
use crate::installation::Folder;
use crate::output;
use crate::serve::ingesting::Ingesting;
use crate::serve::metrics::{self, Sources};
use crate::serve::parts::{self, Parts};
use crate::serve::{delivering, https, notify, router, signals, upkeep};
use anyhow::Context as _;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper::{Request, Response};
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;
use trackway_app::attribution::recompute;
use trackway_app::oauth::forget::forget_regularly;
use trackway_app::{cache, installs, workspaces};
use trackway_edge::{Front, FrontBody, Reply};
use trackway_web::accept::{self, Limits, Plain};
use trackway_web::client::TrustedProxies;
use trackway_web::seats::Seat;

pub(super) async fn run(configuration: Configuration) -> anyhow::Result<()> {
    let stopped = signals::listen()?;
    let folder = Folder::prepare(&configuration.data)?;
    let journal = parts::open_journal(&folder, &configuration)?;
    let listener = TcpListener::bind(configuration.listen).await.with_context(|| format!("cannot listen on {}", configuration.listen))?;
    let address = listener.local_addr()?;
    let metrics_listener = metrics::Listener::bind(&configuration).await?;
    let parts = Parts::assemble(&configuration, &folder, journal, address).await?;

    let ingestion = if configuration.ingestion { Some(Ingesting::start(&parts, &configuration)?) } else { None };
    let (followed, swept, recomputed) = (Arc::clone(&parts.app), Arc::clone(&parts.app), Arc::clone(&parts.app));
    let compared = Arc::clone(&parts.app);
    let following = tokio::spawn(async move { cache::follow(&followed).await });
    let forgetting = tokio::spawn(async move { forget_regularly(&swept).await });
    let keeping = upkeep::start(&parts.app, &configuration);
    let forgetting_traces = tokio::spawn(async move { installs::forget::forget_regularly(&compared).await });
    let recomputing = tokio::spawn(async move { recompute::run_regularly(&recomputed).await });
    let delivering = configuration.webhooks.then(|| delivering::start(&parts, &configuration, stopped.clone()));
    let look = metrics::look(Sources::of(&parts));
    let router = router::router(&parts, metrics::on_main_listener(&configuration, &look), stopped.clone(), &configuration);
    let edge = parts.edge(&configuration);
    let front = Arc::new(Front::new(edge, router, TrustedProxies::new(configuration.trusted_proxy.clone())));

    let watched = metrics_listener.map(|listener| {
        output::line(&format!("metrics on http://{}/metrics", listener.address));
        tokio::spawn(listener.serve(look, stopped.clone()))
    });
    let limits = Limits { connections: configuration.connections.get(), ..Limits::default() };
    let secure = https::listen(&configuration, &folder, &parts.app).await?.map(|https| {
        output::line(&format!("listening on https://{}", https.address));
        let serving = accept::serve(https.listener, https.greeting, limits, stopped.clone(), answering(&front));
        (tokio::spawn(serving), https.keeping)
    });
    greet(&parts, address).await?;
    notify::ready();
    accept::serve(listener, Plain, limits, stopped, answering(&front)).await;
    if let Some((serving, keeping)) = secure {
        let _ = serving.await;
        keeping.abort();
    }

    notify::stopping();
    following.abort();
    forgetting.abort();
    keeping.iter().for_each(tokio::task::JoinHandle::abort);
    forgetting_traces.abort();
    recomputing.abort();
    for ending in [watched, delivering].into_iter().flatten() {
        // They end as the main listener does; a panic was reported when it happened.
        let _ = ending.await;
    }
    take_down(&parts, ingestion).await;
    Ok(())
}

/// One connection's requests.
struct Answering {
    front: Arc<Front>,
    peer: IpAddr,
    seat: Arc<Seat>,
}

impl Service<Request<Incoming>> for Answering {
    type Response = Response<FrontBody>;
    type Error = Infallible;
    type Future = Reply;

    fn call(&self, request: Request<Incoming>) -> Reply {
        self.front.answer(request, self.peer, &self.seat)
    }
}

/// Answers connections, whichever way they have come.
fn answering(front: &Arc<Front>) -> impl Fn(SocketAddr, Arc<Seat>) -> Answering + use<> {
    let front = Arc::clone(front);
    move |peer, seat| Answering { front: Arc::clone(&front), peer: peer.ip(), seat }
}

/// Says what an operator waits for; the line that says where it listens comes last.
async fn greet(parts: &Parts, address: SocketAddr) -> anyhow::Result<()> {
    if let Some(secret) = workspaces::found::first_key(&parts.app, &parts.workspace).await? {
        output::line(&format!("This is a new installation. Its admin key, shown only this once:\n\n    {}\n", secret.reveal()));
    }
    output::line(&format!("public URL {}", parts.app.public_url.as_str()));
    output::line(&format!("listening on http://{address}"));
    Ok(())
}

/// Everything is answered: what is in memory goes where it lasts.
async fn take_down(parts: &Parts, ingestion: Option<Ingesting>) {
    if let Err(error) = parts.doorkeeper.close(&parts.app).await {
        tracing::warn!(%error, "links with a cap let fewer people through than they might");
    }
    parts.journal.close();
    if let Some(ingestion) = ingestion {
        ingestion.finish().await;
    }
    tracing::info!("stopped");
}
