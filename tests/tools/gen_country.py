"""gen_country.py — write src/native/country/country.inc from the table beside it.

    python3 tests/tools/gen_country.py                  write the table
    python3 tests/tools/gen_country.py --check          fail when the table is not current
    python3 tests/tools/gen_country.py --compare FILE   say where it differs from the data of
                                                        pycountry or iso-codes, a JSON file

The data are read for --compare only: their licence is not ours. See the README beside the
table.
"""

import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "src" / "native" / "country"
TABLE = FOLDER / "country.inc"
KEYS = ("alpha_2", "alpha_3", "numeric", "name", "official_name", "common_name")

HEAD = """\
/* country.inc — the countries of ISO 3166-1, in the order of their three-letter codes.
 *
 * Written by tests/tools/gen_country.py from countries.tsv; edit that. Codes and names are
 * those of iso3166, Copyright (c) 2010-2014 Mike Spindel, and of i18n-iso-countries,
 * Copyright (c) 2016 widdix GmbH, both under the MIT licence in LICENSE.txt, and of
 * github.com/datasets/country-codes, in the public domain (PDDL). README.md says which,
 * and where pycountry has others.
 *
 * OZ_COUNTRY(alpha_2, alpha_3, numeric, name, official_name, common_name)
 */
"""


def rows():
    lines = (FOLDER / "countries.tsv").read_text(encoding="utf-8").splitlines()
    assert tuple(lines[0].split("\t")) == KEYS
    table = [line.split("\t") for line in lines[1:]]
    for row in table:
        if len(row) != len(KEYS) or not re.fullmatch(r"[A-Z]{2},[A-Z]{3},\d{3},.+", ",".join(row[:4])):
            sys.exit(f"countries.tsv: {row!r} is no country")
    for at in range(3):
        if len({row[at] for row in table}) != len(table):
            sys.exit(f"countries.tsv: a {KEYS[at]} stands there twice")
    return sorted(table, key=lambda row: row[1])


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def render():
    return HEAD + "".join(f"OZ_COUNTRY({', '.join(map(quote, row))})\n" for row in rows())


def compare(file):
    theirs = {one["alpha_2"]: one for one in json.loads(Path(file).read_text(encoding="utf-8"))["3166-1"]}
    ours = {row[0]: {key: value for key, value in zip(KEYS, row) if value} for row in rows()}
    for code in sorted(theirs.keys() | ours.keys()):
        for key in KEYS:
            a, b = ours.get(code, {}).get(key), theirs.get(code, {}).get(key)
            if a != b:
                print(f"{code} {key}: {a!r} here, {b!r} there")


def main():
    if sys.argv[1:2] == ["--compare"] and len(sys.argv) == 3:
        return compare(sys.argv[2])
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit("usage: gen_country.py [--check | --compare FILE]")
    table = render()
    if not sys.argv[1:]:
        TABLE.write_text(table, encoding="utf-8")
    elif not TABLE.exists() or TABLE.read_text(encoding="utf-8") != table:
        sys.exit("country.inc is not current: run tests/tools/gen_country.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
