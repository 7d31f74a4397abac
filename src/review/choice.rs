//! Which sentences are shown: those that answer best, in the proportion in which reviews praise and criticise.

use crate::review::aspect::Aspect;
use crate::review::opinion::{Opinion, Opinions};
use crate::review::polarity::{Polarity, Reading};
use crate::review::sentences::is_capital;
use crate::review::words::{Words, first_word};
use crate::review::{Highlight, MAX_HIGHLIGHTS};
use crate::text::{contains, length};
use std::cmp::Ordering;

/// A shorter sentence says too little.
const MIN_LENGTH: usize = 20;
/// A longer one takes too long to read.
const MAX_LENGTH: usize = 160;
/// So many of each kind are kept, the best: enough to leave out those that say the same.
const KEPT: usize = 12;
/// An answer outweighs all clarity, whose points lie from -`CLEAR` to under `TIER` - `CLEAR`.
const TIER: i32 = 1_000;
const CLEAR: i32 = 200;

/// A sentence that may be shown.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    highlight: Highlight<'a>,
    score: i32,
}

impl Candidate<'_> {
    /// How well it answers: 3 is the question's first aspect, 2 another of them, 1 none.
    fn tier(&self) -> i32 {
        self.score / TIER
    }
}

/// Sentences by praise, critique, mixed and neither; the best first.
type Pool<'a> = [Vec<Candidate<'a>>; 4];

/// The best sentences so far.
#[derive(Default)]
pub(super) struct Choice<'a> {
    /// By praise, critique, mixed and neither; the best first.
    kept: [Vec<Candidate<'a>>; 4],
    /// The same of sentences that speak of no aspect.
    plain: [Vec<Candidate<'a>>; 4],
}

impl<'a> Choice<'a> {
    /// Considers a sentence.
    pub fn offer(&mut self, mut highlight: Highlight<'a>, reading: &Reading, question: &[Aspect]) {
        if !is_fit_to_show(highlight.text) {
            return;
        }
        let mentioned = reading.aspects();
        let asked = question.iter().position(|aspect| mentioned.has(*aspect));
        let aspect = match asked.and_then(|place| question.get(place)) {
            Some(aspect) => Some(*aspect),
            None => reading.mentions.first().map(|mention| mention.aspect),
        };
        if let Some(mention) = aspect.and_then(|aspect| reading.mention(aspect)) {
            highlight.aspect = Some(mention.aspect);
            highlight.words = Some(mention.words);
            highlight.polarity = mention.polarity;
        }
        let tier = match asked {
            Some(0) => 3,
            Some(_) => 2,
            None => 1,
        };
        let candidate = Candidate { highlight, score: tier * TIER + CLEAR + clarity(&highlight, reading) };
        let lists = if aspect.is_some() { &mut self.kept } else { &mut self.plain };
        if let Some(list) = lists.get_mut(highlight.polarity as usize) {
            keep(list, candidate);
        }
    }

    /// At most three sentences. `stars` are the reviews by their rating: the proportion where no aspect is spoken of.
    pub fn chosen(&self, question: &[Aspect], opinions: &Opinions, stars: Opinion) -> Vec<Highlight<'a>> {
        if self.kept.iter().all(Vec::is_empty) {
            return pick(&[&self.plain], &|_| true, stars);
        }
        // The question's first aspect alone, when there is enough of it to show; else with the next; else all.
        for asked in 1..=question.len() {
            let pool = question.get(..asked).unwrap_or(question);
            let is_in = |highlight: &Highlight<'_>| highlight.aspect.is_some_and(|aspect| pool.contains(&aspect));
            let found = pick(&[&self.kept], &is_in, sum(opinions, pool));
            if found.len() == MAX_HIGHLIGHTS {
                return found;
            }
        }
        // Places that no aspect fills go to sentences of their side that speak of none.
        pick(&[&self.kept, &self.plain], &|_| true, sum(opinions, &Aspect::ALL))
    }
}

fn sum(opinions: &Opinions, aspects: &[Aspect]) -> Opinion {
    aspects.iter().fold(Opinion::default(), |sum, aspect| sum.plus(opinions.of(*aspect)))
}

/// Whose turn it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Praise,
    Critique,
    Either,
}

impl Side {
    /// What can stand in its place.
    fn kinds(self) -> &'static [Polarity] {
        match self {
            Side::Praise => &[Polarity::Praise, Polarity::Mixed],
            Side::Critique => &[Polarity::Critique, Polarity::Mixed],
            Side::Either => &[Polarity::Praise, Polarity::Critique, Polarity::Mixed],
        }
    }
}

/// The places by the share of critique, a mixed opinion counting half to each side: under a sixth none, from a sixth on
/// one, over a half two, over five sixths all; at exactly a half one each, and the third is the better sentence. Praise
/// has its places by the same bounds. The side that says more begins.
fn places(opinion: Opinion) -> [Side; MAX_HIGHLIGHTS] {
    use Side::{Critique, Either, Praise};
    // Halves, so that all is whole; in 64 bits nothing overflows.
    let half = |pure: u32| 2 * u64::from(pure) + u64::from(opinion.mixed);
    let (praise, critique) = (half(opinion.praise), half(opinion.critique));
    let all = praise + critique;
    if all == 0 {
        return [Either; MAX_HIGHLIGHTS];
    }
    if 6 * critique < all {
        return [Praise; MAX_HIGHLIGHTS];
    }
    if 6 * praise < all {
        return [Critique; MAX_HIGHLIGHTS];
    }
    match praise.cmp(&critique) {
        Ordering::Greater => [Praise, Critique, Praise],
        Ordering::Less => [Critique, Praise, Critique],
        Ordering::Equal => [Praise, Critique, Either],
    }
}

/// Fills the places, first those whose sentence answers best, else in their order, each from the first pool that has a
/// sentence of its side. One for which there is none stays empty, so that the proportion isn't bent. Sentences that neither praise nor criticise are shown only where there
/// is nothing else.
fn pick<'a>(pools: &[&Pool<'a>], is_in: &dyn Fn(&Highlight<'a>) -> bool, opinion: Opinion) -> Vec<Highlight<'a>> {
    let mut chosen: Vec<Highlight<'a>> = Vec::new();
    let mut open = places(opinion).to_vec();
    loop {
        let mut next: Option<(usize, Candidate<'a>)> = None;
        for (place, side) in open.iter().enumerate() {
            let found = pools.iter().find_map(|pool| best(pool, side.kinds(), is_in, &chosen));
            let Some(candidate) = found else { continue };
            if next.is_none_or(|(_, next)| candidate.tier() > next.tier()) {
                next = Some((place, candidate));
            }
        }
        let Some((place, candidate)) = next else { break };
        open.remove(place);
        chosen.push(candidate.highlight);
    }
    while chosen.len() < MAX_HIGHLIGHTS && chosen.iter().all(|one| one.polarity == Polarity::Neutral) {
        let found = pools.iter().find_map(|pool| best(pool, &[Polarity::Neutral], is_in, &chosen));
        let Some(more) = found else { break };
        chosen.push(more.highlight);
    }
    chosen
}

/// The best sentence of some kinds that isn't shown yet, from a review that isn't either, and says something else.
fn best<'a>(
    lists: &Pool<'a>,
    kinds: &[Polarity],
    is_in: &dyn Fn(&Highlight<'a>) -> bool,
    chosen: &[Highlight<'a>],
) -> Option<Candidate<'a>> {
    let mut best: Option<Candidate<'a>> = None;
    for candidate in kinds.iter().filter_map(|kind| lists.get(*kind as usize)).flatten() {
        let better = best.is_none_or(|best| candidate.score > best.score);
        if !better || !is_in(&candidate.highlight) {
            continue;
        }
        let repeats = |one: &Highlight<'a>| {
            std::ptr::eq(one.review, candidate.highlight.review) || are_alike(one.text, candidate.highlight.text)
        };
        if !chosen.iter().any(repeats) {
            best = Some(*candidate);
        }
    }
    best
}

/// Puts a candidate into its place; the earlier of equals goes first, and of those that say the same the better stays.
fn keep<'a>(list: &mut Vec<Candidate<'a>>, candidate: Candidate<'a>) {
    let full = list.len() >= KEPT;
    if full && list.last().is_some_and(|last| last.score >= candidate.score) {
        return;
    }
    let same = |one: &Candidate<'a>| {
        std::ptr::eq(one.highlight.review, candidate.highlight.review)
            || are_alike(one.highlight.text, candidate.highlight.text)
    };
    if let Some(known) = list.iter().position(same) {
        if list.get(known).is_some_and(|known| known.score >= candidate.score) {
            return;
        }
        list.remove(known);
    }
    let place = list.iter().position(|one| one.score < candidate.score).unwrap_or(list.len());
    list.insert(place, candidate);
    list.truncate(KEPT);
}

/// Whether a sentence can stand alone on a page: of a fitting length, from its first letter, without markup or addresses.
fn is_fit_to_show(text: &str) -> bool {
    if !(MIN_LENGTH..=MAX_LENGTH).contains(&length(text)) {
        return false;
    }
    let starts = text.chars().next().is_some_and(crate::review::words::is_letter);
    let odd = |c: char| {
        // Marks that turn the direction of the page's text are no part of a sentence either.
        matches!(c, '<' | '>' | '{' | '}' | '@' | '\u{fffd}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || c.is_control()
    };
    let plain = !text.chars().any(odd);
    let has = |byte: u8| text.bytes().any(|own| own == byte);
    starts
        && plain
        && !(has(b'&') && has_entity(text))
        && !(has(b':') && contains(text, "://"))
        && !contains(text, "www.")
}

/// Whether there is an HTML entity, like `&amp;` or `&#39;`.
fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|after| {
        let end = after.bytes().take(10).position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'));
        end.is_some_and(|end| end > 0 && after.as_bytes().get(end) == Some(&b';'))
    })
}

/// How well a sentence can be read by itself.
fn clarity(highlight: &Highlight<'_>, reading: &Reading) -> i32 {
    let text = highlight.text;
    let long = length(text);
    let capitals = text.chars().filter(|c| is_capital(*c)).count();
    let shouts = capitals * 2 > long;
    let mention = highlight.aspect.and_then(|aspect| reading.mention(aspect));
    let points: [(bool, i32); 10] = [
        (reading.is_by_words, 20),
        (mention.is_some_and(|mention| mention.is_judged), 40),
        (reading.sizing.is_some() && highlight.aspect == Some(Aspect::Fit), 30),
        ((35..=110).contains(&long), 15),
        (text.ends_with(['.', '!']), 5),
        (reading.leans, -50),
        (text.bytes().any(|byte| byte == b'?'), -40),
        (shouts, -30),
        (text.as_bytes().windows(2).any(|pair| pair == b"!!" || pair == b".."), -10),
        (highlight.polarity == Polarity::Mixed, -10),
    ];
    points.into_iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum()
}

/// Whether two sentences say the same in nearly the same words: six of ten different words are in both, or nearly all of
/// the shorter one's.
fn are_alike(a: &str, b: &str) -> bool {
    let (a, b) = (distinct(&Words::of(a)), distinct(&Words::of(b)));
    let common = a.iter().filter(|word| b.contains(word)).count();
    let (shorter, all) = (a.len().min(b.len()), a.len() + b.len() - common);
    common * 10 >= all * 6 || (shorter >= 4 && common * 10 >= shorter * 8)
}

/// The different words.
fn distinct(words: &Words) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for place in 0..words.list.len() {
        let word = first_word(words.from(place));
        if !distinct.iter().any(|known| known == word) {
            distinct.push(word.to_owned());
        }
    }
    distinct
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_the_proportion_of_the_reviews() {
        use Side::{Critique, Either, Praise};
        let of = |praise, critique, mixed| places(Opinion { praise, critique, mixed });
        assert!(of(0, 0, 0) == [Either; 3]);
        for (opinion, critique) in [
            ((6, 1, 0), 0),
            ((5, 1, 0), 1),
            ((2, 1, 0), 1),
            ((1, 2, 0), 2),
            ((1, 5, 0), 2),
            ((1, 6, 0), 3),
            ((4, 0, 2), 1),
            ((0, 4, 2), 2),
        ] {
            let places = of(opinion.0, opinion.1, opinion.2);
            assert_eq!(places.iter().filter(|side| **side == Critique).count(), critique, "{opinion:?}");
        }
        assert!(of(3, 3, 0) == [Praise, Critique, Either]);
    }

    #[test]
    fn what_says_the_same_is_alike() {
        assert!(are_alike("True to size for me.", "true to size, for me!!"));
        assert!(are_alike("Runs small, order one size up.", "Runs small so order one size up"));
        assert!(!are_alike("The wool is soft and warm.", "The wool is scratchy and stiff."));
    }

    #[test]
    fn markup_and_addresses_are_not_shown() {
        for text in [
            "So <b>soft</b> that I forgot it.",
            "Soft &amp; warm, even in winter.",
            "See www.shop.example for more of it.",
        ] {
            assert!(!is_fit_to_show(text), "{text}");
        }
        assert!(is_fit_to_show("Soft & warm; even in deep winter."));
    }
}
