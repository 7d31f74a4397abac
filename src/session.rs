//! What is known of this visit: the page, the session, consent, and what this device remembers of earlier nudges.

use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Given;
use crate::rules::NudgeType;
use crate::time::Timestamp;
use serde::Serialize;

/// The page that the shopper looks at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// `home`, `list`, `product`, `cart`, `checkout`, `purchase` or `other`.
    pub kind: Option<String>,
    /// The item of a product page.
    pub item_id: Option<String>,
    /// A BCP 47 tag: `de-DE`.
    pub locale: Option<String>,
    /// What the page can do, like `chat`; `None` is everything.
    pub capabilities: Option<Vec<String>>,
    /// Nudges that this page view has shown already.
    pub shown: Vec<Placed>,
    /// The shop's direct line to chosen customers.
    pub line: Option<Contact>,
}

/// Where somebody of the shop is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// As people read it: a telephone number, mostly.
    pub label: String,
    /// `tel:`, `sms:`, `mailto:` or `https:`.
    pub url: String,
    /// When somebody is there.
    pub hours: Option<String>,
}

/// A rule's nudge about an item, or about the cart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Placed {
    /// The rule.
    pub rule_id: String,
    /// The line's item; `None` for the cart as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
}

/// The visit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Session {
    /// Names the session, so that exposures of this visit can be told from older ones.
    pub id: Option<String>,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// Pages seen.
    pub page_views: Option<u32>,
    /// Lines removed from the cart.
    pub removals: Option<u32>,
    /// Orders placed.
    pub orders: Option<u32>,
    /// Per product: views and size changes.
    pub items: Vec<ItemVisit>,
}

/// What the shopper did with one product in this session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ItemVisit {
    /// The product.
    pub item_group_id: String,
    /// Times its page was seen.
    pub views: u32,
    /// Times another size was chosen.
    pub size_changes: u32,
}

/// What the shopper agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Keeping things on the device.
    pub storage: bool,
    /// Using the customer's own history.
    pub personalization: bool,
    /// Sending to the shop's server what became of nudges.
    pub measurement: bool,
}

impl Default for Consent {
    fn default() -> Self {
        Consent { storage: true, personalization: true, measurement: true }
    }
}

/// What this device remembers of earlier nudges.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Memory {
    /// Nudges that were really visible.
    pub exposures: Vec<Moment>,
    /// Nudges that were sent away.
    pub dismissals: Vec<Moment>,
}

/// A nudge at a time, in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// Which nudge.
    #[serde(flatten)]
    pub placed: Placed,
    /// What was shown; unknown in what older versions kept.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<NudgeType>,
    /// When.
    pub at: i64,
    /// In which session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// Names the reason: the same product (or the cart), and a condition on the same facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Older moments are forgotten beyond this many of each kind.
pub const MAX_MOMENTS: usize = 200;

impl Memory {
    /// Remembers an exposure; the oldest is forgotten beyond [`MAX_MOMENTS`].
    pub fn expose(&mut self, moment: Moment) {
        push_bounded(&mut self.exposures, moment);
    }

    /// Remembers a dismissal; the oldest is forgotten beyond [`MAX_MOMENTS`].
    pub fn dismiss(&mut self, moment: Moment) {
        push_bounded(&mut self.dismissals, moment);
    }

    /// Reads a memory document; a faulty entry is a warning and is left out.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Self {
        Memory {
            exposures: read_moments(&node, "exposures", found),
            dismissals: read_moments(&node, "dismissals", found),
        }
    }
}

fn push_bounded(moments: &mut Vec<Moment>, moment: Moment) {
    if moments.len() >= MAX_MOMENTS {
        moments.remove(0);
    }
    moments.push(moment);
}

fn read_moments(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Vec<Moment> {
    let Some(list) = node.get(key) else { return Vec::new() };
    let mut moments = Vec::new();
    for entry in list.items(found) {
        let at = entry.time("at", Given, found);
        let kind = entry.text("type", Given, found).and_then(|name| NudgeType::named(&name));
        let (Some(placed), Some(at)) = (read_placed(&entry, found), at) else {
            entry.wrong_type("an object with `rule_id` and `at`", Given, found);
            continue;
        };
        push_bounded(
            &mut moments,
            Moment {
                placed,
                kind,
                at: at.0,
                session: entry.text("session", Given, found),
                reason: entry.text("reason", Given, found),
            },
        );
    }
    moments
}

fn read_placed(node: &Node<'_>, found: &mut Diagnostics) -> Option<Placed> {
    Some(Placed { rule_id: node.text("rule_id", Given, found)?, item_id: node.text("item_id", Given, found) })
}

/// Page types that rules can ask for.
pub const PAGE_TYPES: [&str; 7] = ["home", "list", "product", "cart", "checkout", "purchase", "other"];

impl Page {
    /// Reads a page document; an unknown type counts as `other`, with a warning.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Self {
        let kind = node.text("type", Given, found).map(|kind| {
            if PAGE_TYPES.contains(&kind.as_str()) {
                return kind;
            }
            found.warn("unknown_page_type", &node.at("type"), || {
                (format!("unknown page type `{kind}`"), format!("write one of {}", PAGE_TYPES.join(", ")))
            });
            "other".to_owned()
        });
        let capabilities = node.get("capabilities").map(|list| list.texts(usize::MAX, found));
        let mut shown = Vec::new();
        if let Some(list) = node.get("shown") {
            for entry in list.items(found) {
                shown.extend(read_placed(&entry, found));
            }
        }
        Page {
            kind,
            item_id: node.text("item_id", Given, found),
            locale: node.text("locale", Given, found),
            capabilities,
            shown,
            line: node.get("line").and_then(|node| Contact::read(&node, found)),
        }
    }

    /// Whether the page can do this.
    #[must_use]
    pub fn can(&self, capability: &str) -> bool {
        self.capabilities.as_ref().is_none_or(|list| list.iter().any(|name| name == capability))
    }
}

/// Schemes of addresses that reach somebody.
const REACHING: [&str; 4] = ["tel:", "sms:", "mailto:", "https:"];

impl Contact {
    /// Reads a contact; one that is faulty is a warning and none.
    pub fn read(node: &Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        let (label, url) = (node.text("label", Given, found), node.text("url", Given, found));
        let (Some(label), Some(url)) = (label, url) else {
            node.wrong_type("an object with `label` and `url`", Given, found);
            return None;
        };
        let reaches = |scheme: &&str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        if !REACHING.iter().any(reaches) {
            found.warn("unsafe_url", &node.at("url"), || {
                let message = "the address reaches nobody".to_owned();
                (message, "write one that begins with `tel:`, `sms:`, `mailto:` or `https:`".to_owned())
            });
            return None;
        }
        Some(Contact { label, url, hours: node.text("hours", Given, found) })
    }
}

const COUNT: (u32, u32) = (0, 1_000_000);

impl Session {
    /// Reads a session document; a faulty field is unknown, with a warning.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Self {
        let mut items = Vec::new();
        if let Some(list) = node.get("items") {
            for entry in list.items(found) {
                let Some(item_group_id) = entry.text("item_group_id", Given, found) else { continue };
                items.push(ItemVisit {
                    item_group_id,
                    views: entry.whole("views", COUNT, Given, found).unwrap_or(0),
                    size_changes: entry.whole("size_changes", COUNT, Given, found).unwrap_or(0),
                });
            }
        }
        Session {
            id: node.text("id", Given, found),
            started_at: node.time("started_at", Given, found),
            page_views: node.whole("page_views", COUNT, Given, found),
            removals: node.whole("removals", COUNT, Given, found),
            orders: node.whole("orders", COUNT, Given, found),
            items,
        }
    }

    /// What happened with one product.
    #[must_use]
    pub fn item(&self, item_group_id: &str) -> Option<&ItemVisit> {
        self.items.iter().find(|visit| visit.item_group_id == item_group_id)
    }
}

impl Consent {
    /// Reads a consent document; what it doesn't say is granted.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Self {
        Consent {
            storage: node.flag("storage", Given, found).unwrap_or(true),
            personalization: node.flag("personalization", Given, found).unwrap_or(true),
            measurement: node.flag("measurement", Given, found).unwrap_or(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn memory_is_bounded_and_keeps_the_newest() {
        let mut memory = Memory::default();
        for at in 0..250 {
            let placed = Placed { rule_id: "r".into(), item_id: None };
            memory.expose(Moment { placed, kind: None, at, session: None, reason: None });
        }
        assert_eq!(memory.exposures.len(), MAX_MOMENTS);
        assert_eq!(memory.exposures[0].at, 50);
    }

    #[test]
    fn memory_survives_a_round_trip_and_says_what_it_drops() {
        let value = json!({"exposures": [{"rule_id": "r", "item_id": "a", "at": 5, "session": "s"}, {"at": 1}]});
        let mut found = Diagnostics::default();
        let memory = Memory::read(Node::root(&value), &mut found);
        assert_eq!(
            crate::json::to_string(&memory.exposures),
            r#"[{"rule_id":"r","item_id":"a","at":5,"session":"s"}]"#
        );
        assert_eq!(found.iter().next().unwrap().pointer, "/exposures/1");
    }

    #[test]
    fn an_unknown_page_type_is_other() {
        let mut found = Diagnostics::default();
        let value = json!({"type": "basket"});
        assert_eq!(Page::read(Node::root(&value), &mut found).kind.as_deref(), Some("other"));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_page_without_a_list_can_do_everything() {
        assert!(Page::default().can("chat"));
        assert!(!Page { capabilities: Some(vec![]), ..Page::default() }.can("chat"));
    }
}
