//! Which way a size was wrong, as the reason of a return says it.

/// Which way a size was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Too small.
    TooSmall,
    /// Too large.
    TooLarge,
}

/// Reasons that say it, in lower case, with blanks for `_` and `-`. The warehouse has the same (`warehouse/macros/reasons.sql`).
const TOO_SMALL: [&str; 11] = [
    "too small",
    "size too small",
    "small",
    "runs small",
    "too tight",
    "zu klein",
    "zu eng",
    "trop petit",
    "demasiado pequeño",
    "troppo piccolo",
    "te klein",
];
const TOO_LARGE: [&str; 13] = [
    "too large",
    "size too large",
    "large",
    "runs large",
    "too big",
    "too loose",
    "zu groß",
    "zu gross",
    "zu weit",
    "trop grand",
    "demasiado grande",
    "troppo grande",
    "te groot",
];

/// What the reason of a return says of the size; `None` when nothing.
pub fn misfit(reason: &str) -> Option<Misfit> {
    let blank = |sign: char| if matches!(sign, '_' | '-') { ' ' } else { sign };
    let plain: String = reason.trim().chars().map(blank).flat_map(char::to_lowercase).collect();
    let has = |reasons: &[&str]| reasons.contains(&plain.as_str());
    match (has(&TOO_SMALL), has(&TOO_LARGE)) {
        (true, _) => Some(Misfit::TooSmall),
        (_, true) => Some(Misfit::TooLarge),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> String {
        std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    #[test]
    fn letter_case_outer_blanks_and_joining_signs_say_nothing() {
        for reason in ["too_small", "Too Small", " too-small ", "SIZE_TOO_SMALL", "ZU KLEIN", "Demasiado PEQUEÑO"] {
            assert_eq!(misfit(reason), Some(Misfit::TooSmall), "{reason}");
        }
        for reason in ["too_large", "SIZE_TOO_LARGE", "runs-large", "zu groß", "Zu Gross", "TROP_GRAND"] {
            assert_eq!(misfit(reason), Some(Misfit::TooLarge), "{reason}");
        }
    }

    #[test]
    fn any_other_reason_says_nothing_of_the_size() {
        for reason in ["", " ", "COLOR", "OTHER", "not too small", "too small or too large", "size", "toosmall"] {
            assert_eq!(misfit(reason), None, "{reason}");
        }
    }

    #[test]
    fn the_warehouse_and_its_page_have_the_same_reasons() {
        let quoted = |text: &str, sign: char| -> Vec<String> {
            text.split(sign).skip(1).step_by(2).map(str::to_owned).collect()
        };
        let macros = file("warehouse/macros/reasons.sql");
        let list = |name: &str| {
            let (_, after) = macros.split_once(&format!("macro {name}()")).unwrap();
            quoted(after.split_once("endmacro").unwrap().0, '"')
        };
        assert_eq!(list("too_small_reasons"), TOO_SMALL);
        assert_eq!(list("too_large_reasons"), TOO_LARGE);
        let page = file("docs/warehouse.md");
        let row = |name: &str| {
            let line = page.lines().find_map(|line| line.strip_prefix(&format!("| {name} | "))).unwrap();
            quoted(line, '`')
        };
        assert_eq!(row("too small"), TOO_SMALL);
        assert_eq!(row("too large"), TOO_LARGE);
    }
}
