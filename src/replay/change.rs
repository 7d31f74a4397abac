//! What a second document would have shown in the same carts.

use crate::decision::Decision;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Carts by what they saw of each document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Reached now and not before.
    pub newly: u64,
    /// Reached before and not now.
    pub no_longer: u64,
    /// Reached by both, with the same nudge.
    pub same: u64,
    /// Reached by both, by another rule or about another item.
    pub other: u64,
}

impl Change {
    fn add<T: Ord>(&mut self, now: &BTreeSet<T>, before: &BTreeSet<T>) {
        match (now.is_empty(), before.is_empty()) {
            (true, true) => {}
            (false, true) => self.newly += 1,
            (true, false) => self.no_longer += 1,
            (false, false) if now == before => self.same += 1,
            (false, false) => self.other += 1,
        }
    }
}

/// The change of all rules together, and of each.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Any rule.
    pub any: Change,
    /// Each rule that reached somebody, before or now.
    pub rules: BTreeMap<String, Change>,
}

impl Changes {
    /// Counts a cart's two decisions.
    pub fn add(&mut self, now: &Decision, before: &Decision) {
        let (now, before) = (shown(now), shown(before));
        self.any.add(&now, &before);
        let rules: BTreeSet<&str> = now.iter().chain(&before).map(|(rule, _)| *rule).collect();
        for rule in rules {
            let of = |all: &BTreeSet<(&'_ str, Option<&'_ str>)>| -> BTreeSet<Option<String>> {
                all.iter().filter(|(id, _)| *id == rule).map(|(_, item)| item.map(str::to_owned)).collect()
            };
            self.rules.entry(rule.to_owned()).or_default().add(&of(&now), &of(&before));
        }
    }
}

fn shown(decision: &Decision) -> BTreeSet<(&str, Option<&str>)> {
    decision.nudges.iter().map(|nudge| (nudge.rule_id.as_str(), nudge.item_id.as_deref())).collect()
}
