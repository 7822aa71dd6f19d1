"""md2man.py — write docs/man/*.1 from the pages in docs/cli.

    python3 tests/tools/md2man.py            write the pages
    python3 tests/tools/md2man.py --check    fail when one of them is not current

The Markdown is the little that those pages use: a first line `<!-- man 1 DATE -->`, `#` and
`##` headings, paragraphs, fenced code, and lists whose items begin with a term in code and a
dash: "- `-q`, `--quiet` — text". Anything else is an error, so that a page cannot come out
wrong in silence.
"""

import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "cli"
MAN = ROOT / "docs" / "man"


def version():
    text = (ROOT / "meson.build").read_text(encoding="utf-8")
    return re.search(r"version: '([^']+)'", text).group(1)


def escape(text):
    """Text for roff, but for a control character in front of a line."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    text = text.replace("'", "\\(aq").replace("`", "\\(ga").replace("—", "\\(em")
    if not text.isascii():
        sys.exit(f"no roff for {text!r}")
    return text


def guard(line):
    return "\\&" + line if line[:1] in (".", "'") else line


def inline(text):
    """Code and strong words are bold, emphasis is italic, a link is its text."""
    out = []
    span = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^]]+)\]\([^)]+\)")
    at = 0
    for found in span.finditer(text):
        out.append(escape(text[at : found.start()]))
        code, strong, emphasis, link = found.groups()
        if link:
            name = re.fullmatch(r"([\w-]+)(\(\d\))", link)
            out.append(f"\\fB{escape(name[1])}\\fR{name[2]}" if name else escape(link))
        elif emphasis:
            out.append(f"\\fI{escape(emphasis)}\\fR")
        else:
            out.append(f"\\fB{escape(code or strong)}\\fR")
        at = found.end()
    out.append(escape(text[at:]))
    return "".join(out)


def fill(text):
    """Lines that are short enough for mandoc's liking."""
    lines = textwrap.wrap(text, 78, break_long_words=False, break_on_hyphens=False)
    return "\n".join(guard(line) for line in lines)


def synopsis(line):
    """Words in capitals are for the reader to fill in."""
    words = []
    for word in re.split(r"(\s+|[][|=…]+)", line):
        if re.fullmatch(r"[A-Z]{2,}|[A-Z]", word):
            words.append(f"\\fI{word}\\fR")
        elif re.match(r"[a-z-]", word):
            words.append(f"\\fB{escape(word)}\\fR")
        else:
            words.append(escape(word))
    return guard("".join(words))


class Page:
    def __init__(self, path):
        self.path = path
        self.lines = path.read_text(encoding="utf-8").splitlines()
        self.out = []
        self.section = ""
        self.open = False  # something stands in the section: a paragraph parts the next

    def fail(self, line):
        sys.exit(f"{self.path.name}: no man page for the line {line!r}")

    def head(self):
        mark = re.fullmatch(r"<!-- man (\d) (\d{4}-\d\d-\d\d) -->", self.lines[0])
        title = re.fullmatch(r"# ([\w-]+)\(\d\)", self.lines[1])
        if not mark or not title:
            self.fail(self.lines[0])
        self.out += [
            f'.\\" Written by tests/tools/md2man.py from docs/cli/{self.path.name}; edit that.',
            f'.TH {title[1].upper()} {mark[1]} {mark[2]} "ounce {version()}" "Ounce"',
        ]
        return self.lines[2:]

    def paragraph(self, text):
        if self.section == "NAME":
            text = inline(text)
            text = re.sub(r"\\fB|\\fR", "", text).replace(" \\(em ", " \\- ", 1)
        else:
            text = inline(text)
        if self.open:
            self.out.append(".PP")
        self.out.append(fill(text))
        self.open = True

    def item(self, text):
        found = re.fullmatch(r"(`[^`]+`(?:, `[^`]+`)*) — (.*)", text)
        if not found:
            self.fail(text)
        self.out += [".TP", guard(inline(found[1])), fill(inline(found[2]))]
        self.open = True

    def code(self, lines):
        if self.section == "SYNOPSIS":
            for i, line in enumerate(lines):
                self.out += ([".br"] if i > 0 else []) + [synopsis(line)]
        else:
            if self.open:
                self.out.append(".PP")
            self.out += [".in +4n", ".EX"]
            self.out += [guard(escape(line)) for line in lines]
            self.out += [".EE", ".in"]
        self.open = True

    def flush(self, block):
        if block:
            text = " ".join(part.strip() for part in block)
            if text.startswith("- "):
                self.item(text[2:])
            else:
                self.paragraph(text)
            block.clear()

    def render(self):
        lines = iter(self.head())
        block = []
        for line in lines:
            if line.startswith("```"):
                self.flush(block)
                self.code(list(iter(lambda: next(lines), "```")))
            elif line.startswith("## "):
                self.flush(block)
                self.section = line[3:].upper()
                self.open = False
                self.out.append(f".SH {self.section}")
            elif not line.strip():
                self.flush(block)
            elif line.startswith(("|", "#", ">", "<", "* ")):
                self.fail(line)
            else:
                if line.startswith("- "):
                    self.flush(block)
                block.append(line)
        self.flush(block)
        return "\n".join(self.out) + "\n"


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit("usage: md2man.py [--check]")
    wanted = {path.stem + ".1": Page(path).render() for path in sorted(PAGES.glob("*.md"))}
    have = {path.name: path.read_text(encoding="utf-8") for path in MAN.glob("*.1")}
    if not sys.argv[1:]:
        MAN.mkdir(exist_ok=True)
        for name, text in wanted.items():
            (MAN / name).write_text(text, encoding="utf-8")
        for name in have.keys() - wanted.keys():
            (MAN / name).unlink()
    elif have != wanted:
        sys.exit("docs/man is not current: run python3 tests/tools/md2man.py")


main()
