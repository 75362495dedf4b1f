from pathlib import Path

from pydantic import SecretStr

from api.core.ports import NotSent


def read_secret(value: SecretStr | None, file: Path | None) -> str | None:
    """The secret, from its file where it has one; None when there is neither.

    Raises NotSent, whose message names neither the secret nor the file.
    """
    if file is None:
        return None if value is None else value.get_secret_value()
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise NotSent("its secret's file cannot be read", transient=True) from None
    if not text:
        raise NotSent("its secret's file is empty", transient=True)
    return text
