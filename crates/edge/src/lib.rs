//! The redirect: link cache, visit, decision, journal, answer.
