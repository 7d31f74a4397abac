//! Events that wait to be sent: bounded, in order, in batches of a size that a page on its way out may still send.

/// More don't wait: the oldest go.
pub const MAX_WAITING: usize = 200;
/// Bytes of all that wait.
const MAX_BYTES: usize = 256 * 1024;
/// What browsers send for a page that is gone is 64 KiB in all.
pub const MAX_IN_FLIGHT: usize = 60 * 1024;
/// With so many events, or half of what a batch holds, nobody waits for more.
const ENOUGH: usize = 20;
/// Events in a batch.
const MAX_BATCH: usize = 100;

/// Events as JSON texts, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    waiting: Vec<String>,
    bytes: usize,
    dropped: u32,
}

/// Events that are sent together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch(Vec<String>);

impl Batch {
    /// The JSON list of the events.
    #[must_use]
    pub fn body(&self) -> String {
        let mut body = String::with_capacity(self.size());
        for event in &self.0 {
            body.push(if body.is_empty() { '[' } else { ',' });
            body.push_str(event);
        }
        body.push(']');
        body
    }

    /// Bytes of the body.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.iter().fold(1, |size, event| size.saturating_add(cost(event)))
    }
}

/// An event and the comma or bracket before it.
fn cost(event: &str) -> usize {
    event.len().saturating_add(1)
}

impl Outbox {
    /// Adds an event. One that no batch can hold is dropped, and the oldest are when too many wait.
    pub fn push(&mut self, event: String) {
        if cost(&event) >= MAX_IN_FLIGHT {
            self.dropped = self.dropped.saturating_add(1);
            return;
        }
        self.bytes = self.bytes.saturating_add(cost(&event));
        self.waiting.push(event);
        self.drop_oldest();
    }

    /// Takes the oldest events whose body has at most `limit` bytes; `None` when the first doesn't fit, or none wait.
    pub fn take(&mut self, limit: usize) -> Option<Batch> {
        let (mut count, mut size) = (0_usize, 1_usize);
        for event in self.waiting.iter().take(MAX_BATCH) {
            size = size.saturating_add(cost(event));
            if size > limit {
                break;
            }
            count = count.saturating_add(1);
        }
        let batch = Batch(self.waiting.drain(..count).collect());
        self.count();
        (count > 0).then_some(batch)
    }

    /// Puts back what could not be sent, before everything else.
    pub fn give_back(&mut self, batch: Batch) {
        self.waiting.splice(..0, batch.0);
        self.count();
        self.drop_oldest();
    }

    /// A few hundred additions, so nothing else needs to keep the books.
    fn count(&mut self) {
        self.bytes = self.waiting.iter().fold(0, |bytes, event| bytes.saturating_add(cost(event)));
    }

    fn drop_oldest(&mut self) {
        while self.waiting.len() > MAX_WAITING || self.bytes > MAX_BYTES {
            let event = self.waiting.remove(0);
            self.bytes = self.bytes.saturating_sub(cost(&event));
            self.dropped = self.dropped.saturating_add(1);
        }
    }

    /// Whether so much waits that it is sent at once.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.waiting.len() >= ENOUGH || self.bytes >= MAX_IN_FLIGHT / 2
    }

    /// How many wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether none waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Outbox::default();
    }

    /// How many were dropped since this was asked last.
    pub fn take_dropped(&mut self) -> u32 {
        std::mem::take(&mut self.dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filled(count: usize, length: usize) -> Outbox {
        let mut outbox = Outbox::default();
        for number in 0..count {
            outbox.push(format!("{number:0length$}"));
        }
        outbox
    }

    #[test]
    fn a_batch_is_a_json_list_in_order() {
        let mut outbox = filled(3, 1);
        let batch = outbox.take(MAX_IN_FLIGHT).unwrap();
        assert_eq!((batch.body().as_str(), batch.size()), ("[0,1,2]", 7));
        assert_eq!(outbox.take(MAX_IN_FLIGHT), None);
    }

    #[test]
    fn what_comes_back_goes_first_again() {
        let mut outbox = filled(3, 1);
        let batch = outbox.take(5).unwrap();
        assert_eq!(batch.body(), "[0,1]");
        outbox.give_back(batch);
        assert_eq!(outbox.take(MAX_IN_FLIGHT).unwrap().body(), "[0,1,2]");
    }

    #[test]
    fn the_oldest_are_dropped_and_counted() {
        let mut outbox = filled(MAX_WAITING + 3, 1);
        assert_eq!((outbox.len(), outbox.take_dropped(), outbox.take_dropped()), (MAX_WAITING, 3, 0));
        assert!(outbox.take(MAX_IN_FLIGHT).unwrap().body().starts_with("[3,4,"));
    }

    #[test]
    fn an_event_that_no_batch_holds_is_dropped_at_once() {
        let mut outbox = filled(1, 1);
        outbox.push("x".repeat(MAX_IN_FLIGHT));
        assert_eq!((outbox.len(), outbox.take_dropped()), (1, 1));
    }

    #[test]
    fn many_events_or_large_ones_are_enough() {
        assert!(!filled(19, 1).is_enough() && filled(20, 1).is_enough());
        assert!(!filled(2, 10_000).is_enough() && filled(4, 10_000).is_enough());
    }

    #[test]
    fn a_batch_has_a_hundred_events_at_most() {
        let mut outbox = filled(150, 1);
        let first = outbox.take(MAX_IN_FLIGHT).unwrap();
        assert_eq!((first.0.len(), outbox.len()), (100, 50));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_doubled_or_too_large(
            steps in prop::collection::vec((0usize..9_000, 0usize..70_000, any::<bool>()), 1..150)
        ) {
            let (mut outbox, mut pushed, mut sent, mut dropped) = (Outbox::default(), 0u32, Vec::new(), 0);
            for (length, limit, back) in steps {
                outbox.push(format!("{pushed}{}", "x".repeat(length)));
                pushed += 1;
                if let Some(batch) = outbox.take(limit) {
                    prop_assert!(batch.body().len() <= limit);
                    prop_assert_eq!(batch.body().len(), batch.size());
                    if back { outbox.give_back(batch) } else { sent.extend(batch.0) }
                }
                dropped += outbox.take_dropped();
                prop_assert!(outbox.len() <= MAX_WAITING && outbox.bytes <= MAX_BYTES);
                prop_assert_eq!(outbox.bytes, outbox.waiting.iter().map(|event| cost(event)).sum::<usize>());
            }
            while let Some(batch) = outbox.take(MAX_IN_FLIGHT) { sent.extend(batch.0) }
            prop_assert_eq!(sent.len() + dropped as usize, pushed as usize);
            let numbers: Vec<u32> = sent.iter().map(|text| text.trim_end_matches('x').parse().unwrap()).collect();
            prop_assert!(numbers.is_sorted());
        }
    }
}
