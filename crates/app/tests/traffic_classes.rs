//! How many crawlers are missed and how many browsers are taken for one, on user agents that others collected. Every fifth was not looked
//! at before the rules stood. `docs/traffic-classes.md` says what came out then, and shows the table that this prints; where they differ,
//! this fails.

use trackway_app::clicks::agents::Agents;
use trackway_domain::click::Signals;
use trackway_domain::traffic::TrafficClass;

/// What the rules promise, in percent over the whole set.
const MOST_MISSED: f64 = 2.0;
const MOST_FALSE: f64 = 0.5;

#[test]
fn rates_on_agents_that_others_collected() {
    let agents = Agents::published();
    let is_human = |agent: &str| TrafficClass::of(agents.of(agent).kind, Signals::default(), false) == TrafficClass::Human;
    let missed = Count::of(include_str!("data/isbot-crawlers.txt"), is_human);
    let taken = Count::of(include_str!("data/isbot-browsers.txt"), |agent| !is_human(agent));
    let table = format!(
        "| | crawlers missed | browsers taken for a program |\n|---|---|---|\n{}{}{}",
        row("tuned on", &missed.tuned_on, &taken.tuned_on),
        row("held out until the rules stood", &missed.held_out, &taken.held_out),
        row("all", &missed.all(), &taken.all()),
    );
    print(&table);
    assert!(missed.all().percent() <= MOST_MISSED && taken.all().percent() <= MOST_FALSE, "{table}");
    assert!(include_str!("../../../docs/traffic-classes.md").contains(&table), "the published table is another:\n{table}");
}

/// Wrong ones among so many.
#[derive(Default)]
struct Part {
    wrong: usize,
    of: usize,
}

#[derive(Default)]
struct Count {
    tuned_on: Part,
    held_out: Part,
}

impl Count {
    fn of(agents: &str, is_wrong: impl Fn(&str) -> bool) -> Self {
        let mut count = Self::default();
        for (index, agent) in agents.lines().filter(|line| !line.starts_with('#')).enumerate() {
            let part = if index % 5 == 4 { &mut count.held_out } else { &mut count.tuned_on };
            part.wrong += usize::from(is_wrong(agent));
            part.of += 1;
        }
        count
    }

    fn all(&self) -> Part {
        Part { wrong: self.tuned_on.wrong + self.held_out.wrong, of: self.tuned_on.of + self.held_out.of }
    }
}

impl Part {
    fn percent(&self) -> f64 {
        100.0 * self.wrong as f64 / self.of as f64
    }
}

fn row(name: &str, missed: &Part, taken: &Part) -> String {
    let cell = |part: &Part| format!("{} of {} ({:.2} %)", part.wrong, part.of, part.percent());
    format!("| {name} | {} | {} |\n", cell(missed), cell(taken))
}

#[expect(clippy::print_stdout, reason = "the numbers are what somebody runs this for")]
fn print(table: &str) {
    println!("{table}");
}
