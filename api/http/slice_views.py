"""The slices of a check, and the drift within one of them, judged when it is asked for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from api.artifact.manifest import FILES
from api.core.checks.rows import day_of
from api.core.checks.slices import (
    SliceAbsent,
    SliceKey,
    SliceReference,
    SliceWindow,
    largest_first,
    slice_drift,
    slice_references,
    slice_windows,
)
from api.core.models.queries import get_version
from api.core.policies.queries import current_policy
from api.core.ports import ArtifactStore
from api.core.tables import Check
from api.http.check_views import drift_view
from api.http.schemas import checks as schemas


def slice_list(session: Session, check: Check, store: ArtifactStore) -> schemas.SliceList:
    references, windows = _of_check(session, check, store)
    return schemas.SliceList(
        check_id=check.id,
        slices=[
            schemas.CountedSlice(
                column=column, value=value, rows=window.inputs.rows, reference_rows=reference.rows
            )
            for (column, value), reference, window in largest_first(references, windows)
        ],
    )


def drift_within(
    session: Session, check: Check, store: ArtifactStore, *, column: str, value: str
) -> schemas.SliceDrift:
    """Raises SliceAbsent."""
    references, windows = _of_check(session, check, store)
    key = (column, value)
    if key not in references:
        known = sorted({name for name, _ in references})
        raise SliceAbsent(
            f"there is no slice {column} = {value}"
            + (f"; this version has slices by {', '.join(known)}" if known else "")
        )
    found = slice_drift(
        references[key],
        windows.get(key, SliceWindow()),
        fewest_rows=current_policy(session, check.model_name).checks.min_rows,
    )
    return schemas.SliceDrift.model_validate(
        {
            "check_id": check.id,
            "column": column,
            "value": value,
            "inputs": drift_view(found, "input"),
            "outputs": drift_view(found, "output"),
        }
    )


def _of_check(
    session: Session, check: Check, store: ArtifactStore
) -> tuple[Mapping[SliceKey, SliceReference], Mapping[SliceKey, SliceWindow]]:
    first, last = _days(check)
    digest = get_version(session, check.model_name, check.version).digest
    path = store.path(digest) / FILES["profile"]
    profile: dict[str, Any] = msgspec.json.decode(path.read_bytes()) if path.exists() else {}
    windows = slice_windows(
        session, model=check.model_name, version=check.version, first=first, last=last
    )
    return slice_references(profile), windows


def _days(check: Check) -> tuple[date, date]:
    """Whole days (UTC), as the check counted them."""
    return day_of(check.drift_start), day_of(check.at)
