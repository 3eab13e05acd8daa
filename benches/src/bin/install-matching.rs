//! How often installs are matched to the click that led to them: our rule and the published algorithm, on one population.

use clap::Parser;
use trackway_benches::installs::{Scenario, Score, ours, published};
use trackway_benches::say;
use trackway_domain::window::AttributionWindow;

/// Counts how often installs are credited to the right link
#[derive(Debug, Parser)]
struct Arguments {
    /// Makes the population and all that happens to it
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many people there are
    #[arg(long, default_value_t = 5_000_000)]
    people: u32,
    /// Installs to count, about; the days follow from it
    #[arg(long, default_value_t = 10_000)]
    installs: u32,
}

const CLICKS_A_DAY: [u32; 3] = [500, 5_000, 50_000];
const CAPS: [i64; 3] = [2, 24, 168];

/// Of a hundred clicks, how many installs come, those that nothing led to included.
const INSTALLS_OF_100: u32 = 18;

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    say("clicks a day | cap | ours: precision, recall, of all | published: precision, recall, of all");
    for clicks_a_day in CLICKS_A_DAY {
        let days = (arguments.installs * 100 / INSTALLS_OF_100 / clicks_a_day).max(1);
        let all = Scenario { seed: arguments.seed, people: arguments.people, clicks_a_day, days }.happen();
        for hours in CAPS {
            let cap = AttributionWindow::from_hours(hours)?;
            let (ours, theirs) = (ours::score(&all, cap), published::score(&all, cap));
            say(&format!("{clicks_a_day:6} | {hours:3} h | {} | {} | {} installs", line(ours), line(theirs), all.installs.len()));
        }
    }
    Ok(())
}

fn line(score: Score) -> String {
    format!("{:.4} {:.3} {:.3}", score.precision(), score.recall(), score.recall_of_all())
}
