"""Refuse files over 600 lines and Python functions over 80 lines: what does not fit in the head gets split."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 600
FUNCTION_LINES = 80
CODE = {".py", ".ts", ".tsx", ".sh", ".nsi", ".css", ".js", ".html"}


def tracked() -> list[Path]:
    """Code files that git tracks or would track, generated ones left out."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / line for line in listing.splitlines() if Path(line).suffix in CODE and ".gen." not in line]


def complaints(path: Path) -> list[str]:
    """One line for everything in `path` that is too long."""
    text = path.read_text(encoding="utf-8")
    found = []
    lines = text.count("\n")
    if lines > FILE_LINES:
        found.append(f"{path.relative_to(ROOT)}: {lines} lines (at most {FILE_LINES})")
    if path.suffix == ".py" and "migrations/versions" not in path.as_posix():  # a migration is one long list of columns
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    found.append(
                        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length} lines (at most {FUNCTION_LINES})"
                    )
    return found


if __name__ == "__main__":
    problems = [line for path in tracked() if path.is_file() for line in complaints(path)]
    print("\n".join(problems) or "sizes: fine")
    raise SystemExit(1 if problems else 0)
