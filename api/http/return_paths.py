"""Pages of ours that a browser may be led back to: never another site's. Pure."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

HOME = "/"
LONGEST = 512


def local_path(asked: str) -> str:
    """The path with its query and fragment, or the home page for whatever is not a page of ours."""
    if len(asked) > LONGEST or not asked.isprintable() or not asked.isascii():
        return HOME
    # Browsers read a backslash as a slash, and two slashes as the begin of a host's name.
    if not asked.startswith("/") or "\\" in asked or "//" in asked.split("?", 1)[0]:
        return HOME
    try:
        parts = urlsplit(asked)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or parts.path.startswith(("/v1/", "/v2/")):
        return HOME
    return asked


def with_query(path: str, **more: str) -> str:
    """``path`` with these added to its query, or put in place of what has the same names."""
    parts = urlsplit(path)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in more]
    return urlunsplit(parts._replace(query=urlencode([*kept, *more.items()])))
