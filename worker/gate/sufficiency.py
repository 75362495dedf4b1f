"""Whether there are rows enough to say anything."""

from worker.gate.demands import GateDemands
from worker.gate.held_out import HeldOut


def shortage(held_out: HeldOut, demands: GateDemands) -> str | None:
    """What is lacking, in words; None where there is enough."""
    rows, clusters = len(held_out.truth), held_out.cluster_count
    if rows >= demands.min_rows and clusters >= demands.min_clusters:
        return None
    return (
        f"{rows} held-out rows of {clusters} days are too few to tell: "
        f"{demands.min_rows} of {demands.min_clusters} are needed"
    )
