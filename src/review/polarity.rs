//! What a sentence says of what: aspects, and for each whether it praises or criticises.

use crate::review::aspect::{Aspect, Aspects};
use crate::review::lexicon::{Language, Meaning, Role, Sizing};
use crate::review::words::Words;

/// Whether something is praised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// Praise.
    Praise,
    /// Critique.
    Critique,
    /// Both.
    Mixed,
    /// Neither is known.
    Neutral,
}

/// What a sentence says of one aspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Which aspect.
    pub aspect: Aspect,
    /// Whether it is praised.
    pub polarity: Polarity,
    /// Whether the words beside it say so; the rest of the sentence or the stars otherwise.
    pub is_judged: bool,
    /// Where its words stand in the sentence, in bytes: from and to, at the boundaries of characters.
    pub words: (usize, usize),
}

/// What a sentence says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// On the whole.
    pub polarity: Polarity,
    /// Of each aspect that it speaks of, in the order of [`Aspect::ALL`].
    pub mentions: Vec<Mention>,
    /// How the size turns out; `None` when nothing or both is said.
    pub sizing: Option<Sizing>,
    /// Whether the polarity is that of its words; that of the stars otherwise.
    pub is_by_words: bool,
    /// Whether it leans on the sentence before it: "Otherwise fine."
    pub leans: bool,
}

/// From this many stars on, silent words are praise.
const PRAISE: f64 = 4.0;
/// This many outweigh faint critique.
const FULL: f64 = 5.0;
/// Up to this many, they are critique.
const CRITIQUE: f64 = 2.0;
/// A negation reaches this many words ahead, and as many back.
const REACH: usize = 5;
/// More words of a sentence are not read.
const MAX_WORDS: usize = 300;

/// A pattern found in the sentence.
struct Hit {
    /// First word, and the one after its last.
    words: (usize, usize),
    meaning: Meaning,
    /// What it holds of its aspects here, negation counted.
    sign: i8,
    /// The first and last word to show, with the negation.
    shown: (usize, usize),
    /// Which part of the sentence it stands in, counted by commas and turns.
    part: usize,
    /// Whether it stands after a turn.
    after_turn: bool,
}

/// Reads a sentence in its language, `None` when that is not known; `stars` are its review's.
pub(super) fn read(sentence: &str, language: Option<&Language>, stars: Option<f64>) -> Reading {
    let words = Words::of(sentence);
    let prior = prior(stars);
    let silent = Reading { polarity: prior, mentions: Vec::new(), sizing: None, is_by_words: false, leans: false };
    let Some(language) = language else { return silent };
    let mut hits = hits(&words, language);
    negate(&mut hits);
    hush_sarcasm(&mut hits, &words, stars);
    let turns = turns(&hits);
    let spoken = of_hits(&hits.iter().collect::<Vec<_>>(), turns, stars);
    let polarity = spoken.unwrap_or(prior);
    let leans = hits.first().is_some_and(|hit| hit.words.0 == 0 && matches!(hit.meaning.role, Role::Open | Role::But))
        || language.at(&words, 0).is_some_and(|found| found.meaning.role == Role::Open);
    Reading {
        polarity,
        mentions: mentions(&hits, &words, polarity, stars),
        sizing: sizing(&hits),
        is_by_words: spoken.is_some(),
        leans,
    }
}

/// What the stars say where words are silent.
pub(super) fn prior(stars: Option<f64>) -> Polarity {
    match stars {
        Some(stars) if stars >= PRAISE => Polarity::Praise,
        Some(stars) if stars <= CRITIQUE => Polarity::Critique,
        _ => Polarity::Neutral,
    }
}

fn hits(words: &Words, language: &Language) -> Vec<Hit> {
    let mut hits = Vec::new();
    let (mut at, mut part, mut after_turn) = (0, 0, false);
    while let Some(word) = words.list.get(at).filter(|_| at < MAX_WORDS) {
        if word.after_break {
            part += 1;
        }
        let Some(found) = language.at(words, at) else {
            at += 1;
            continue;
        };
        let covered = (at, at + found.words);
        if found.meaning.role == Role::But {
            part += 1;
            after_turn = at > 0;
        }
        if !matches!(found.meaning.role, Role::Skip | Role::Word | Role::Open) {
            let sign = found.meaning.sign;
            hits.push(Hit { words: covered, meaning: found.meaning, sign, shown: covered, part, after_turn });
        }
        at = covered.1;
    }
    hits
}

/// Turns what a negation reaches into its opposite: the next word of praise or critique in its part, else, for words like
/// "nicht", the one before.
fn negate(hits: &mut [Hit]) {
    for at in 0..hits.len() {
        let Some(hit) = hits.get(at) else { continue };
        if !matches!(hit.meaning.role, Role::Not | Role::NotBefore) {
            continue;
        }
        let (part, from, to, looks_back) = (hit.part, hit.words.0, hit.words.1, hit.meaning.role == Role::NotBefore);
        let speaks = |hit: &Hit| hit.part == part && hit.meaning.sign != 0 && can_turn(hit);
        let ahead = (at + 1..hits.len())
            .find(|other| hits.get(*other).is_some_and(|hit| speaks(hit) && hit.words.0 < to + REACH));
        let back = || {
            (0..at).rev().find(|other| hits.get(*other).is_some_and(|hit| speaks(hit) && hit.words.1 + REACH > from))
        };
        // "Kratzt gar nicht und …": what stands right before is meant first.
        let beside = if looks_back { back().filter(|other| ends_beside(hits.get(*other), from)) } else { None };
        let back = || if looks_back { back() } else { None };
        let Some(target) = beside.or(ahead).or_else(back) else { continue };
        let mut end = None;
        for hit in hits.iter_mut().skip(target).filter(|hit| speaks(hit)) {
            // "not hot and sweaty": the next of its kind is meant too, after at most one word.
            if end.is_some_and(|(end, sign)| hit.words.0 > end + 1 || hit.meaning.sign != sign) {
                break;
            }
            end = Some((hit.words.1, hit.meaning.sign));
            hit.sign = -hit.meaning.sign;
            hit.shown = (hit.shown.0.min(from), hit.shown.1.max(to));
        }
    }
}

/// Whether a hit ends at a word, or one word before it.
fn ends_beside(hit: Option<&Hit>, word: usize) -> bool {
    hit.is_some_and(|hit| hit.words.1 == word || hit.words.1 + 1 == word)
}

/// "A bit" stays what it is; "do not size up" and "it hardly fits" turn.
fn can_turn(hit: &Hit) -> bool {
    !hit.meaning.is_weak || !hit.meaning.aspects.is_empty()
}

/// "Great, another one that broke." with few stars: praise as a mere exclamation doesn't count.
fn hush_sarcasm(hits: &mut [Hit], words: &Words, stars: Option<f64>) {
    let Some(first) = hits.first_mut() else { return };
    let few = stars.is_some_and(|stars| stars <= CRITIQUE);
    let exclaims = first.words.0 == 0 && words.list.get(first.words.1).is_some_and(|next| next.after_break);
    if few && exclaims && first.sign > 0 && first.meaning.aspects.is_empty() {
        first.sign = 0;
    }
}

/// Whether "but" stands between words of one kind and nothing of the other: what isn't understood is the opposite then.
fn turns(hits: &[Hit]) -> bool {
    let strong = |hit: &&Hit| hit.sign != 0 && !hit.meaning.is_weak;
    let turned = hits.iter().any(|hit| hit.after_turn);
    let before = hits.iter().filter(strong).any(|hit| !hit.after_turn);
    let after = hits.iter().filter(strong).any(|hit| hit.after_turn);
    turned && before && !after
}

/// What hits say together; `None` when they are silent, or so faint that the stars outweigh them: advice on the size from
/// four stars on, other faint critique at five.
fn of_hits(hits: &[&Hit], turns: bool, stars: Option<f64>) -> Option<Polarity> {
    let strong = |sign: i8| hits.iter().any(|hit| hit.sign == sign && !hit.meaning.is_weak);
    match (strong(1), strong(-1)) {
        (true, true) => return Some(Polarity::Mixed),
        (true, false) | (false, true) if turns => return Some(Polarity::Mixed),
        (true, false) => return Some(Polarity::Praise),
        (false, true) => return Some(Polarity::Critique),
        (false, false) => {}
    }
    let mut faint = None;
    for hit in hits.iter().filter(|hit| hit.meaning.is_weak) {
        let enough = if hit.meaning.sizing.is_some() { PRAISE } else { FULL };
        if hit.sign > 0 {
            faint = faint.or(Some(Polarity::Praise));
        } else if stars.is_none_or(|stars| stars < enough) {
            faint = Some(Polarity::Critique);
        }
    }
    faint
}

/// The parts of the sentence that speak of an aspect say what is held of it; where they are silent, the whole sentence.
fn mentions(hits: &[Hit], words: &Words, whole: Polarity, stars: Option<f64>) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for aspect in Aspect::ALL {
        let about = |hit: &&Hit| hit.meaning.aspects.has(aspect);
        let Some(first) = hits.iter().find(about) else { continue };
        let in_its_parts = |hit: &&Hit| hits.iter().any(|other| other.part == hit.part && about(&other));
        let own: Vec<&Hit> = hits.iter().filter(in_its_parts).collect();
        // "Huge and soft": what is held of another aspect is not held of this one.
        let own: Vec<&Hit> = own.into_iter().filter(|hit| about(hit) || hit.meaning.aspects.is_empty()).collect();
        // "The lining tore" names the lining and speaks of quality.
        let judged = own.iter().any(|hit| hit.sign != 0);
        if !judged && hits.iter().any(|hit| hit.sign != 0 && !hit.meaning.aspects.is_empty()) {
            continue;
        }
        let said = of_hits(&own, false, stars);
        let (polarity, is_judged) = (said.unwrap_or(whole), said.is_some());
        // What says something of it is worth more than what only names it.
        let signed = hits.iter().filter(about).find(|hit| hit.sign != 0);
        let described = || hits.iter().filter(about).find(|hit| shown(hit, &own) != hit.shown);
        let shown = shown(signed.or_else(described).unwrap_or(first), &own);
        let place = |word: usize| words.list.get(word).map(|word| word.place);
        let (Some(from), Some(to)) = (place(shown.0), place(shown.1.saturating_sub(1))) else { continue };
        mentions.push(Mention { aspect, polarity, is_judged, words: (from.0, to.1) });
    }
    mentions
}

/// The words to show of a hit; of one that only names its aspect, also what is said of it beside it: "colour is gorgeous".
fn shown(hit: &Hit, own: &[&Hit]) -> (usize, usize) {
    if hit.sign != 0 {
        return hit.shown;
    }
    let near = |other: &&&Hit| {
        let ahead = other.words.0 == hit.words.1 || other.words.0 == hit.words.1 + 1;
        let judges = other.sign != 0 && !other.meaning.is_weak && other.part == hit.part;
        judges && (ahead || other.words.1 == hit.words.0)
    };
    let Some(other) = own.iter().find(near) else { return hit.shown };
    (hit.shown.0.min(other.shown.0), hit.shown.1.max(other.shown.1))
}

/// How the size turns out, when one thing is said, and not negated.
fn sizing(hits: &[Hit]) -> Option<Sizing> {
    let mut said = None;
    for hit in hits {
        let Some(sizing) = hit.meaning.sizing.filter(|_| hit.sign == hit.meaning.sign) else { continue };
        if said.is_some_and(|said| said != sizing) {
            return None;
        }
        said = Some(sizing);
    }
    said
}

impl Reading {
    /// What it says of an aspect; `None` when it doesn't speak of it.
    #[must_use]
    pub fn mention(&self, aspect: Aspect) -> Option<&Mention> {
        self.mentions.iter().find(|mention| mention.aspect == aspect)
    }

    /// The aspects that it speaks of.
    pub(super) fn aspects(&self) -> Aspects {
        let mut aspects = Aspects::default();
        for mention in &self.mentions {
            aspects.add(mention.aspect);
        }
        aspects
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::lexicon::Lexicon;

    fn of(sentence: &str, stars: f64) -> Reading {
        let lexicon = Lexicon::shipped();
        read(sentence, lexicon.language(&Words::of(sentence)), Some(stars))
    }

    fn said(sentence: &str) -> Vec<(&'static str, Polarity)> {
        of(sentence, 3.0).mentions.iter().map(|mention| (mention.aspect.name(), mention.polarity)).collect()
    }

    #[test]
    fn sizes_have_their_own_meaning() {
        for (sentence, sizing) in [
            ("Runs small, take the next size.", Some(Sizing::Small)),
            ("FÄLLT KLEIN AUS", Some(Sizing::Small)),
            ("True to size.", Some(Sizing::True)),
            ("Viel zu groß.", Some(Sizing::Large)),
            ("Not too tight.", None),
            ("Do not size up.", None),
            ("This runs a bit small.", Some(Sizing::Small)),
            ("Fällt sehr groß aus, am besten eine Nummer kleiner bestellen.", Some(Sizing::Large)),
            ("Fallen eine halbe Nummer größer aus.", Some(Sizing::Large)),
            ("The sleeves are too long.", None),
            ("Too big at the waist, too small at the hips.", None),
        ] {
            assert_eq!(of(sentence, 3.0).sizing, sizing, "{sentence}");
        }
        assert_eq!(said("Not too tight."), [("fit", Polarity::Praise)]);
        assert_eq!(said("Passt nicht."), [("fit", Polarity::Critique)]);
    }

    #[test]
    fn a_negation_turns_what_it_reaches_and_no_more() {
        assert_eq!(
            said("The wool is not scratchy, it pills."),
            [("material", Polarity::Praise), ("quality", Polarity::Critique)]
        );
        assert_eq!(said("Der Stoff kratzt überhaupt nicht."), [("material", Polarity::Praise)]);
        assert_eq!(of("Not only soft but warm.", 1.0).polarity, Polarity::Praise);
        assert_eq!(said("It isn't hot and sweaty."), [("material", Polarity::Praise)]);
        assert_eq!(said("Passt leider überhaupt nicht."), [("fit", Polarity::Critique)]);
        let both = [("material", Polarity::Praise), ("color", Polarity::Praise)];
        assert_eq!(said("Kratzt nicht und hat eine schöne Farbe."), both);
    }

    #[test]
    fn a_turn_is_mixed_also_when_one_half_is_not_understood() {
        assert_eq!(of("Lovely, but quux.", 5.0).polarity, Polarity::Mixed);
        assert_eq!(of("Quux but lovely.", 5.0).polarity, Polarity::Praise);
    }

    #[test]
    fn stars_speak_where_words_are_silent() {
        assert_eq!(of("The sleeves.", 5.0).polarity, Polarity::Praise);
        assert_eq!(of("The sleeves.", 1.0).polarity, Polarity::Critique);
        assert_eq!(of("The sleeves.", 3.0).polarity, Polarity::Neutral);
        assert_eq!(of("Great, another hole.", 1.0).polarity, Polarity::Critique);
    }

    #[test]
    fn what_is_only_named_is_not_spoken_of() {
        assert_eq!(said("The lining tore."), [("quality", Polarity::Critique)]);
        assert_eq!(said("The lining is lovely."), [("material", Polarity::Praise)]);
        assert_eq!(said("It is huge and soft."), [("fit", Polarity::Critique), ("material", Polarity::Praise)]);
    }

    #[test]
    fn advice_on_the_size_and_faint_critique_yield_to_stars() {
        assert_eq!(of("I took one size up.", 4.0).polarity, Polarity::Praise);
        assert_eq!(of("I took one size up.", 3.0).polarity, Polarity::Critique);
        assert_eq!(of("A bit stiffish.", 5.0).polarity, Polarity::Praise);
        assert_eq!(of("Runs small.", 5.0).polarity, Polarity::Critique);
    }

    #[test]
    fn the_words_of_an_aspect_have_their_negation_with_them() {
        let sentence = "Der Pulli kratzt gar nicht!";
        let (from, to) = of(sentence, 5.0).mention(Aspect::Material).unwrap().words;
        assert_eq!(&sentence[from..to], "kratzt gar nicht");
    }
}
