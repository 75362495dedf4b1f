"""How many rows hold a category that the reference did not."""

from monitoring.drift.counts import CategoryCounts
from monitoring.drift.profile import CategoryProfile


def new_category_share(reference: CategoryProfile, counts: CategoryCounts) -> float:
    """Share of the known rows with a value that the reference never saw; 0–1.

    Where the reference counted its rarer values together, a value that it does not list may be one
    of these: then the share is what exceeds theirs, a lower bound. Both sides have known rows.
    """
    return max(0.0, counts.unlisted / counts.known - reference.other / reference.known)
