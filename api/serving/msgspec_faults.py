"""msgspec's messages as row errors: ``Expected `int`, got `str` - at `$.rows[3].hour```."""

import re

from api.serving.errors import RowError

_MESSAGE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_EXPECTED = re.compile(r"^Expected (?P<expected>.*?)(?:, got (?P<got>.*))?$", re.DOTALL)
_CHOICE = re.compile(r"^Invalid enum (?P<expected>value) (?P<got>.*)$", re.DOTALL)
_INDEX = re.compile(r"\[(\d+)\]")
_NAME = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)")


def row_error(error: Exception, **expectations: str) -> RowError:
    """``expectations`` says what a field takes, where msgspec's own words would not."""
    match = _MESSAGE.match(str(error)[:500])
    what, path = (match["what"], match["path"] or "") if match else (str(error)[:300], "")
    expected = _EXPECTED.match(what) or _CHOICE.match(what)
    index = _INDEX.search(path)
    names = _NAME.findall(path)
    field = names[-1] if names else "body"
    wanted = (expected["expected"] if expected else what).replace("`", "")
    return RowError(
        field,
        expectations.get(field, wanted),
        ((expected["got"] if expected else None) or "something else").replace("`", ""),
        int(index.group(1)) if index else None,
    )
