//! Review highlights: sentences that buyers wrote, word for word.

use crate::product::Review;
use crate::text::length;

/// A sentence from a review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Highlight<'a> {
    /// The sentence, verbatim.
    pub text: &'a str,
    /// The review that it stands in.
    pub review: &'a Review,
}

/// At most this many sentences.
pub const MAX_HIGHLIGHTS: usize = 3;
/// A shorter sentence says too little.
const MIN_LENGTH: usize = 20;
/// A longer one takes too long to read.
const MAX_LENGTH: usize = 160;
/// From this many stars on, a review is praise.
const PRAISE: f64 = 4.0;

/// Up to three sentences, balanced as the reviews are: when there is critique it has its place after the first praise.
#[must_use]
pub fn highlights(reviews: &[Review]) -> Vec<Highlight<'_>> {
    let (mut praise, mut critique) = (Vec::new(), Vec::new());
    for review in reviews {
        let Some(text) = sentence(&review.text) else { continue };
        let praises = review.rating.is_none_or(|rating| rating >= PRAISE);
        if praises { &mut praise } else { &mut critique }.push(Highlight { text, review });
    }
    let (more, fewer) = if praise.len() >= critique.len() { (praise, critique) } else { (critique, praise) };
    let mut chosen: Vec<Highlight<'_>> = Vec::new();
    for one in [more.first(), fewer.first(), more.get(1), more.get(2)].into_iter().flatten() {
        let repeated = chosen.iter().any(|known| known.text.eq_ignore_ascii_case(one.text));
        if chosen.len() < MAX_HIGHLIGHTS && !repeated {
            chosen.push(*one);
        }
    }
    chosen
}

/// The first sentence of a fitting length, with its full stop.
fn sentence(text: &str) -> Option<&str> {
    let mut rest = text;
    while !rest.is_empty() {
        let (sentence, after) = split(rest);
        if (MIN_LENGTH..=MAX_LENGTH).contains(&length(sentence)) {
            return Some(sentence);
        }
        rest = after;
    }
    None
}

/// The first sentence of a text, and what follows. A sentence ends at `.`, `!` or `?` before a blank, or with a line:
/// "4.5" and "etc.)" go on.
fn split(text: &str) -> (&str, &str) {
    let mut stopped = false;
    for (at, c) in text.char_indices() {
        if c == '\n' || (stopped && c.is_whitespace()) {
            let (sentence, after) = text.split_at_checked(at).unwrap_or((text, ""));
            return (sentence.trim(), after.trim_start());
        }
        stopped = matches!(c, '.' | '!' | '?');
    }
    (text.trim(), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review(text: &str, rating: f64) -> Review {
        Review { text: text.into(), rating: Some(rating), size: None, author: None }
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        let of = |text: &'static str| {
            let mut found = Vec::new();
            let mut rest = text;
            while !rest.is_empty() {
                let (sentence, after) = split(rest);
                found.push(sentence);
                rest = after;
            }
            found
        };
        assert_eq!(of("Nice. Runs small!  Took 4.5 instead of 5."), ["Nice.", "Runs small!", "Took 4.5 instead of 5."]);
        assert_eq!(of("No stop\nSecond line?"), ["No stop", "Second line?"]);
        assert_eq!(of("One?! Two...\n\n Three"), ["One?!", "Two...", "Three"]);
        assert_eq!(sentence("   "), None);
    }

    #[test]
    fn critique_has_its_place_and_nothing_is_rewritten() {
        let reviews = [
            review("Lovely soft linen, I wear it every week.", 5.0),
            review("Great.", 5.0),
            review("The colour is a little darker than shown.", 4.0),
            review("Too tight around the shoulders for me.", 2.0),
            review("Washes well and keeps its shape nicely.", 5.0),
        ];
        let texts: Vec<_> = highlights(&reviews).iter().map(|one| one.text).collect();
        assert_eq!(
            texts,
            [
                "Lovely soft linen, I wear it every week.",
                "Too tight around the shoulders for me.",
                "The colour is a little darker than shown.",
            ]
        );
        assert!(highlights(&reviews).iter().all(|one| one.review.text.contains(one.text)));
    }
}
