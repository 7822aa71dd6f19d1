"""check_page.py OUNCE docs/catalog.md — the example of the page is what the command says."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ounce, page = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).read_text(encoding="utf-8")
example = page[page.index("## Example"):]
rule = re.search(r"```yaml\n(.*?)```", example, re.S).group(1)
expected = json.loads(re.search(r"```json\n(.*?)```", example, re.S).group(1))
with tempfile.TemporaryDirectory() as folder:
    (Path(folder) / "rules").mkdir()
    (Path(folder) / "rules" / "example.yml").write_text(rule, encoding="utf-8")
    output = subprocess.run([ounce, "catalog", "rules"], cwd=folder, check=True,
                            stdout=subprocess.PIPE).stdout
got = json.loads(output)
for name in expected | got:
    if expected.get(name) != got.get(name):
        print(f"{name}: the page says {expected.get(name)!r}, the command {got.get(name)!r}")
sys.exit(list(expected.items()) != list(got.items()))
