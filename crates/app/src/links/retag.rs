//! Giving a link tags and taking some away, whatever others it has.

use crate::{Actor, App, Error, links};
use std::collections::BTreeSet;
use trackway_domain::link::LinkSettings;
use trackway_domain::text::Tag;
use trackway_store::links::LinkKey;

/// Which tags are given and taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retagging {
    /// These it has afterwards.
    pub add: Vec<Tag>,
    /// These it has not, unless they are among the others.
    pub remove: Vec<Tag>,
}

impl Retagging {
    /// The tags afterwards, sorted, each once.
    fn of(&self, tags: &[Tag]) -> Vec<Tag> {
        let kept = tags.iter().filter(|tag| !self.remove.contains(tag));
        kept.chain(&self.add).cloned().collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Changes a link's tags as they are at that moment. False, and nothing changed, where it would have more than it may.
///
/// # Errors
/// [`Error::NotFound`] for the link, or the store's trouble.
pub async fn retag(app: &App, actor: &Actor, key: &LinkKey, retagging: &Retagging) -> Result<bool, Error> {
    let (asked, wanted) = (retagging.clone(), retagging.add.clone());
    let view = links::update::update(app, actor.within(), actor.doer(), key, move |settings| {
        let tags = asked.of(&settings.tags);
        if tags.len() <= LinkSettings::TAGS_MAX {
            settings.tags = tags;
        }
    });
    let tags = view.await?.link.settings.tags;
    Ok(wanted.iter().all(|tag| tags.contains(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Vec<Tag> {
        text.split_whitespace().map(|tag| Tag::parse(tag).expect("a tag")).collect()
    }

    #[test]
    fn tags_come_and_go_and_stay_in_order() {
        for (before, add, remove, after) in
            [("a c", "b", "", "a b c"), ("a b", "b", "", "a b"), ("a b", "", "a z", "b"), ("a", "a", "a", "a"), ("", "z y", "", "y z")]
        {
            let retagging = Retagging { add: tags(add), remove: tags(remove) };
            assert_eq!(retagging.of(&tags(before)), tags(after), "{before} + {add} - {remove}");
        }
    }
}
