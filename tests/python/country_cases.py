"""Write country_cases.tsv: what pycountry 24.6.1 answers about countries.

    python3.11 tests/python/country_cases.py > tests/python/country_cases.tsv

    function TAB arguments TAB named arguments TAB expected

Names that are others in our table are not asked for: gen_country.py --compare lists them.
"""
import subprocess
import sys
from pathlib import Path

import pycountry

assert sys.version_info[:2] == (3, 11)
HERE = Path(__file__).resolve().parent
DATA = Path(pycountry.__file__).parent / "databases" / "iso3166-1.json"
compared = subprocess.run([sys.executable, HERE.parent / "tools" / "gen_country.py", "--compare", DATA], capture_output=True, text=True, check=True)
DIFFER = {line[:2] for line in compared.stdout.splitlines()}


def answer(function, args, kwargs):
    try:
        return repr(getattr(pycountry.countries, function)(*args, **kwargs))
    except Exception as e:
        return "!%s: %s" % (type(e).__name__, e)


def case(function, *args, **kwargs):
    print("%s\t%r\t%r\t%s" % (function, args, kwargs, answer(function, args, kwargs)))


print("# Written by tests/python/country_cases.py.")
for country in pycountry.countries:
    if country.alpha_2 in DIFFER:
        continue
    case("get", alpha_2=country.alpha_2)
for code in ("ru", "RUS", "643", "Russian Federation", "russian federation", "\U0001F1F7\U0001F1FA", "Venezuela", "venezuela, bolivarian republic of",
             "Bolivarian Republic of Venezuela", "", " ru", "x", "ZZ", "XK", "\u212aR", "\u0130R", "curaçao", "CURAÇAO", "RÉUNION", "åland islands", "ÅLAND ISLANDS", "'",
             "a\nb", "004", "4", None, b"ru"):
    case("lookup", code)
    for key in ("alpha_2", "alpha_3", "numeric", "name", "official_name", "common_name", "flag", "alpha2", "", "comment"):
        case("get", **{key: code})
case("get")
case("get", "RU")
case("get", "RU", "RUS")
case("get", default=1)
case("get", alpha_2="RU", alpha_3="RUS")
for default in (1, "x", None, []):
    case("get", alpha_2="ZZ", default=default)
    case("get", alpha_2="RU", default=default)
