"""embed.py OUTPUT FILE… — files as arrays of bytes in a C header.

Bytes and not string literals, whose length C11 promises up to 4095 characters only.
"""

import re
import sys
from pathlib import Path

output, *files = sys.argv[1:]
parts = ["/* Written by embed.py from the files beside it; edit those. */\n"]
for name in files:
    data = Path(name).read_bytes()
    rows = [", ".join(str(byte) for byte in data[i:i + 20]) for i in range(0, len(data), 20)]
    label = re.sub(r"\W", "_", Path(name).name)
    parts.append(f"static const unsigned char {label}[] = {{\n" + ",\n".join(rows) + "};\n")
Path(output).write_text("\n".join(parts), encoding="utf-8")
