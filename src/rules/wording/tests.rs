//! Sentences from shops: those that press, shame or judge are found, and honest ones aren't.

use super::*;

fn kinds(locale: &str, table: &[(Manipulation, &[&str])]) {
    let mut missed = Vec::new();
    for (kind, sentences) in table {
        for sentence in *sentences {
            let found = manipulation(sentence, locale);
            if found.as_ref().map(|(found, _)| *found) != Some(*kind) {
                missed.push(format!("{kind:?}: {sentence} → {found:?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

fn innocent(locale: &str, sentences: &[&str]) {
    let flagged: Vec<String> = sentences
        .iter()
        .filter_map(|sentence| Some(format!("{sentence} → {:?}", manipulation(sentence, locale)?)))
        .collect();
    assert!(flagged.is_empty(), "{} flagged:\n{}", flagged.len(), flagged.join("\n"));
}

#[test]
fn english_manipulation_is_found() {
    use Manipulation::*;
    kinds(
        "en-GB",
        &[
            (
                Urgency,
                &[
                    "Hurry, your size is going!",
                    "HURRY!",
                    "Order now, before it’s too late.",
                    "Buy today and relax.",
                    "Act fast.",
                    "Last chance for this coat.",
                    "Only today: free shipping",
                    "Today only",
                    "Only 2 hours left to order",
                    "Just {review_count} minutes left",
                    "This offer ends soon.",
                    "The sale ends tonight",
                    "Time is running out.",
                    "The clock is ticking.",
                    "You’re running out of time.",
                    "For a limited time: size advice",
                    "Limited-time offer",
                    "Get it while you still can.",
                    "Don't miss out on this one.",
                    "Don’t wait any longer",
                    "Now or never.",
                    "Secure yours now",
                    "Grab yours",
                    "Complete your order within 10 minutes",
                    "Your cart expires in 5 minutes.",
                    "Before it's gone: check your size.",
                ],
            ),
            (
                Scarcity,
                &[
                    "Only 3 left in stock",
                    "Only {review_count} left",
                    "Just two pairs left!",
                    "Only a few left.",
                    "Almost gone",
                    "Nearly sold out",
                    "Selling fast",
                    "This one sells out quickly.",
                    "Will sell out soon.",
                    "Low stock",
                    "Limited availability in your size",
                    "Stock is low.",
                    "In high demand",
                    "12 people are looking at this right now",
                    "5 shoppers have this in their cart",
                    "Someone just bought this",
                    "Last one!",
                    "Won't be back.",
                    "Never coming back",
                    "Once it's gone, it's gone.",
                ],
            ),
            (
                ConfirmShaming,
                &[
                    "No, I don't want to save",
                    "No thanks, I prefer to pay more",
                    "No thanks, I’ll take my chances",
                    "No, I hate good fits",
                    "I don't want help",
                    "I prefer guessing",
                    "I'd rather guess my size",
                    "You’ll regret it",
                    "You will be sorry.",
                    "Smart shoppers check the chart",
                    "Don't be silly, check the chart.",
                    "I hate saving money",
                ],
            ),
            (
                Judging,
                &[
                    "You often return dresses.",
                    "You return too much.",
                    "You send back so many items.",
                    "You've returned this before.",
                    "Your return rate is high.",
                    "Your returns cost us money",
                    "Risk of return: high",
                    "This order is risky.",
                    "You are likely to return this.",
                    "A serial returner?",
                    "An impulse purchase?",
                    "We noticed you send a lot back",
                    "Are you really sure you need this?",
                    "Do you really need two sizes?",
                    "Make up your mind!",
                    "Can’t you decide?",
                    "Stop ordering two sizes",
                    "You belong to our luxury segment",
                    "You keep ordering sizes that don't fit.",
                    "You’re indecisive",
                ],
            ),
        ],
    );
}

#[test]
fn german_manipulation_is_found() {
    use Manipulation::*;
    kinds(
        "de",
        &[
            (
                Urgency,
                &[
                    "Nur heute: Größenberatung",
                    "Nur noch heute!",
                    "Nur noch bis Mitternacht",
                    "Nur für kurze Zeit",
                    "Für begrenzte Zeit verfügbar",
                    "Jetzt zugreifen!",
                    "Schnell zuschlagen",
                    "Jetzt schnell sein",
                    "Beeilen Sie sich",
                    "Beeil dich!",
                    "Letzte Chance",
                    "Das Angebot endet bald.",
                    "Das Angebot läuft heute ab.",
                    "Die Zeit läuft.",
                    "Noch 2 Stunden",
                    "Nicht verpassen!",
                    "Verpassen Sie das nicht",
                    "Warten Sie nicht zu lange.",
                    "Zögern Sie nicht.",
                    "Bevor es zu spät ist",
                    "Bevor alles weg ist",
                    "Solange Sie noch können",
                    "Jetzt oder nie",
                    "Ihr Warenkorb verfällt in 10 Minuten",
                    "Sofort bestellen",
                    "Greifen Sie schnell zu",
                ],
            ),
            (
                Scarcity,
                &[
                    "Nur noch 2 Stück",
                    "Nur noch {review_count} verfügbar",
                    "Nur noch wenige auf Lager",
                    "Nur noch einzelne Größen",
                    "Nur 3 Stück verfügbar",
                    "Fast ausverkauft",
                    "Bald vergriffen",
                    "Solange der Vorrat reicht",
                    "Begrenzte Stückzahl",
                    "Geringer Bestand",
                    "Wird knapp",
                    "Sehr gefragt",
                    "Hohe Nachfrage",
                    "5 Personen sehen sich das gerade an",
                    "12 andere haben es im Warenkorb",
                    "Jemand hat das gerade gekauft",
                    "Letztes Stück",
                    "Kommt nicht wieder",
                    "Geht schnell weg",
                    "Weg ist weg",
                ],
            ),
            (
                ConfirmShaming,
                &[
                    "Nein, ich will nicht sparen",
                    "Nein danke, ich zahle lieber mehr",
                    "Nein, ich rate lieber",
                    "Ich möchte keine Hilfe",
                    "Ich zahle gern mehr",
                    "Ich verzichte auf Beratung",
                    "Das werden Sie bereuen",
                    "Kluge Kunden messen nach",
                    "Seien Sie vernünftig",
                    "Nein, lieber nicht sparen",
                ],
            ),
            (
                Judging,
                &[
                    "Sie schicken zu oft zurück.",
                    "Du schickst viel zurück",
                    "Sie haben das schon einmal zurückgeschickt.",
                    "Ihre Retourenquote ist hoch",
                    "Ihre Retouren kosten uns Geld",
                    "Ihre vielen Rücksendungen",
                    "Hohes Risiko",
                    "Das ist riskant.",
                    "Vielbesteller aufgepasst",
                    "Ein Impulskauf?",
                    "Sie sind unentschlossen?",
                    "Wir haben bemerkt, dass Sie zwei Größen bestellen",
                    "Uns ist aufgefallen, dass viel zurückkommt",
                    "Brauchen Sie das wirklich?",
                    "Können Sie sich nicht entscheiden?",
                    "Entscheiden Sie sich endlich",
                    "Seien Sie ehrlich",
                    "Ihre Rueck\u{ad}sendungen",
                ],
            ),
        ],
    );
}

#[test]
fn honest_english_is_left_alone() {
    innocent(
        "en",
        &[
            "Between S and M?",
            "The size chart shows which one fits you.",
            "Compare sizes",
            "This one often runs small.",
            "31 of 44 buyers say this one runs small.",
            "Most buyers take one size up.",
            "Only a few centimetres apart: compare S and M.",
            "You kept M in dresses by Aurel.",
            "Your usual size is M.",
            "The last time you kept size M.",
            "Measure over underwear, tape level.",
            "Free returns for 30 days.",
            "Free returns until 31 January",
            "Our return policy in short",
            "You can return it free of charge.",
            "Return it within 100 days if it doesn't fit.",
            "Questions before you order?",
            "Measurements, covers, delivery to the room: we answer while you look.",
            "Ask us",
            "Chat with a stylist",
            "We answer within two minutes.",
            "We're here until 18:00.",
            "Our chat is open today from 9 to 6.",
            "What other buyers say",
            "44 reviews, 4.3 stars",
            "Read what 44 people say about the fit",
            "Buyers with your size say it is true to size.",
            "12 of 20 people say it fits as expected.",
            "See how it looks on",
            "Try it on with your camera",
            "Which colour is closer? See it in daylight.",
            "Sand is lighter than in the picture.",
            "It takes a while to soften.",
            "The leather stretches after a few days.",
            "Wash at 30 degrees.",
            "It only comes in wide fit.",
            "Fits phones from 2021 on",
            "Check that it fits your lamp: E27 socket",
            "Works with your model? Look it up here.",
            "Assembly takes about two hours.",
            "Delivered in three days.",
            "Order by 3 pm, and it leaves today.",
            "Take your time: your cart stays as it is.",
            "No hassle, no forms.",
            "No thanks",
            "Need help choosing?",
            "We're happy to help.",
            "A tip for your order",
            "Not sure? Compare both sizes.",
            "Two sizes in your cart",
            "The chart has both, side by side.",
            "Runs large: buyers take a size down.",
            "Goes well with the linen trousers.",
            "How to measure your chest",
            "Hand-made, so each one is a little different.",
            "The ring is adjustable.",
            "Made to last.",
            "It dries quickly.",
            "Fast-drying fabric",
            "A limited palette: sand, stone, slate.",
            "Today's weather-proof classic",
            "Now also in petite",
            "Care: do not tumble dry.",
            "Last worn by our model in size S",
        ],
    );
}

#[test]
fn honest_german_is_left_alone() {
    innocent(
        "de-DE",
        &[
            "Zwischen S und M?",
            "Die Größentabelle zeigt, welche passt.",
            "Größen vergleichen",
            "Fällt oft klein aus.",
            "31 von 44 finden, dass es klein ausfällt.",
            "Die meisten nehmen eine Größe größer.",
            "Nur wenige Zentimeter Unterschied: S und M im Vergleich.",
            "Sie haben M behalten.",
            "Ihre übliche Größe ist M.",
            "Zuletzt haben Sie M behalten.",
            "Über der Unterwäsche messen, Band waagrecht.",
            "Kostenlose Rücksendung innerhalb von 30 Tagen",
            "Rückgabe bis 31. Januar",
            "Sie können es kostenlos zurückgeben.",
            "Fragen vor der Bestellung?",
            "Maße, Bezüge, Lieferung ins Zimmer: Wir antworten, während Sie schauen.",
            "Fragen Sie uns",
            "Mit einer Stylistin chatten",
            "Wir antworten in zwei Minuten.",
            "Wir sind bis 18 Uhr da.",
            "Unser Chat ist heute von 9 bis 18 Uhr offen.",
            "Das sagen andere",
            "44 Bewertungen, 4,3 Sterne",
            "Lesen Sie, was 44 Käufer zur Passform sagen",
            "12 von 20 Personen finden, dass es passt.",
            "Käuferinnen mit Ihrer Größe sagen: passt wie erwartet.",
            "So sieht es getragen aus",
            "Mit der Kamera anprobieren",
            "Welche Farbe ist näher dran? Bei Tageslicht ansehen.",
            "Sand ist heller als auf dem Bild.",
            "Das Leder dehnt sich nach einigen Tagen.",
            "Bei 30 Grad waschen.",
            "Gibt es nur in weiter Passform.",
            "Passt für Telefone ab 2021",
            "Passt es in Ihre Lampe? Fassung E27",
            "Der Aufbau dauert etwa zwei Stunden.",
            "In drei Tagen geliefert.",
            "Bis 15 Uhr bestellt, geht es heute auf den Weg.",
            "Lassen Sie sich Zeit: Ihr Warenkorb bleibt, wie er ist.",
            "Nein, danke",
            "Hilfe bei der Auswahl?",
            "Wir helfen gern.",
            "Ein Tipp zu Ihrer Bestellung",
            "Unsicher? Beide Größen im Vergleich.",
            "Zwei Größen im Warenkorb",
            "Die Tabelle zeigt beide nebeneinander.",
            "Fällt groß aus: lieber eine Nummer kleiner.",
            "Passt gut zur Leinenhose.",
            "So messen Sie die Brustweite",
            "Von Hand gemacht, jedes Stück ist ein wenig anders.",
            "Der Ring ist verstellbar.",
            "Gemacht, um lange zu halten.",
            "Trocknet schnell.",
            "Schnell trocknender Stoff",
            "Jetzt auch in Kurzgrößen",
            "Größentabelle jetzt öffnen",
            "Pflege: nicht in den Trockner.",
            "Unser Model trägt Größe S.",
            "Unentschieden zwischen S und M?",
            "Wirklich wasserdicht: geprüft bis 10 Meter",
            "Sie suchen eine andere Größe?",
        ],
    );
}

#[test]
fn other_languages_are_not_checked() {
    assert_eq!(manipulation("Hurry, only 2 left!", "fr"), None);
    assert!(manipulation("Hurry, only 2 left!", "EN").is_some());
}

#[test]
fn our_own_texts_are_clean() {
    for key in crate::messages::keys() {
        for tag in crate::messages::languages() {
            let none = crate::messages::Overrides::default();
            let text = none.language(Some(tag), "en").text(key);
            assert_eq!(manipulation(text, tag), None, "{text}");
        }
    }
}

#[test]
fn the_phrase_is_shown_as_it_stood() {
    assert_eq!(manipulation("Psst: ONLY 3 left!", "en"), Some((Manipulation::Scarcity, "ONLY 3 left".to_owned())));
}
