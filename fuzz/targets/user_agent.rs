//! Whatever calls itself whatever: its platform is decided and its name is looked up.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use trackway_app::clicks::agents::Agents;
use trackway_domain::visit::Visit;

static AGENTS: LazyLock<Agents> = LazyLock::new(Agents::published);

fuzz_target!(|input: &str| {
    let visit = Visit { at: Timestamp::UNIX_EPOCH, user_agent: input, accept_language: "", country: None };
    let _ = (visit.platform(), visit.is_in_app(), visit.fetches_preview());
    let once = AGENTS.of(input);
    let again = AGENTS.of(input);
    assert!((once.platform, once.kind) == (again.platform, again.kind));
});
