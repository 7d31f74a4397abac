//! Facts of the session and the page.

use super::Fact::*;
use super::{Input, Row, Strings, count, sum};

/// Fills the `session.` and `page.` facts.
pub(super) fn fill(row: &mut Row, input: &Input, strings: &mut Strings<'_>) {
    let session = &input.session;
    row.set_count(SessionPageViews, session.page_views);
    let minutes = session.started_at.map(|start| libm::fmax(input.now.days_since(start), 0.0) * 1_440.0);
    row.set_known(SessionMinutes, minutes);
    row.set_count(SessionRemovals, session.removals);
    let changes = sum(session.items.iter().map(|visit| f64::from(visit.size_changes)));
    row.set_known(SessionSizeChanges, (!session.items.is_empty()).then_some(changes));
    row.set(SessionNudges, count(nudges_seen(input)));
    row.set_text(PageType, input.page.kind.as_deref(), strings);
    row.set_text(PageItemId, input.page.item_id.as_deref(), strings);
    row.set_text(PageLocale, input.page.locale.as_deref(), strings);
}

/// Nudges exposed in this session; without a session id none can be told from older ones.
pub(crate) fn nudges_seen(input: &Input) -> usize {
    let Some(id) = input.session.id.as_deref() else { return 0 };
    input.memory.exposures.iter().filter(|moment| moment.session.as_deref() == Some(id)).count()
}
