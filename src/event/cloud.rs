//! Events for a server: as CloudEvents 1.0 in their JSON format, with what is known of the decision behind them.
//!
//! Pure: id, origin and time are arguments, so the same event gives the same bytes.

use super::{Happening, HoldoutEvent, NudgeEvent, Outcome};
use crate::decision::Decision;
use crate::features::{CATALOGUE, Facts, Kind, Row, Stage};
use crate::risk::{Band, ModelName};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// An object of the JSON text, in this order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Vec<(&'static str, Field)>);

/// A value of the JSON text.
#[derive(Clone, Debug, PartialEq)]
enum Field {
    Text(String),
    Name(&'static str),
    Number(f64),
    Flag(bool),
    Fields(Fields),
}

/// What is told.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// An exposure, or an interaction.
    Nudge(&'a NudgeEvent),
    /// A nudge that was held out.
    Holdout(&'a HoldoutEvent),
    /// What became of the cart.
    Outcome(&'a Outcome),
}

/// What only the sender knows of an event.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// Makes a repeated event known as such: [`uuid`].
    pub id: String,
    /// The origin of the page.
    pub source: String,
    /// RFC 3339.
    pub time: String,
}

/// Of whom events are; each only where the page lets it be told.
#[derive(Clone, Debug, Default)]
pub struct Sender {
    /// The session.
    pub session_id: Option<String>,
    /// The visitor.
    pub visitor_id: Option<String>,
}

/// The decision behind an event.
#[derive(Clone, Debug)]
pub struct Background {
    /// Its id, and the rules' version.
    pub decision: (String, u32),
    model: ModelName,
    cart: Band,
    /// In cart order.
    lines: Vec<(String, Band)>,
    facts: Option<Facts>,
}

impl Background {
    /// What events say of a decision; `facts` are those that it was made from, where features are to be told.
    #[must_use]
    pub fn new(decision: &Decision, facts: Option<Facts>) -> Self {
        Background {
            decision: (decision.decision_id.clone(), decision.rules_version),
            model: decision.model.clone(),
            cart: decision.cart.band,
            lines: decision.lines.iter().map(|line| (line.item_id.clone(), line.band)).collect(),
            facts,
        }
    }

    /// The place of an item's line.
    fn line(&self, item_id: Option<&str>) -> Option<usize> {
        self.lines.iter().position(|(line, _)| Some(line.as_str()) == item_id)
    }

    /// What is known of the item's line, or of the cart.
    fn features(&self, item_id: Option<&str>) -> Option<Fields> {
        let facts = self.facts.as_ref()?;
        let row = self.line(item_id).and_then(|line| facts.lines.get(line));
        Some(features(row.unwrap_or(&facts.cart)))
    }
}

/// The features in a row: the numbers and truth values that are known before the score.
fn features(row: &Row) -> Fields {
    let given = CATALOGUE.iter().filter(|definition| definition.stage == Stage::Given);
    let known = given.filter_map(|definition| {
        let value = row.get(definition.fact)?;
        match definition.kind {
            Kind::Number => Some((definition.name, Field::Number(value))),
            Kind::Flag => Some((definition.name, Field::Flag(value > 0.0))),
            Kind::Text | Kind::Texts | Kind::Lines => None,
        }
    });
    Fields(known.collect())
}

/// The event as a CloudEvent.
#[must_use]
pub fn cloud_event(envelope: Envelope, told: Told<'_>, behind: Option<&Background>, sender: &Sender) -> Fields {
    Fields(vec![
        ("specversion", Field::Name("1.0")),
        ("id", Field::Text(envelope.id)),
        ("source", Field::Text(envelope.source)),
        ("type", Field::Name(told.kind())),
        ("time", Field::Text(envelope.time)),
        ("datacontenttype", Field::Name("application/json")),
        ("data", Field::Fields(content(told, behind, sender))),
    ])
}

/// A random UUID (version 4) of these random bytes.
#[must_use]
pub fn uuid(random: [u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in random.into_iter().enumerate() {
        let byte = match index {
            6 => byte & 0x0f | 0x40,
            8 => byte & 0x3f | 0x80,
            _ => byte,
        };
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.extend([byte >> 4, byte & 15].into_iter().filter_map(|digit| char::from_digit(u32::from(digit), 16)));
    }
    text
}

impl Told<'_> {
    fn kind(self) -> &'static str {
        match self {
            Told::Nudge(event) if event.action.is_some() => "cartnudge.interaction",
            Told::Nudge(_) => "cartnudge.exposure",
            Told::Holdout(_) => "cartnudge.holdout",
            Told::Outcome(_) => "cartnudge.outcome",
        }
    }
}

/// The `data` of an event.
fn content(told: Told<'_>, behind: Option<&Background>, sender: &Sender) -> Fields {
    let mut fields = Fields::default();
    let item_id = match told {
        Told::Nudge(event) => {
            fields.decision(&event.decision_id, event.rules_version);
            fields.nudge(&event.rule_id, event.kind.name(), &event.placement);
            fields.text("variation", event.variation.as_deref());
            fields.name("action", event.action.map(super::Action::name));
            event.item_id.as_deref()
        }
        Told::Holdout(event) => {
            fields.decision(&event.decision_id, event.rules_version);
            fields.nudge(&event.rule_id, event.kind.name(), &event.placement);
            event.item_id.as_deref()
        }
        Told::Outcome(event) => {
            if let Some(behind) = behind {
                fields.decision(&behind.decision.0, behind.decision.1);
            }
            fields.happening(&event.happening)
        }
    };
    fields.text("item_id", item_id);
    if let Some(behind) = behind {
        fields.background(behind, item_id);
    }
    fields.text("session_id", sender.session_id.as_deref());
    fields.text("visitor_id", sender.visitor_id.as_deref());
    if !matches!(told, Told::Outcome(_)) {
        let features = behind.and_then(|behind| behind.features(item_id));
        fields.0.extend(features.map(|features| ("features", Field::Fields(features))));
    }
    fields
}

impl Fields {
    fn text(&mut self, key: &'static str, text: Option<&str>) {
        self.0.extend(text.map(|text| (key, Field::Text(text.to_owned()))));
    }

    fn name(&mut self, key: &'static str, name: Option<&'static str>) {
        self.0.extend(name.map(|name| (key, Field::Name(name))));
    }

    fn decision(&mut self, decision_id: &str, rules_version: u32) {
        self.text("decision_id", Some(decision_id));
        self.0.push(("rules_version", Field::Number(f64::from(rules_version))));
    }

    fn nudge(&mut self, rule_id: &str, kind: &'static str, placement: &str) {
        self.text("rule_id", Some(rule_id));
        self.name("type", Some(kind));
        self.text("placement", Some(placement));
    }

    /// The item that it is about, if any.
    fn happening<'a>(&mut self, happening: &'a Happening) -> Option<&'a str> {
        match happening {
            Happening::SizeChanged { item_group_id, from, to } => {
                self.name("outcome", Some("size_changed"));
                self.text("item_group_id", Some(item_group_id));
                self.text("from", Some(from));
                self.text("to", Some(to));
                None
            }
            Happening::LineRemoved { item_group_id, item_id } => {
                self.name("outcome", Some("line_removed"));
                self.text("item_group_id", Some(item_group_id));
                Some(item_id)
            }
            Happening::Purchased { value, currency } => {
                self.name("outcome", Some("purchased"));
                self.0.extend(value.map(|value| ("value", Field::Number(value))));
                self.text("currency", Some(currency));
                None
            }
        }
    }

    fn background(&mut self, behind: &Background, item_id: Option<&str>) {
        let ModelName { id, version } = &behind.model;
        let model = vec![("id", Field::Text(id.clone())), ("version", Field::Number(f64::from(*version)))];
        self.0.push(("model", Field::Fields(Fields(model))));
        self.name("cart_band", Some(behind.cart.name()));
        let line = behind.line(item_id).and_then(|line| behind.lines.get(line));
        self.name("line_band", line.map(|(_, band)| band.name()));
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, field) in &self.0 {
            map.serialize_entry(key, field)?;
        }
        map.end()
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Field::Text(text) => serializer.serialize_str(text),
            Field::Name(name) => serializer.serialize_str(name),
            Field::Number(number) => serializer.serialize_f64(*number),
            Field::Flag(flag) => serializer.serialize_bool(*flag),
            Field::Fields(fields) => fields.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests;
