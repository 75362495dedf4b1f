"""Files of known type among the installed packages, to measure the network on."""

import hashlib
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from worker.pretrained.file_type.encoding import is_large_enough

MOST_FILES_PER_TYPE = 15
MOST_FILES_PER_PACKAGE = 5
"""Of one type, so that one large package does not stand for its whole type."""

TYPE_OF_SUFFIX = {
    ".bat": "batch", ".bz2": "bzip", ".c": "c", ".cc": "cpp", ".cpp": "cpp", ".hpp": "cpp",
    ".css": "css", ".csv": "csv", ".diff": "diff", ".exe": "pebin", ".f": "fortran",
    ".f90": "fortran", ".f95": "fortran", ".gif": "gif", ".gz": "gzip", ".html": "html",
    ".ico": "ico", ".ini": "ini", ".ipynb": "ipynb", ".jpg": "jpeg", ".js": "javascript",
    ".json": "json", ".lua": "lua", ".md": "markdown", ".npy": "npy", ".npz": "npz",
    ".onnx": "onnx", ".otf": "otf", ".parquet": "parquet", ".pdf": "pdf", ".pem": "pem",
    ".pkl": "pickle", ".png": "png", ".proto": "proto", ".ps1": "powershell", ".py": "python",
    ".pyi": "python", ".rst": "rst", ".sh": "shell", ".so": "elf", ".svg": "svg",
    ".toml": "toml", ".ts": "typescript", ".tsv": "tsv", ".ttf": "ttf",
    ".wasm": "wasm", ".wav": "wav", ".woff": "woff", ".woff2": "woff2", ".xml": "xml",
    ".xz": "xz", ".yaml": "yaml", ".yml": "yaml", ".zip": "zip",
}  # fmt: skip
"""Suffixes that name one type and no other: ``.h`` is C and C++ alike, ``.txt`` any text at all."""

SIGNATURES = {"gzip": b"\x1f\x8b", "png": b"\x89PNG", "wav": b"RIFF", "elf": b"\x7fELF"}
"""Where a suffix is known to lie (old ``.gz`` files of joblib are zlib), the content must agree."""
TEMPLATE_MARKS = (b"{%", b"{{")
"""Under any suffix, these make a file a template of one of several engines."""


@dataclass(frozen=True)
class Sample:
    """One file: which type its name says, and whose it is."""

    path: str
    """Relative to the folder of installed packages."""
    package: str
    label: str
    content: bytes


def installed_samples(root: Path | None = None) -> tuple[Sample, ...]:
    """The same files on every machine with the locked packages, spread over types and packages."""
    root = root or Path(sysconfig.get_paths()["purelib"])
    by_type: dict[str, list[Sample]] = {}
    per_package: dict[tuple[str, str], int] = {}
    for path in sorted(_candidates(root), key=lambda path: _shuffled(path, root)):
        label = TYPE_OF_SUFFIX[path.suffix]
        package = path.relative_to(root).parts[0]
        taken = by_type.setdefault(label, [])
        full = per_package.get((label, package), 0) == MOST_FILES_PER_PACKAGE
        if full or len(taken) == MOST_FILES_PER_TYPE:
            continue
        content = path.read_bytes()
        if is_what_its_name_says(label, path.name, content):
            taken.append(Sample(str(path.relative_to(root)), package, label, content))
            per_package[label, package] = per_package.get((label, package), 0) + 1
    return tuple(sample for label in sorted(by_type) for sample in by_type[label])


def is_what_its_name_says(label: str, name: str, content: bytes) -> bool:
    """Whether the suffix is to be believed; licences are plain text whatever their suffix."""
    if not is_large_enough(content) or name.upper().startswith("LICENSE"):
        return False
    if label == "html" and any(mark in content for mark in TEMPLATE_MARKS):
        return False
    return content.startswith(SIGNATURES.get(label, b""))


def _candidates(root: Path) -> list[Path]:
    return [
        path
        for path in root.rglob("*")
        if path.suffix in TYPE_OF_SUFFIX and path.is_file() and not path.is_symlink()
    ]


def _shuffled(path: Path, root: Path) -> bytes:
    """An order that has nothing to do with names, and is the same everywhere."""
    return hashlib.sha256(path.relative_to(root).as_posix().encode()).digest()
