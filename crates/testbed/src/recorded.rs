//! A place where clicks go that tests look at afterwards.

use std::num::NonZeroU32;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use trackway_app::clicks::recorder::ClickRecorder;
use trackway_app::links::let_through::Doorkeeper;
use trackway_app::links::open_in_app::AppDoor;
use trackway_domain::click::Click;

/// Clicks that were taken down, as texts.
#[derive(Default)]
pub struct Recorded(Mutex<Vec<String>>);

impl ClickRecorder for Recorded {
    fn record(&self, click: &Click<'_>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let text = format!("{} from {} at {} by {}", click.destination.as_str(), click.address, click.at, click.user_agent);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        Box::pin(std::future::ready(()))
    }
}

impl Recorded {
    /// What was taken down so far.
    pub fn clicks(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A door for apps whose clicks come here.
    pub fn door(self: &Arc<Self>) -> AppDoor {
        AppDoor { recorder: Arc::<Self>::clone(self), doorkeeper: Arc::new(Doorkeeper::taking(NonZeroU32::MIN)) }
    }
}
