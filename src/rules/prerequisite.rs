//! Prerequisites: what must have become of other rules' nudges before a rule may show.

use super::document::Rule;
use crate::diagnostic::{Diagnostics, nearest};
use crate::index::Index;
use crate::json::Node;
use crate::json::Strictness::Written;
use serde::Serialize;

/// What must have become of another rule's nudge before a rule may show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Prerequisite {
    /// The other rule.
    pub rule_id: String,
    /// What must have become of it.
    pub state: State,
    /// In the last so many days, 1 to 365; ever, as far as the device remembers, when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

/// What became of a rule's nudge, on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum State {
    /// It was really visible.
    Exposed,
    /// It never was.
    NotExposed,
    /// It was sent away.
    Dismissed,
    /// It never was.
    NotDismissed,
}

impl State {
    /// Whether something must have happened before.
    #[must_use]
    pub fn is_of_before(self) -> bool {
        matches!(self, State::Exposed | State::Dismissed)
    }
}

const STATES: [(&str, State); 4] = [
    ("exposed", State::Exposed),
    ("not_exposed", State::NotExposed),
    ("dismissed", State::Dismissed),
    ("not_dismissed", State::NotDismissed),
];

/// More prerequisites than this are a mistake.
const MAX_PREREQUISITES: usize = 20;

pub(super) fn read(node: &Node<'_>, found: &mut Diagnostics) -> Vec<Prerequisite> {
    let mut list = Vec::new();
    if !node.is_list(found) {
        return list;
    }
    let entries = node.items(found);
    if entries.len() > MAX_PREREQUISITES {
        found.refuse("too_many_items", node, || {
            let message = format!("{} prerequisites; a rule has at most {MAX_PREREQUISITES}", entries.len());
            (message, "remove some".to_owned())
        });
        return list;
    }
    for entry in entries {
        list.extend(read_one(&entry, found));
    }
    list
}

fn read_one(node: &Node<'_>, found: &mut Diagnostics) -> Option<Prerequisite> {
    if !node.is_object(found) {
        return None;
    }
    node.only(&["rule_id", "state", "days"], found);
    let rule_id = node.required_text("rule_id", "the rule that it is about", Written, found);
    let what = "`exposed`, `not_exposed`, `dismissed` or `not_dismissed`";
    let state = node.required_text("state", what, Written, found)?;
    let Some((_, state)) = STATES.iter().find(|(known, _)| *known == state) else {
        found.refuse("unknown_state", &node.at("state"), || {
            let help = match nearest(&state, STATES.iter().map(|(name, _)| *name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write {what}"),
            };
            (format!("unknown state `{state}`"), help)
        });
        return None;
    };
    Some(Prerequisite { rule_id: rule_id?, state: *state, days: node.whole("days", (1, 365), Written, found) })
}

/// Every prerequisite names another rule, and no rule waits for itself by way of others.
pub(super) fn check(entries: &[Node<'_>], rules: &[Rule], found: &mut Diagnostics) {
    if rules.iter().all(|rule| rule.prerequisites.is_empty()) {
        return;
    }
    let mut ids = Index::default();
    for rule in rules {
        ids.place(&rule.id);
    }
    for entry in entries {
        check_names(entry, rules, &ids, found);
    }
    let stuck = in_a_circle(rules, &ids);
    let quiet = &mut Diagnostics::default();
    let is_stuck = |entry: &&Node<'_>| stuck.is_some_and(|id| entry.text("id", Written, quiet).as_deref() == Some(id));
    if let Some(entry) = entries.iter().find(is_stuck) {
        found.refuse("prerequisite_cycle", &entry.at("prerequisites"), || {
            let message = format!("`{}` waits for itself, by way of its prerequisites", stuck.unwrap_or_default());
            (message, "remove a prerequisite from the circle".to_owned())
        });
    }
}

fn check_names(entry: &Node<'_>, rules: &[Rule], ids: &Index, found: &mut Diagnostics) {
    let Some(list) = entry.get("prerequisites") else { return };
    let quiet = &mut Diagnostics::default();
    for one in list.items(quiet) {
        let Some(id) = one.text("rule_id", Written, &mut Diagnostics::default()) else { continue };
        if ids.find(&id).is_some() {
            continue;
        }
        found.refuse("unknown_rule", &one.at("rule_id"), || {
            let help = match nearest(&id, rules.iter().map(|rule| rule.id.as_str())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write the id of another rule of this document".to_owned(),
            };
            (format!("there is no rule `{id}`"), help)
        });
    }
}

/// The id of a rule that can never start, because what it waits for waits for it.
fn in_a_circle<'a>(rules: &'a [Rule], ids: &Index) -> Option<&'a str> {
    let mut waits: Vec<u32> = vec![0; rules.len()];
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); rules.len()];
    for (index, rule) in rules.iter().enumerate() {
        let before = rule.prerequisites.iter().filter(|one| one.state.is_of_before());
        for other in before.filter_map(|one| ids.find(&one.rule_id)) {
            if let (Some(count), Some(list)) = (waits.get_mut(index), followers.get_mut(other)) {
                *count += 1;
                list.push(index);
            }
        }
    }
    let mut ready: Vec<usize> = (0..rules.len()).filter(|index| waits.get(*index) == Some(&0)).collect();
    while let Some(index) = ready.pop() {
        for follower in followers.get_mut(index).map(std::mem::take).unwrap_or_default() {
            let Some(count) = waits.get_mut(follower) else { continue };
            *count = count.saturating_sub(1);
            if *count == 0 {
                ready.push(follower);
            }
        }
    }
    let stuck = waits.iter().position(|count| *count > 0)?;
    Some(rules.get(stuck)?.id.as_str())
}
