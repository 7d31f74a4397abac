//! How often somebody may ask: token buckets in memory, forgotten when they are full again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// A bucket's size and how it fills.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// How many at once.
    pub burst: f64,
    /// How many a second on end.
    pub per_second: f64,
}

/// More callers than this at a time, and those who waited longest are forgotten.
const MOST: usize = 100_000;

/// The buckets, by what is asked and by whom.
#[derive(Debug, Default)]
pub struct Rates(Mutex<HashMap<String, Bucket>>);

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: i64,
    rate: Rate,
}

impl Bucket {
    fn filled(self, now: i64) -> f64 {
        #[allow(clippy::cast_precision_loss)] // milliseconds between requests
        let seconds = now.saturating_sub(self.at).max(0) as f64 / 1_000.0;
        (self.left + seconds * self.rate.per_second).min(self.rate.burst)
    }
}

impl Rates {
    /// Takes `cost` from a bucket.
    ///
    /// # Errors
    /// There isn't that much in it; the seconds until there is.
    pub fn take(&self, key: &str, rate: Rate, cost: f64, now: i64) -> Result<(), u64> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST && !buckets.contains_key(key) {
            buckets.retain(|_, bucket| bucket.filled(now) < bucket.rate.burst);
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(key.to_owned()).or_insert(Bucket { left: rate.burst, at: now, rate });
        let left = bucket.filled(now);
        *bucket = Bucket { left, at: now, rate };
        if left < cost {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a small positive number
            return Err(((cost - left) / rate.per_second).ceil().clamp(1.0, 86_400.0) as u64);
        }
        bucket.left = left - cost;
        Ok(())
    }

    /// Fills a bucket again.
    pub fn forget(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 3.0, per_second: 0.5 };

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let rates = Rates::default();
        for _ in 0..3 {
            assert_eq!(rates.take("a", RATE, 1.0, 0), Ok(()));
        }
        assert_eq!(rates.take("a", RATE, 1.0, 0), Err(2));
        assert_eq!(rates.take("b", RATE, 1.0, 0), Ok(()));
        assert_eq!(rates.take("a", RATE, 1.0, 2_000), Ok(()));
        assert_eq!(rates.take("a", RATE, 1.0, 2_000), Err(2));
        rates.forget("a");
        assert_eq!(rates.take("a", RATE, 3.0, 2_000), Ok(()));
    }

    #[test]
    fn a_clock_that_goes_back_fills_nothing() {
        let rates = Rates::default();
        assert_eq!(rates.take("a", RATE, 3.0, 10_000), Ok(()));
        assert_eq!(rates.take("a", RATE, 1.0, 0), Err(2));
    }
}
