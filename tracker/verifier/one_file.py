"""The whole verifier as one file."""

import ast
from importlib.resources import files

PARTS = (
    *("ed25519", "notes", "tree", "copy_files", "report", "attested"),
    *("proofs", "records", "notices", "checks", "mirror_list", "arguments", "command"),
)
_END = '\n\nif __name__ == "__main__":\n    sys.exit(main())\n'


def one_file() -> str:
    """Return the source of the whole verifier as one file."""
    plain: set[str] = set()
    named: dict[str, set[str]] = {}
    bodies, about = [], ""
    for part in PARTS:
        source = (files(__package__) / f"{part}.py").read_text(encoding="utf-8")
        tree = ast.parse(source)
        about = ast.get_docstring(tree) or ""
        kept = source.splitlines()
        for node in reversed(tree.body):
            first, last = node.lineno - 1, node.end_lineno or node.lineno
            if isinstance(node, ast.ImportFrom):
                named.setdefault(node.module or "", set()).update(a.name for a in node.names)
            elif isinstance(node, ast.Import):
                plain.add(ast.unparse(node))
            else:
                continue
            del kept[first:last]
        # Each module's docstring becomes a comment; that of the last one heads the file.
        head = tree.body[0].end_lineno or 1
        title = about.split("\n\n")[0].replace("\n", " ")
        bodies.append(f"# ---- {title}\n\n" + "\n".join(kept[head:]).strip() + "\n")
    outside = [
        f"from {module} import {', '.join(sorted(names))}"
        for module, names in sorted(named.items())
        if not module.startswith(f"{__package__}.")
    ]
    top = f'#!/usr/bin/env python3\n"""{about}\n"""\n\n' + "\n".join((*sorted(plain), *outside))
    return top + "\n\n" + "\n\n".join(bodies) + _END
