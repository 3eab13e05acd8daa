//! A Trackway inside this process, wired as the binary wires it, but for ingestion and the APIs: for what cannot be measured from outside,
//! such as instructions, or a disk that is slower than this machine's.

use crate::seed;
use axum::Router;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use trackway_app::clicks::agents::Agents;
use trackway_app::clicks::data_centers::DataCenters;
use trackway_app::links::let_through::Doorkeeper;
use trackway_app::random::{SystemRandom, bytes};
use trackway_domain::click_token::ClickTokenKey;
use trackway_edge::{Edge, Front, GuessLimits, People, RouteCache};
use trackway_journal::{Journal, Options};
use trackway_web::accept::{self, Limits, Plain};
use trackway_web::client::TrustedProxies;

/// The edge over the links of a data folder.
pub struct Inside {
    front: Arc<Front>,
    journal: Arc<Journal>,
}

impl Inside {
    /// Opens the data folder `data`, with a journal as `adjust` wants it.
    ///
    /// # Errors
    /// Where the store or the journal does not open.
    pub fn open(data: &Path, adjust: impl FnOnce(&mut Options)) -> anyhow::Result<Self> {
        let mut options = Options::new(data.join("journal"), || bytes(&SystemRandom));
        adjust(&mut options);
        let journal = Arc::new(Journal::open(options)?);
        let edge = Edge {
            guesses: GuessLimits::default(),
            app: Arc::new(seed::app(&data.join("trackway.db"))?),
            cache: Arc::new(RouteCache::new(96 << 20)),
            journal: Arc::clone(&journal),
            geography: Arc::default(),
            people: People {
                agents: Arc::new(Agents::published()),
                data_centers: Arc::<DataCenters>::default(),
                doorkeeper: Arc::new(Doorkeeper::taking(NonZeroU32::MIN)),
            },
            click_tokens: ClickTokenKey::new(&[7; 32]),
            shows_click_ids: false,
        };
        Ok(Self { front: Arc::new(Front::new(edge, Router::new(), TrustedProxies::new(Vec::new()))), journal })
    }

    /// Listens on loopback and answers in the background, for as long as the runtime that this is called on.
    ///
    /// # Errors
    /// Where no port is free.
    pub async fn serve(&self) -> std::io::Result<SocketAddr> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let front = Arc::clone(&self.front);
        tokio::spawn(async move {
            let (_never, stop) = watch::channel(false);
            accept::serve(listener, Plain, Limits::default(), stop, move |peer, seat| {
                let front = Arc::clone(&front);
                hyper::service::service_fn(move |request| front.answer(request, peer.ip(), &seat))
            })
            .await;
        });
        Ok(address)
    }

    /// Clicks that the journal did not take.
    #[must_use]
    pub fn unrecorded(&self) -> u64 {
        self.journal.unrecorded()
    }
}
