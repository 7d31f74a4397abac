//! What holds of any reviews and any lexicon.

use super::review;
use cartnudge::diagnostic::{Diagnostics, Severity};
use cartnudge::json::Node;
use cartnudge::product::Review;
use cartnudge::review::{Aspect, Lexicon, MAX_HIGHLIGHTS, Readings, highlights};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Read once: a case is quicker than that.
static SHIPPED: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

/// Every highlight is a slice of its review, plain, new and one of at most three; counts are within the reviews.
fn assert_sound(reviews: &[Review], question: &[Aspect], lexicon: &Lexicon) {
    let found = highlights(reviews, question, lexicon, &Readings::default());
    assert!(found.sentences.len() <= MAX_HIGHLIGHTS);
    let mut texts = BTreeSet::new();
    for one in &found.sentences {
        let (text, whole) = (one.text.as_bytes().as_ptr_range(), one.review.text.as_bytes().as_ptr_range());
        assert!(whole.start <= text.start && text.end <= whole.end, "not a slice: {}", one.text);
        assert!(reviews.iter().any(|review| std::ptr::eq(review, one.review)));
        assert!(!one.text.contains(['<', '>', '\n']), "{}", one.text);
        assert!((20..=160).contains(&one.text.chars().count()), "{}", one.text);
        assert!(texts.insert(one.text.to_lowercase()), "twice: {}", one.text);
        assert_eq!(one.words.is_some(), one.aspect.is_some());
        if let Some((from, to)) = one.words {
            assert!(from < to && one.text.get(from..to).is_some(), "{from}..{to} of {}", one.text);
        }
    }
    let count = u32::try_from(reviews.len()).unwrap();
    assert!(Aspect::ALL.iter().all(|aspect| found.opinions.of(*aspect).total() <= count));
    assert!(found.opinions.fit.total() <= count);
    assert_eq!(found, highlights(reviews, question, lexicon, &Readings::default()));
}

static PARTS: [&str; 40] = [
    "runs small",
    "true to size",
    "Fits perfectly over a thick jumper",
    "fällt leider viel zu groß aus",
    "not",
    "nicht",
    "but",
    "aber",
    "The fabric is lovely and soft",
    "Der Stoff kratzt",
    "great",
    "the seam ripped after one wash",
    "z. B.",
    "4.5",
    "approx.",
    "S. Oliver",
    ". ",
    "! ",
    "? ",
    "... ",
    ", ",
    "\n",
    "\r\n",
    "<br>",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "<p class=\"x\">",
    "</p>",
    "<",
    ">",
    "&amp;",
    "&#39;",
    "https://shop.example/x",
    "😀",
    "👩‍👩‍👧",
    "e\u{301}",
    "İstanbul ß ﬁ",
    "المقاس صغير",
    "生地が柔らかい。",
    "\u{0}\u{fffd}",
];

fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![4 => prop::sample::select(&PARTS[..]).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.join(" "))
}

fn any_review() -> impl Strategy<Value = Review> {
    (any_text(), prop::option::of(1.0..=5.0_f64)).prop_map(|(text, rating)| review(&text, rating))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_gives_sound_highlights(
        reviews in prop::collection::vec(any_review(), 0..24),
        question in prop::collection::vec(prop::sample::select(&Aspect::ALL[..]), 0..4),
    ) {
        assert_sound(&reviews, &question, &SHIPPED);
    }

    #[test]
    fn any_lexicon_is_read_or_refused(patterns in prop::collection::vec(any_text(), 0..8), tag in "[a-z]{0,4}") {
        let document = json!({ tag: {"aspects": {"fit": patterns}, "praise": patterns} });
        let mut found = Diagnostics::default();
        let lexicon = Lexicon::read(Node::root(&document), &mut found);
        assert_eq!(lexicon.is_none(), found.has_errors());
        if let Some(lexicon) = lexicon {
            assert_sound(&[review("True to size. The fabric is lovely and soft.", None)], &[], &lexicon);
        }
    }
}

#[test]
fn many_and_huge_reviews_are_bounded() {
    let lexicon = Lexicon::shipped();
    let long = PARTS.join(" ").repeat(200);
    let no_end = "soft ".repeat(100_000);
    let mut reviews: Vec<Review> = (0..6_000)
        .map(|n| review(&format!("{} {} {}.", PARTS[n % 40], n % 97, PARTS[n / 40 % 40]), Some(1.0 + (n % 5) as f64)))
        .collect();
    assert_sound(&reviews, &[Aspect::Fit], lexicon);
    reviews.insert(0, review(&long, None));
    reviews.insert(0, review(&no_end, Some(5.0)));
    reviews.insert(0, review("", Some(5.0)));
    assert_sound(&reviews, &[Aspect::Fit, Aspect::Material], lexicon);
    let same = vec![review("True to size, and the fabric is lovely and soft.", Some(5.0)); 5_000];
    let found = highlights(&same, &[Aspect::Fit], lexicon, &Readings::default());
    // 48 bytes each: as many as `MAX_TOTAL` lets in.
    assert_eq!((found.sentences.len(), found.opinions.fit.true_to_size), (1, 1_250));
}

/// `cargo test --release --test reviews long -- --ignored --nocapture`
#[test]
#[ignore = "for its time"]
fn how_long_many_reviews_take() {
    let texts = [
        "Lovely linen, thick and not see through at all. Runs small, I took a size up and it sits well over the shoulders. ",
        "Der Stoff kratzt \u{fc}berhaupt nicht und die N\u{e4}hte sind sauber. F\u{e4}llt etwas klein aus, die Farbe ist wie auf dem Bild. ",
    ];
    let texts = texts.map(|text| text.repeat(2).chars().take(195).collect::<String>());
    let reviews: Vec<Review> =
        (0..5_000).map(|n| review(&format!("{n} {}", texts[n % 2]), Some(1.0 + (n % 5) as f64))).collect();
    let lexicon = Lexicon::shipped();
    let started = std::time::Instant::now();
    let found = highlights(&reviews, &[Aspect::Fit], lexicon, &Readings::default());
    println!("{} sentences of 5,000 reviews in {:?}", found.sentences.len(), started.elapsed());
    assert!(!found.sentences.is_empty());
}

#[test]
fn a_shop_adds_a_language() {
    let own = json!({"fr": {
        "aspects": {"fit": ["taille"], "material": ["tissu", "mati\u{e8}re*"]},
        "praise": ["doux", "parfait*"], "critique": ["gratte"], "negation": ["pas"],
        "fit": {"small": ["taille petit"], "true": ["taille bien"], "large": ["trop grand*"]},
        "words": ["le", "la", "est", "je", "une"],
    }});
    let mut found = Diagnostics::default();
    let lexicon = Lexicon::read(Node::root(&own), &mut found).unwrap();
    assert!(found.is_empty());
    let reviews = [
        review("La robe taille petit, je prends une taille au-dessus.", Some(4.0)),
        review("Le tissu est tr\u{e8}s doux et ne gratte pas.", Some(5.0)),
        review("The fabric is lovely and soft.", Some(5.0)),
    ];
    let found = highlights(&reviews, &[Aspect::Fit], &lexicon, &Readings::default());
    assert_eq!(found.opinions.fit.small, 1);
    assert_eq!(found.opinions.of(Aspect::Material).praise, 2);
    assert_eq!(found.sentences[0].words.map(|(from, to)| &found.sentences[0].text[from..to]), Some("taille petit"));
}

#[test]
fn faults_of_a_lexicon_are_said_with_their_place() {
    let own = json!({
        "french": {"praise": ["doux"]},
        "fr": {"aspects": {"price": ["prix"], "fit": ["ta*lle", "", 3]}, "praise": "doux", "slang": []},
        "en": [],
    });
    let mut found = Diagnostics::default();
    assert!(Lexicon::read(Node::root(&own), &mut found).is_none());
    let mut faults: Vec<_> = found.iter().map(|one| (one.pointer.as_str(), one.code, one.severity)).collect();
    faults.sort_by_key(|fault| fault.0);
    let expected = [
        ("/en", "wrong_type"),
        ("/fr/aspects/fit/0", "wrong_type"),
        ("/fr/aspects/fit/1", "wrong_type"),
        ("/fr/aspects/fit/2", "wrong_type"),
        ("/fr/aspects/price", "unknown_key"),
        ("/fr/praise", "wrong_type"),
        ("/fr/slang", "unknown_key"),
        ("/french", "not_a_locale"),
    ];
    assert_eq!(faults, expected.map(|(pointer, code)| (pointer, code, Severity::Error)));
}
