"""Write api/openapi.json from the routes, or with --check fail when the committed one is stale."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
# The script's own name would hide nothing of ours, but its folder holds no packages either.
sys.path = [entry for entry in sys.path if Path(entry).resolve() != Path(__file__).parent]

from api.http.routing import build_api  # noqa: E402 - the repository must be on the path first

TARGET = ROOT / "api" / "openapi.json"


def main() -> int:
    document = build_api().openapi()
    text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if sys.argv[1:] == ["--check"]:
        if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print("api/openapi.json is stale: run python ci-cd/openapi.py", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}: {len(document['paths'])} paths")
    return 0


if __name__ == "__main__":
    sys.exit(main())
