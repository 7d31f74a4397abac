//! Which rules kept their order: the longest run of rules that still follow one another as they did.

/// For each rule of the document after, given its place before (`None` for a new one): whether it stayed where it was among
/// the others. As few as possible are taken to have moved.
pub(super) fn stayed(places: &[Option<usize>]) -> Vec<bool> {
    // The last rule of the best run of each length, and what comes before each rule in its run: a longest increasing
    // subsequence by patience sorting.
    let mut tails: Vec<(usize, usize)> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; places.len()];
    for (index, place) in places.iter().enumerate() {
        let Some(place) = *place else { continue };
        let length = tails.partition_point(|(tail, _)| *tail < place);
        let before = length.checked_sub(1).and_then(|length| tails.get(length)).map(|(_, index)| *index);
        if let Some(slot) = previous.get_mut(index) {
            *slot = before;
        }
        match tails.get_mut(length) {
            Some(tail) => *tail = (place, index),
            None => tails.push((place, index)),
        }
    }
    let mut stayed = vec![false; places.len()];
    let mut at = tails.last().map(|(_, index)| *index);
    while let Some(index) = at {
        if let Some(slot) = stayed.get_mut(index) {
            *slot = true;
        }
        at = previous.get(index).copied().flatten();
    }
    stayed
}
