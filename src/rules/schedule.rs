//! When a rule is on: from and until, on some weekdays, at some hours, by the shop's clock.

use crate::diagnostic::{Diagnostics, nearest};
use crate::json::Node;
use crate::json::Strictness::Written;
use crate::time::{DAY, ScheduleTime, Timestamp};
use serde::Serialize;

/// When a rule is on. Everything that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Schedule {
    /// Not before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<ScheduleTime>,
    /// Not at or after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<ScheduleTime>,
    /// On these days only; empty is every day. Of hours past midnight, the day they begin on counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<Weekday>,
    /// At these hours only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // the names say it
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};

const WEEKDAYS: [(&str, Weekday); 7] =
    [("mon", Mon), ("tue", Tue), ("wed", Wed), ("thu", Thu), ("fri", Fri), ("sat", Sat), ("sun", Sun)];

/// Hours of the day, in the shop's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Hours {
    /// From this time on.
    pub from: TimeOfDay,
    /// Up to but not including this time; when it isn't after `from`, it is the next day's.
    pub until: TimeOfDay,
}

/// Minutes since midnight, 0 to 1,440; written `09:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub u16);

impl Serialize for TimeOfDay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl TimeOfDay {
    /// Reads `09:30`; `24:00` is the end of the day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        if hours.len() != 2 || minutes.len() != 2 {
            return None;
        }
        let part =
            |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u16>().ok())?;
        let (hours, minutes) = (part(hours)?, part(minutes)?);
        let time = hours.checked_mul(60)?.checked_add(minutes)?;
        (minutes < 60 && time <= 1_440).then_some(TimeOfDay(time))
    }

    pub(super) fn to_text(self) -> String {
        let two = |number: u16| {
            let digits = crate::text::digits(u64::from(number));
            if number < 10 { "0".to_owned() + &digits } else { digits }
        };
        two(self.0 / 60) + ":" + &two(self.0 % 60)
    }
}

impl Schedule {
    /// Whether the rule is on at `now`, where the shop's clock is `offset` minutes ahead of UTC.
    #[must_use]
    pub fn holds(&self, now: Timestamp, offset: i32) -> bool {
        let before = self.from.is_some_and(|from| from.is_after(now, offset));
        let over = self.until.is_some_and(|until| !until.is_after(now, offset));
        if before || over {
            return false;
        }
        let local = now.0.saturating_add(i64::from(offset) * 60_000);
        let (day, minute) = (local.div_euclid(DAY), local.rem_euclid(DAY) / 60_000);
        let Some(Hours { from, until }) = self.hours else { return self.is_on_day(day) };
        let (from, until) = (i64::from(from.0), i64::from(until.0));
        if from < until {
            return self.is_on_day(day) && (from..until).contains(&minute);
        }
        (minute >= from && self.is_on_day(day)) || (minute < until && self.is_on_day(day - 1))
    }

    /// Whether the shop's time zone matters.
    #[must_use]
    pub fn is_local(&self) -> bool {
        let wall = |moment: Option<ScheduleTime>| moment.is_some_and(ScheduleTime::is_wall);
        wall(self.from) || wall(self.until) || !self.weekdays.is_empty() || self.hours.is_some()
    }

    /// `day` counts from 1970-01-01, a Thursday.
    fn is_on_day(&self, day: i64) -> bool {
        let index = (day + 3).rem_euclid(7);
        self.weekdays.is_empty() || self.weekdays.iter().any(|own| *own as i64 == index)
    }
}

pub(super) fn read(node: &Node<'_>, found: &mut Diagnostics) -> Schedule {
    if !node.is_object(found) {
        return Schedule::default();
    }
    node.only(&["from", "until", "weekdays", "hours"], found);
    let (from, until) = (node.moment("from", found), node.moment("until", found));
    if let (Some(from), Some(until)) = (from, until)
        && from.sort_key() >= until.sort_key()
    {
        found.refuse("impossible_schedule", &node.at("until"), || {
            let help = "`until` is the moment from which the rule is over; set it after `from`".to_owned();
            ("the schedule ends before it begins".to_owned(), help)
        });
    }
    Schedule {
        from,
        until,
        weekdays: node.get("weekdays").map_or_else(Vec::new, |node| read_weekdays(&node, found)),
        hours: node.get("hours").and_then(|node| read_hours(&node, found)),
    }
}

fn read_weekdays(node: &Node<'_>, found: &mut Diagnostics) -> Vec<Weekday> {
    let mut days = Vec::new();
    if !node.is_list(found) {
        return days;
    }
    let entries = node.items(found);
    if entries.len() == 0 {
        found.refuse("impossible_schedule", node, || {
            ("the rule is on no day of the week".to_owned(), "name some days, or remove `weekdays`".to_owned())
        });
    }
    for entry in entries {
        let name = entry.value().as_str().unwrap_or_default();
        match WEEKDAYS.iter().find(|(known, _)| *known == name) {
            Some((_, day)) => {
                if !days.contains(day) {
                    days.push(*day);
                }
            }
            None => found.refuse("unknown_weekday", &entry, || {
                let begins = |known: &&str| name.to_ascii_lowercase().starts_with(known);
                let known = WEEKDAYS.iter().map(|(name, _)| *name);
                let help = match known.clone().find(begins).or_else(|| nearest(name, known)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "write some of mon, tue, wed, thu, fri, sat, sun".to_owned(),
                };
                (format!("unknown weekday {}", crate::json::shown(entry.value())), help)
            }),
        }
    }
    days.sort_unstable();
    days
}

fn read_hours(node: &Node<'_>, found: &mut Diagnostics) -> Option<Hours> {
    if !node.is_object(found) {
        return None;
    }
    node.only(&["from", "until"], found);
    let hours = Hours { from: read_time(node, "from", found)?, until: read_time(node, "until", found)? };
    if hours.from == hours.until || hours.from.0 == 1_440 {
        found.refuse("impossible_schedule", &node.at("until"), || {
            let help = "set `until` to another time than `from`, or remove `hours` for the whole day".to_owned();
            ("the hours are empty".to_owned(), help)
        });
    }
    Some(hours)
}

fn read_time(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Option<TimeOfDay> {
    let Some(text) = node.text(key, Written, found) else {
        node.required(key, "a time of day, like \"09:30\"", found);
        return None;
    };
    let time = TimeOfDay::parse(&text);
    if time.is_none() {
        found.refuse("not_a_time_of_day", &node.at(key), || {
            (format!("`{text}` is not a time of day"), "write hours and minutes, like \"09:30\"".to_owned())
        });
    }
    time
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn schedule(value: &serde_json::Value) -> Schedule {
        let mut found = Diagnostics::default();
        let schedule = read(&Node::root(value), &mut found);
        assert!(found.is_empty(), "{found:?}");
        schedule
    }

    fn on(schedule: &Schedule, time: &str, offset: i32) -> bool {
        schedule.holds(Timestamp::parse(time).unwrap(), offset)
    }

    #[test]
    fn dates_are_the_shops_and_instants_are_everyones() {
        let winter = schedule(&json!({"from": "2026-11-01", "until": "2026-12-01T00:00:00Z"}));
        // Midnight in Berlin is 23:00 UTC the day before.
        assert!(!on(&winter, "2026-10-31T22:59:59Z", 60));
        assert!(on(&winter, "2026-10-31T23:00:00Z", 60));
        assert!(!on(&winter, "2026-10-31T23:00:00Z", 0));
        assert!(on(&winter, "2026-11-30T23:59:59Z", 60));
        assert!(!on(&winter, "2026-12-01T00:00:00Z", 60));
    }

    #[test]
    fn hours_may_pass_midnight_and_belong_to_the_day_they_begin_on() {
        let night = schedule(&json!({"weekdays": ["fri"], "hours": {"from": "22:00", "until": "06:00"}}));
        // 2026-11-27 is a Friday.
        for (time, expected) in [
            ("2026-11-27T21:59:00Z", false),
            ("2026-11-27T22:00:00Z", true),
            ("2026-11-28T05:59:00Z", true),
            ("2026-11-28T06:00:00Z", false),
            ("2026-11-27T05:00:00Z", false),
            ("2026-11-28T22:30:00Z", false),
        ] {
            assert_eq!(on(&night, time, 0), expected, "{time}");
        }
        assert!(on(&night, "2026-11-27T21:30:00Z", 60));
    }

    #[test]
    fn impossible_schedules_name_place_and_mend() {
        for (value, fault) in [
            (
                json!({"weekdays": []}),
                "/weekdays: the rule is on no day of the week (name some days, or remove `weekdays`)",
            ),
            (json!({"weekdays": ["mo"]}), "/weekdays/0: unknown weekday `mo` (did you mean `mon`?)"),
            (
                json!({"hours": {"from": "9:00", "until": "18:00"}}),
                "/hours/from: `9:00` is not a time of day (write hours and minutes, like \"09:30\")",
            ),
            (
                json!({"hours": {"from": "09:00", "until": "09:00"}}),
                "/hours/until: the hours are empty (set `until` to another time than `from`, or remove `hours` for the whole day)",
            ),
            (
                json!({"hours": {"from": "09:00"}}),
                "/hours/until: `until` is missing (add `until`: a time of day, like \"09:30\")",
            ),
        ] {
            let mut found = Diagnostics::default();
            read(&Node::root(&value), &mut found);
            let faults: Vec<String> =
                found.iter().map(|one| format!("{}: {} ({})", one.pointer, one.message, one.help)).collect();
            assert_eq!(faults, [fault]);
        }
    }

    proptest! {
        #[test]
        fn a_schedule_prints_as_it_was_written(
            from in proptest::option::of(0i64..4_000_000_000_000), wall: bool, days in 0u8..128, hours in proptest::option::of((0u16..1440, 0u16..=1440)),
        ) {
            let from = from.map(|ms| if wall { ScheduleTime::Wall(Timestamp(ms)) } else { ScheduleTime::Instant(Timestamp(ms)) });
            let weekdays = WEEKDAYS.iter().filter(|(_, day)| days >> (*day as u8) & 1 == 1).map(|(_, day)| *day).collect();
            let hours = hours.filter(|(from, until)| from != until).map(|(from, until)| Hours { from: TimeOfDay(from), until: TimeOfDay(until) });
            let written = Schedule { from, until: None, weekdays, hours };
            prop_assert_eq!(schedule(&serde_json::to_value(&written).unwrap()), written);
        }
    }
}
