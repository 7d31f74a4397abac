//! Review highlights: sentences that buyers wrote, word for word, and how many of them say what.
//!
//! Read in this order: `sentences` cuts a review, `words` makes a sentence comparable, `lexicon` says what words mean,
//! `polarity` what a sentence says of which `aspect`, `opinion` counts reviews, `choice` takes at most three
//! sentences. What is picked and why, and how well: `docs/reviews.md`.

mod aspect;
mod choice;
mod lexicon;
mod opinion;
mod polarity;
mod sentences;
mod words;

use crate::index::Index;
use crate::product::Review;
pub use aspect::Aspect;
use choice::Choice;
pub use lexicon::{Lexicon, Sizing};
pub use opinion::{FitShare, Opinion, Opinions, fit_share};
pub use polarity::{Mention, Polarity, Reading};
use std::sync::OnceLock;
use words::Words;

/// At most this many sentences.
pub const MAX_HIGHLIGHTS: usize = 3;
/// Reviews beyond this many are not read.
pub const MAX_REVIEWS: usize = 5_000;
/// Of a longer review only this much is read, in bytes.
pub const MAX_TEXT: usize = 2_000;
/// Nor is more than this of all reviews together, in bytes.
pub const MAX_TOTAL: usize = 60_000;
/// The language of a review is told from this much of it, in bytes.
const TELLING: usize = 200;
/// The same text is counted once, when it is at least this long, in bytes: "True to size." is said by many.
const REPEATED: usize = 60;

/// A sentence from a review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Highlight<'a> {
    /// The sentence, verbatim: a slice of the review's text, 20 to 160 characters, without markup.
    pub text: &'a str,
    /// The review that it stands in.
    pub review: &'a Review,
    /// What it is about: the first aspect of the question that it speaks of, else any; `None` when it speaks of none.
    pub aspect: Option<Aspect>,
    /// Where the words on the aspect stand in `text`, in bytes: from and to, at the boundaries of characters. `None` when
    /// it speaks of none.
    pub words: Option<(usize, usize)>,
    /// Whether it praises its aspect; without one, on the whole.
    pub polarity: Polarity,
}

/// What reviews say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Highlights<'a> {
    /// At most three sentences, each from another review: what answers best first, then the side that says more.
    pub sentences: Vec<Highlight<'a>>,
    /// How many reviews say what, also those that no sentence is shown of.
    pub opinions: Opinions,
}

/// Reviews, read: reading takes its time, so it is done once for each product.
#[derive(Debug, Default)]
pub struct Readings(OnceLock<Vec<ReviewReading>>);

/// A review that counts.
#[derive(Debug)]
struct ReviewReading {
    /// Its place among the reviews.
    review: usize,
    /// Where its sentences stand in the text, in bytes: from and to.
    places: Vec<(usize, usize)>,
    /// What they say.
    readings: Vec<Reading>,
}

impl Clone for Readings {
    /// Of other reviews, maybe: they are read anew.
    fn clone(&self) -> Self {
        Readings::default()
    }
}

impl PartialEq for Readings {
    /// What was read follows from the reviews.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The sentences that answer a question, and how many reviews say what.
///
/// `question` is what the cart raises, in order of interest; empty is anything. The same reviews in the same order give
/// the same sentences. They are read with the first call's words and kept in `readings`, which are these reviews' own.
#[must_use]
pub fn highlights<'a>(
    reviews: &'a [Review],
    question: &[Aspect],
    lexicon: &Lexicon,
    readings: &Readings,
) -> Highlights<'a> {
    let mut opinions = Opinions::default();
    let mut stars = Opinion::default();
    let mut choice = Choice::default();
    for one in readings.0.get_or_init(|| read_all(reviews, lexicon)) {
        let Some(review) = reviews.get(one.review) else { continue };
        stars.count(polarity::prior(review.rating));
        for ((from, to), reading) in one.places.iter().zip(&one.readings) {
            let Some(text) = review.text.get(*from..*to) else { continue };
            let polarity = reading.polarity;
            choice.offer(Highlight { text, review, aspect: None, words: None, polarity }, reading, question);
        }
        opinions.count(&one.readings);
    }
    Highlights { sentences: choice.chosen(question, &opinions, stars), opinions }
}

/// Reads reviews up to the bounds; a longer text that stands twice counts once.
fn read_all(reviews: &[Review], lexicon: &Lexicon) -> Vec<ReviewReading> {
    let mut all = Vec::new();
    let mut seen = Index::default();
    let mut left = MAX_TOTAL;
    for (place, review) in reviews.iter().enumerate().take(MAX_REVIEWS) {
        let text = head(&review.text, MAX_TEXT);
        if text.len() > left {
            break;
        }
        left -= text.len();
        if text.len() >= REPEATED {
            let known = seen.len();
            if seen.place(text) < known {
                continue;
            }
        }
        let (mut places, mut readings) = (Vec::new(), Vec::new());
        let mut searched = 0;
        for (sentence, reading) in read(review, lexicon) {
            // Sentences are slices of the text, in its order.
            let Some(at) = review.text.get(searched..).and_then(|rest| rest.find(sentence)) else { continue };
            let from = searched + at;
            searched = from + sentence.len();
            places.push((from, searched));
            readings.push(reading);
        }
        all.push(ReviewReading { review: place, places, readings });
    }
    all
}

/// The sentences of a review, each with what it says.
///
/// Of a text over [`MAX_TEXT`] the sentence that the bound falls into is left out.
#[must_use]
pub fn read<'a>(review: &'a Review, lexicon: &Lexicon) -> Vec<(&'a str, Reading)> {
    let text = head(&review.text, MAX_TEXT);
    let language = lexicon.language(&Words::of(head(text, TELLING)));
    let mut read: Vec<(&'a str, Reading)> = Vec::new();
    for sentence in sentences::sentences(text) {
        read.push((sentence, polarity::read(sentence, language, review.rating)));
    }
    if text.len() < review.text.len() {
        read.pop();
    }
    read
}

/// The beginning of a text, up to so many bytes and a whole character.
fn head(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review(text: &str, rating: f64) -> Review {
        Review { text: text.into(), rating: Some(rating), size: None, author: None }
    }

    fn texts<'a>(reviews: &'a [Review], question: &[Aspect]) -> Vec<&'a str> {
        highlights(reviews, question, Lexicon::shipped(), &Readings::default())
            .sentences
            .iter()
            .map(|one| one.text)
            .collect()
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
        assert_eq!(
            texts(&reviews, &[]),
            [
                "Lovely soft linen, I wear it every week.",
                "Too tight around the shoulders for me.",
                "Washes well and keeps its shape nicely.",
            ]
        );
    }

    #[test]
    fn the_question_goes_first_and_alone_when_it_can() {
        let reviews = [
            review("The wool is wonderfully soft. Fits true to size on me.", 5.0),
            review("I ordered my usual size and it was right.", 5.0),
            review("Fits perfectly over a shirt. Great color.", 5.0),
            review("Beautiful deep color, it doesn't fade at all.", 5.0),
        ];
        assert_eq!(
            texts(&reviews, &[Aspect::Fit]),
            ["Fits true to size on me.", "Fits perfectly over a shirt.", "I ordered my usual size and it was right."]
        );
        assert_eq!(texts(&reviews, &[Aspect::Color]).first(), Some(&"Beautiful deep color, it doesn't fade at all."));
    }

    #[test]
    fn counts_are_of_reviews() {
        let mut reviews = vec![review("True to size. Really true to size!", 5.0); 3];
        reviews.push(review("Fällt klein aus.", 3.0));
        reviews.push(review("Runs small for some, true to size for others.", 3.0));
        let opinions = highlights(&reviews, &[], Lexicon::shipped(), &Readings::default()).opinions;
        assert_eq!((opinions.fit.small, opinions.fit.true_to_size, opinions.fit.large), (1, 3, 0));
        assert_eq!(opinions.of(Aspect::Fit), Opinion { praise: 3, critique: 1, mixed: 1 });
        let share = FitShare { sizing: Sizing::True, count: 3, of: 4 };
        assert_eq!((fit_share(opinions.fit, 4.0), fit_share(opinions.fit, 5.0)), (Some(share), None));
    }

    #[test]
    fn what_says_the_same_is_shown_once_and_a_copied_review_counts_once() {
        let copied = "Runs small, I had to order one size up, and then it was a very nice dress.";
        let reviews = [
            review(copied, 4.0),
            review(copied, 4.0),
            review("Runs small, I had to order one size up!", 2.0),
            review("Runs small so I had to order one size up", 3.0),
        ];
        let found = highlights(&reviews, &[Aspect::Fit], Lexicon::shipped(), &Readings::default());
        assert_eq!(found.opinions.fit.small, 3);
        assert_eq!(found.sentences.len(), 1);
    }

    #[test]
    fn other_languages_fall_back_to_stars() {
        let reviews = [review("Очень красивое платье, спасибо.", 5.0), review("Ткань слишком тонкая и мятая.", 1.0)];
        let found = highlights(&reviews, &[Aspect::Fit], Lexicon::shipped(), &Readings::default());
        let said: Vec<_> = found.sentences.iter().map(|one| (one.aspect, one.polarity)).collect();
        assert_eq!(said, [(None, Polarity::Praise), (None, Polarity::Critique)]);
        assert_eq!(found.opinions, Opinions::default());
    }

    #[test]
    fn visible_text_between_lines_is_shown_and_markup_is_not() {
        let reviews = [
            review("Soft linen, very nice<br>Runs small, so take a size up.<br/><b>Great</b> color, truly great", 4.0),
            review("<p>The fabric is lovely &amp; soft on the skin.</p>", 5.0),
        ];
        assert_eq!(texts(&reviews, &[Aspect::Fit]), ["Runs small, so take a size up."]);
        assert_eq!(texts(&reviews, &[Aspect::Color]), ["Soft linen, very nice"]);
    }

    #[test]
    fn words_go_before_stars() {
        let reviews =
            [review("The fabric is wonderfully soft and warm.", 1.0), review("The seam ripped after one wash.", 5.0)];
        let found = highlights(&reviews, &[], Lexicon::shipped(), &Readings::default());
        assert_eq!((found.opinions.of(Aspect::Material).praise, found.opinions.of(Aspect::Quality).critique), (1, 1));
    }

    #[test]
    fn a_cut_sentence_is_not_shown() {
        let long = "The fabric is soft. ".repeat(99) + "The seams are good and the rest of this sentence lies beyond.";
        let reviews = [review(&long, 5.0)];
        assert_eq!(texts(&reviews, &[Aspect::Quality]), Vec::<&str>::new());
        assert_eq!(read(&reviews[0], Lexicon::shipped()).len(), 99);
    }
}
