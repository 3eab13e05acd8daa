//! The rule that matches installs to clicks, on a small population of which it is known what led to what.

use trackway_benches::installs::{Scenario, ours, published};
use trackway_domain::window::AttributionWindow;

#[test]
fn within_two_hours_credits_are_right_and_most_of_what_can_be_found_is_found() {
    let all = Scenario { seed: 3, people: 500_000, clicks_a_day: 3_000, days: 2 }.happen();
    let cap = AttributionWindow::from_hours(2).expect("a window");
    let (ours, published) = (ours::score(&all, cap), published::score(&all, cap));
    assert!(ours.right > 300, "{ours:?}");
    assert!(ours.precision() >= 0.98, "{ours:?}");
    assert!(ours.recall() >= 0.75, "{ours:?}");
    assert!(ours.precision() > published.precision() && ours.recall() > published.recall(), "{published:?}");
}
