//! Review highlights: sentences that buyers wrote, word for word.

use crate::product::Review;

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
    let (praise, critique): (Vec<_>, Vec<_>) = reviews
        .iter()
        .filter_map(|review| Some(Highlight { text: sentence(&review.text)?, review }))
        .partition(|one| one.review.rating.is_none_or(|rating| rating >= PRAISE));
    let mostly_praise = praise.len() >= critique.len();
    let (mut more, mut fewer) =
        if mostly_praise { (praise.into_iter(), critique.into_iter()) } else { (critique.into_iter(), praise.into_iter()) };
    let mut chosen: Vec<Highlight<'_>> = Vec::new();
    let order = [more.next(), fewer.next(), more.next(), more.next()];
    for one in order.into_iter().flatten() {
        let repeated = chosen.iter().any(|known| known.text.eq_ignore_ascii_case(one.text));
        if chosen.len() < MAX_HIGHLIGHTS && !repeated {
            chosen.push(one);
        }
    }
    chosen
}

/// The first sentence of a fitting length, with its full stop.
fn sentence(text: &str) -> Option<&str> {
    sentences(text).find(|sentence| (MIN_LENGTH..=MAX_LENGTH).contains(&sentence.chars().count()))
}

/// The sentences of a text. A sentence ends at `.`, `!` or `?` before a blank, or with a line.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        line.split_inclusive(['.', '!', '?'])
            .scan(0, move |start, part| {
                let end = *start + part.len();
                let range = (*start, end);
                *start = end;
                Some(range)
            })
            .fold(Vec::<(usize, usize)>::new(), |mut ranges, (start, end)| {
                // "4.5" and "etc.)" go on: a sentence starts after a blank.
                let goes_on = !line.get(start..).unwrap_or("").starts_with(char::is_whitespace);
                match ranges.last_mut() {
                    Some(last) if goes_on => last.1 = end,
                    _ => ranges.push((start, end)),
                }
                ranges
            })
            .into_iter()
            .filter_map(|(start, end)| line.get(start..end).map(str::trim))
            .filter(|sentence| !sentence.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review(text: &str, rating: f64) -> Review {
        Review { text: text.into(), rating: Some(rating), size: None, author: None }
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        let of = |text| sentences(text).collect::<Vec<_>>();
        assert_eq!(of("Nice. Runs small!  Took 4.5 instead of 5."), ["Nice.", "Runs small!", "Took 4.5 instead of 5."]);
        assert_eq!(of("No stop\nSecond line?"), ["No stop", "Second line?"]);
        assert_eq!(of("   "), Vec::<&str>::new());
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
