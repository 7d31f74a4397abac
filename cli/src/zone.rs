//! Offsets of time zones, which the core takes as numbers.

use cartnudge::engine::Engine;
use cartnudge::time::Timestamp;
use jiff::tz::TimeZone;

/// The clock that a rule document's schedules go by.
pub struct Clock(TimeZone);

impl Clock {
    /// The clock of the rules' time zone; UTC where no rule asks for it.
    ///
    /// # Errors
    /// A zone that isn't in the time zone database.
    pub fn of(engine: &Engine) -> Result<Self, String> {
        let Some(name) = engine.time_zone() else { return Ok(Clock(TimeZone::UTC)) };
        let help = "write a name of the IANA database, like \"Europe/Berlin\"";
        TimeZone::get(name).map(Clock).map_err(|_| format!("the time zone `{name}` isn't known; {help}"))
    }

    /// How far it is ahead of UTC at a moment, in minutes.
    pub fn utc_offset(&self, now: Timestamp) -> i32 {
        let now = jiff::Timestamp::from_millisecond(now.0);
        now.map_or(0, |now| self.0.to_offset(now).seconds() / 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn engine(zone: &str) -> Engine {
        let rule =
            json!({"id": "r", "when": true, "nudge": {"type": "chat_prompt"}, "schedule": {"weekdays": ["mon"]}});
        Engine::new(&json!({"rules": {"time_zone": zone, "rules": [rule]}})).unwrap().0
    }

    #[test]
    fn an_offset_follows_summer_time() {
        let at = |zone, text| Clock::of(&engine(zone)).unwrap().utc_offset(Timestamp::parse(text).unwrap());
        assert_eq!(at("Europe/Berlin", "2026-07-01T00:00:00Z"), 120);
        assert_eq!(at("Europe/Berlin", "2026-11-01T00:00:00Z"), 60);
        assert_eq!(at("America/St_Johns", "2026-01-01"), -210);
    }

    #[test]
    fn an_unknown_zone_is_said() {
        let fault = Clock::of(&engine("Europe/Bremen")).err().unwrap();
        assert!(fault.starts_with("the time zone `Europe/Bremen` isn't known"), "{fault}");
    }
}
