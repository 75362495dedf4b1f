from typing import Literal

Role = Literal["viewer", "engineer", "administrator"]

FIRST_ADMINISTRATOR = "admin"
"""Name of the person made at the first start, with a password shown once."""
