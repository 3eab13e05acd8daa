//! What an installation's processes must agree on.

use super::together::together;
use super::{Outcome, Place, cases};
use std::collections::BTreeSet;
use std::sync::Arc;

cases! { "settings":
    what_is_not_set_is_nothing,
    a_setting_reads_back_as_it_was_put_last,
    the_first_to_put_decides,
    many_who_put_at_once_agree,
}

async fn what_is_not_set_is_nothing(place: Arc<dyn Place>) -> Outcome {
    let store = place.open().await?;
    store.settings().put("salt", "1").await?;
    for name in ["", "SALT", "sal_", "salt "] {
        assert_eq!(store.settings().get(name).await?, None, "{name}");
    }
    Ok(())
}

async fn a_setting_reads_back_as_it_was_put_last(place: Arc<dyn Place>) -> Outcome {
    let store = place.open().await?;
    store.settings().put("other", "untouched").await?;
    let long = "key material ".repeat(10_000);
    for value in ["1", "", "two\nlines «Ж» 🎆", "'; --", &long] {
        store.settings().put("näme", value).await?;
        assert_eq!(store.settings().get("näme").await?.as_deref(), Some(value));
    }
    assert_eq!(store.settings().get("other").await?.as_deref(), Some("untouched"));
    Ok(())
}

async fn the_first_to_put_decides(place: Arc<dyn Place>) -> Outcome {
    let store = place.open().await?;
    assert_eq!(store.settings().get_or_put("salt", "first").await?, "first");
    assert_eq!(store.settings().get_or_put("salt", "second").await?, "first");
    assert_eq!(store.settings().get("salt").await?.as_deref(), Some("first"));
    store.settings().put("salt", "").await?;
    assert_eq!(store.settings().get_or_put("salt", "third").await?, "");
    Ok(())
}

async fn many_who_put_at_once_agree(place: Arc<dyn Place>) -> Outcome {
    let handles = [place.open().await?, place.open().await?];
    let put = |number: usize| {
        let store = Arc::clone(&handles[number % 2]);
        async move { store.settings().get_or_put("salt", &number.to_string()).await }
    };
    let answers = together((0..16).map(put)).await.into_iter().collect::<Result<BTreeSet<_>, _>>()?;
    let kept = handles[0].settings().get("salt").await?.ok_or("nothing was put")?;
    assert_eq!(answers, BTreeSet::from([kept]));
    Ok(())
}
