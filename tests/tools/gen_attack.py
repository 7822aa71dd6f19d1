"""gen_attack.py — write src/lint/attack/attack.inc from the tables beside it.

    python3 tests/tools/gen_attack.py            write the table
    python3 tests/tools/gen_attack.py --check    fail when the table is not current
"""

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "src" / "lint" / "attack"
TABLE = FOLDER / "attack.inc"

HEAD = """\
/* attack.inc — MITRE ATT&CK by identifier: one row each, in the order of the identifiers.
 *
 * Written by tests/tools/gen_attack.py from tactics.tsv and techniques.tsv; edit those.
 * (c) 2025 The MITRE Corporation. This work is reproduced and distributed with the
 * permission of The MITRE Corporation; see LICENSE.txt.
 */
"""


def rows(name, pattern):
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]
    table = [(line.split("\t") + [""])[:3] for line in lines if line.strip()]
    for row in table:
        if not re.fullmatch(pattern, row[0]):
            sys.exit(f"{name}: {row[0]!r} is no identifier")
    table.sort()
    for a, b in zip(table, table[1:]):
        if a[0] == b[0]:
            sys.exit(f"{name}: {a[0]} stands there twice")
    return table


def quote(text):
    return '"' + text.strip().replace("\\", "\\\\").replace('"', '\\"') + '"'


def render():
    tactics = rows("tactics.tsv", r"TA\d{4}")
    techniques = rows("techniques.tsv", r"T\d{4}(\.\d{3})?")
    known = {row[0] for row in tactics}
    for row in techniques:
        row[2] = row[2].replace(" ", "")
        if not set(row[2].split(",")) <= known:
            sys.exit(f"techniques.tsv: {row[0]} has an unknown tactic in {row[2]!r}")
    lines = [f"OZ_TACTIC({', '.join(map(quote, row))})" for row in tactics]
    lines += [f"OZ_TECHNIQUE({', '.join(map(quote, row))})" for row in techniques]
    return HEAD + "\n".join(lines) + "\n"


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit("usage: gen_attack.py [--check]")
    table = render()
    if not sys.argv[1:]:
        TABLE.write_text(table, encoding="utf-8")
    elif not TABLE.exists() or TABLE.read_text(encoding="utf-8") != table:
        sys.exit("attack.inc is not current: run python3 tests/tools/gen_attack.py")


main()
