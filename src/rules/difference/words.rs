//! Differences in words, as a marketer would say them, in English and German.

use super::{Detail, Language};
use crate::explain::words::asks;
use crate::text::{decimal, shortened};
use serde_json::Value;

/// Longest part of a text that is quoted.
const QUOTED: usize = 60;

/// What a key's value is shown as.
#[derive(Clone, Copy)]
enum Shown {
    /// A number or a word as it is.
    Plain,
    /// Of a hundred.
    Percent,
    Days,
    /// 0 to 1, shown of a hundred.
    Share,
    /// What is said to shoppers, in quotes.
    Text,
}

use Shown::{Days, Percent, Plain, Share, Text};

/// Keys with their names in English and German. What is below a key has its name, too.
const KEYS: [(&str, &str, &str, Shown); 29] = [
    ("default_locale", "default language", "Standardsprache", Plain),
    ("time_zone", "time zone", "Zeitzone", Plain),
    ("budget.per_page", "nudges in one page view", "Hinweise je Seitenaufruf", Plain),
    ("budget.per_session", "nudges in one session", "Hinweise je Sitzung", Plain),
    ("frequency_caps.all", "cap over all rules", "Obergrenze für alle Regeln", Plain),
    ("frequency_caps.types", "cap over all rules of a type", "Obergrenze für alle Regeln einer Art", Plain),
    ("ranking", "ranking", "Reihung", Plain),
    ("settings", "threshold", "Schwelle", Plain),
    ("holdout", "control group", "Kontrollgruppe", Plain),
    ("name", "name", "Name", Text),
    ("scope", "about", "bezogen auf", Plain),
    ("nudge.type", "shows", "zeigt", Plain),
    ("nudge.placement", "placement", "Platz", Plain),
    ("nudge.content", "text", "Text", Text),
    ("nudge.variations", "variation", "Variante", Text),
    ("prerequisites", "prerequisites", "Voraussetzungen", Plain),
    ("audience_percent", "audience", "Publikum", Percent),
    ("holdout_percent", "withheld to measure", "zum Messen zurückgehalten", Percent),
    ("namespace", "exclusion group", "Ausschlussgruppe", Plain),
    ("schedule.from", "from", "ab", Plain),
    ("schedule.until", "until", "bis", Plain),
    ("schedule.weekdays", "weekdays", "Wochentage", Plain),
    ("schedule.hours", "hours", "Uhrzeit", Plain),
    ("frequency_cap", "at most", "höchstens", Plain),
    ("cooldown_days", "silence after a dismissal", "Ruhe nach dem Wegklicken", Days),
    ("priority", "priority", "Priorität", Plain),
    ("effect", "returns it prevents", "verhinderte Retouren", Share),
    ("note", "note", "Notiz", Text),
    ("schedule", "schedule", "Zeitplan", Plain),
];

/// Keys that are on or off, with what is said of each in English and German.
const SWITCHES: [(&str, [&str; 2], [&str; 2]); 3] = [
    ("enabled", ["switched on", "switched off"], ["eingeschaltet", "ausgeschaltet"]),
    ("paused", ["paused", "no longer paused"], ["pausiert", "nicht mehr pausiert"]),
    ("kill_switch", ["emergency stop on", "emergency stop off"], ["Notaus an", "Notaus aus"]),
];

/// The language's words.
pub(super) struct Words(pub Language);

impl Words {
    fn pick<'a>(&self, english: &'a str, german: &'a str) -> &'a str {
        match self.0 {
            Language::En => english,
            Language::De => german,
        }
    }

    pub(super) fn document(&self) -> &str {
        self.pick("All rules", "Alle Regeln")
    }

    pub(super) fn added(&self, rule: &Value) -> String {
        let kind = rule.pointer("/nudge/type").and_then(Value::as_str).unwrap_or("?");
        let verb = self.pick("new, shows", "neu, zeigt");
        format!("{verb} {}", self.nudge(kind))
    }

    pub(super) fn removed(&self) -> String {
        self.pick("removed", "entfernt").to_owned()
    }

    pub(super) fn moved(&self, from: usize, to: usize) -> String {
        match self.0 {
            Language::En => format!("moved from place {from} to {to}"),
            Language::De => format!("von Platz {from} auf {to} verschoben"),
        }
    }

    pub(super) fn whole(&self, name: &str, details: &[Detail]) -> String {
        let told: Vec<&str> = details.iter().map(|detail| detail.words.as_str()).collect();
        format!("{name}: {}", told.join("; "))
    }

    pub(super) fn condition(&self, was: &Value, is: &Value) -> String {
        let whom = self.pick("to whom", "wem");
        format!("{whom}: {}", self.between(&self.asks(was), &self.asks(is)))
    }

    pub(super) fn condition_came(&self, part: &Value) -> String {
        let what = self.pick("to whom: now also asks for", "wem: verlangt nun auch");
        format!("{what} “{}”", self.asks(part))
    }

    pub(super) fn condition_went(&self, part: &Value) -> String {
        let what = self.pick("to whom: no longer asks for", "wem: verlangt nicht mehr");
        format!("{what} “{}”", self.asks(part))
    }

    pub(super) fn reordered(&self) -> String {
        self.pick("to whom: the same conditions, written otherwise", "wem: dieselben Bedingungen, anders geschrieben")
            .to_owned()
    }

    fn asks(&self, part: &Value) -> String {
        if part.as_bool() == Some(true) {
            return self.pick("everybody", "alle").to_owned();
        }
        asks(part)
    }

    /// A key that differs.
    pub(super) fn field(&self, key: &str, was: Option<&Value>, is: Option<&Value>) -> String {
        if let Some((_, english, german)) = SWITCHES.iter().find(|(known, ..)| *known == key)
            && let Some(is_on) = is.and_then(Value::as_bool)
        {
            let [on, off] = match self.0 {
                Language::En => english,
                Language::De => german,
            };
            return (if is_on { on } else { off }).to_string();
        }
        let begins = |known: &str| key.strip_prefix(known).filter(|rest| rest.is_empty() || rest.starts_with('.'));
        let known = KEYS.iter().find_map(|(known, english, german, shown)| {
            begins(known).map(|rest| (self.pick(english, german), rest.trim_start_matches('.'), *shown))
        });
        let (name, rest, shown) = known.unwrap_or((key, "", Plain));
        let rest = rest.replace('.', " ");
        let label = if rest.is_empty() { name.to_owned() } else { format!("{name} ({rest})") };
        let shown = |value: &Value| self.shown(value, shown);
        match (was, is) {
            (Some(was), Some(is)) => format!("{label} {}", self.between(&shown(was), &shown(is))),
            (None, Some(is)) => format!("{label}{} {}", self.pick(": now", ": nun"), shown(is)),
            (Some(was), None) => format!("{label}: {} ({} {})", self.removed(), self.pick("was", "war"), shown(was)),
            (None, None) => label,
        }
    }

    fn between(&self, was: &str, is: &str) -> String {
        format!("{was} {} {is}", self.pick("to", "→"))
    }

    fn shown(&self, value: &Value, shown: Shown) -> String {
        match (value, shown) {
            (Value::Number(number), Percent) => format!("{} %", self.number(number.as_f64().unwrap_or(0.0))),
            (Value::Number(number), Share) => format!("{} %", self.number(number.as_f64().unwrap_or(0.0) * 100.0)),
            (Value::Number(number), Days) => self.days(number.as_f64().unwrap_or(0.0)),
            (Value::Number(number), _) => self.number(number.as_f64().unwrap_or(0.0)),
            (Value::String(text), Text) => self.quoted(text),
            (Value::String(word), _) => self.word(word),
            (Value::Bool(flag), _) => {
                self.pick(if *flag { "yes" } else { "no" }, if *flag { "ja" } else { "nein" }).to_owned()
            }
            (Value::Null, _) => self.pick("nothing", "nichts").to_owned(),
            (Value::Array(list), _) if list.is_empty() => self.pick("none", "keine").to_owned(),
            (Value::Array(list), _) => list.iter().map(|one| self.shown(one, Plain)).collect::<Vec<_>>().join(", "),
            (Value::Object(_), _) => self.object(value),
        }
    }

    /// A cap, hours, a holdout; anything else as it is written.
    fn object(&self, value: &Value) -> String {
        let number = |key: &str| value.get(key).and_then(Value::as_f64);
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        if let (Some(max), Some(days)) = (number("max"), number("days")) {
            let times = self.pick("times in", "Mal in");
            let days = if self.0 == Language::De && (days - 1.0).abs() > 0.0 {
                format!("{} Tagen", self.number(days))
            } else {
                self.days(days)
            };
            return format!("{} {times} {days}", self.number(max));
        }
        if let (Some(from), Some(until)) = (text("from"), text("until")) {
            return format!("{from} – {until}");
        }
        if let Some(percent) = number("percent") {
            return format!("{} % ({})", self.number(percent), text("seed").unwrap_or_default());
        }
        if let Some(by) = text("by") {
            return match (by, self.0) {
                ("priority", Language::En) => "by priority".to_owned(),
                ("priority", Language::De) => "nach Priorität".to_owned(),
                (_, Language::En) => format!("by expected value ({})", self.rest_of(value)),
                (_, Language::De) => format!("nach erwartetem Nutzen ({})", self.rest_of(value)),
            };
        }
        if let (Some(rule), Some(state)) = (text("rule_id"), text("state")) {
            let days = number("days").map_or_else(String::new, |days| format!(" ({})", self.days(days)));
            return format!("{rule} {}{days}", self.word(state));
        }
        shortened(&value.to_string(), QUOTED)
    }

    fn rest_of(&self, value: &Value) -> String {
        let members = value.as_object().into_iter().flatten().filter(|(key, _)| *key != "by");
        members.map(|(key, value)| format!("{} {}", key.replace('_', " "), value)).collect::<Vec<_>>().join(", ")
    }

    fn days(&self, days: f64) -> String {
        let one = (days - 1.0).abs() == 0.0;
        let unit = match self.0 {
            Language::En if one => "day",
            Language::En => "days",
            Language::De if one => "Tag",
            Language::De => "Tage",
        };
        format!("{} {unit}", self.number(days))
    }

    fn number(&self, number: f64) -> String {
        let text = decimal(number, 3);
        match self.0 {
            Language::En => text,
            Language::De => text.replace('.', ","),
        }
    }

    fn quoted(&self, text: &str) -> String {
        let text = shortened(text, QUOTED);
        match self.0 {
            Language::En => format!("“{text}”"),
            Language::De => format!("„{text}“"),
        }
    }

    /// A nudge type or another word of the document's vocabulary.
    fn word(&self, word: &str) -> String {
        if crate::rules::NudgeType::named(word).is_some() {
            return self.nudge(word);
        }
        let german = match word {
            "line" => "die Position",
            "cart" => "den Warenkorb",
            "exposed" => "gesehen",
            "not_exposed" => "nicht gesehen",
            "dismissed" => "weggeklickt",
            "not_dismissed" => "nicht weggeklickt",
            "mon" => "Mo",
            "tue" => "Di",
            "wed" => "Mi",
            "thu" => "Do",
            "fri" => "Fr",
            "sat" => "Sa",
            "sun" => "So",
            _ => return word.replace("not_", "not "),
        };
        let english = match word {
            "line" => "the line",
            "cart" => "the cart",
            "not_exposed" => "not seen",
            "exposed" => "seen",
            _ => return self.pick(&word.replace("not_", "not "), german).to_owned(),
        };
        self.pick(english, german).to_owned()
    }

    fn nudge(&self, kind: &str) -> String {
        let german = match kind {
            "size_guide" => "Größenberatung",
            "size_comparison" => "Größenvergleich",
            "review_highlights" => "Stimmen aus Bewertungen",
            "product_details" => "Produktdetails",
            "virtual_try_on" => "virtuelle Anprobe",
            "styling_help" => "Stilberatung",
            "chat_prompt" => "Chat-Angebot",
            "dedicated_line" => "direkte Leitung",
            "order_support" => "Hilfe zur Bestellung",
            "follow_up" => "Nachfrage",
            "care_instructions" => "Pflegehinweise",
            "usage_guide" => "Anleitung",
            "style_suggestions" => "Stilvorschläge",
            "community_invite" => "Einladung zur Community",
            other => other,
        };
        match self.0 {
            Language::En => kind.replace('_', " "),
            Language::De => german.to_owned(),
        }
    }
}
