"""Write regex_cases.tsv: what CPython 3.11 answers about regular expressions.

    python3 tests/python/regex_cases.py > tests/python/regex_cases.tsv

    op TAB (arguments) TAB expected

op is a function of `re`, and the arguments are its own. A match is shown as
(repr, groups, groupdict, spans, lastindex, lastgroup); finditer gives a list of these.
"<group>", "<span>" and "<lastgroup>" stand for functions of a match. --seed=N and
--count=N make other and more of the generated patterns.
"""
import random
import re
import sys
import warnings

assert sys.version_info[:2] == (3, 11)
warnings.simplefilter("ignore")
OPTIONS = dict(a[2:].split("=") for a in sys.argv[1:])
RANDOM = random.Random(int(OPTIONS.get("seed", 1)))
COUNT = int(OPTIONS.get("count", 900))
CALLBACKS = {"<group>": lambda m: m.group(), "<span>": lambda m: m.span(), "<lastgroup>": lambda m: m.lastgroup}
WITH_SUBJECT = ("match", "search", "fullmatch", "findall", "finditer", "split")
I, M, S, X, A = re.I, re.M, re.S, re.X, re.A
seen = set()


def show(m):
    if not isinstance(m, re.Match):
        return m
    spans = tuple(m.span(i) for i in range(m.re.groups + 1))
    return (repr(m), m.groups(), m.groupdict(), spans, m.lastindex, m.lastgroup)


def answer(op, args):
    try:
        if op.startswith("."):
            m = re.search(args[0], args[1])
            result = getattr(m, op[1:])(*args[2:]) if op != ".[]" else m[args[2]]
        elif op == "pattern":
            p = re.compile(*args)
            result = (p.pattern, p.flags, p.groups, dict(p.groupindex), repr(p))
        elif op.startswith("at:"):
            pattern, flags, *rest = args
            result = getattr(re.compile(pattern, flags), op[3:])(*rest)
        else:
            result = getattr(re, op)(*args)
        if op.endswith("finditer"):
            return repr([show(m) for m in result])
        return repr(show(result))
    except Exception as e:
        name = type(e).__name__
        return "!%s: %s" % (name, e)


def case(op, *args):
    args = tuple(int(a) if isinstance(a, re.RegexFlag) else a for a in args)
    called = tuple(CALLBACKS.get(a, a) if isinstance(a, str) else a for a in args)
    if (op, repr(args)) in seen:
        return
    seen.add((op, repr(args)))
    expected = answer(op, called)
    line = "%s\t%r\t%s" % (op, args, expected)
    if "\n" in expected:
        line = "%s\t%r\t%s" % (op, args, expected.replace("\n", "\\n"))
    try:
        line.encode()
    except UnicodeEncodeError:
        return
    print(line)


SUBJECTS = ["", "a", "aa", "ab", "abc", "aab", "foo bar", "foo\n", "foo\nbar", "foo\nbar\n", "\n", "A1_b-2", "K\u212ak",
            "s\u017fS", "iI\u0130\u0131", "\u00b5\u03bc\u039c", "stra\u00dfe", "\u0663\u0664 12", "\u00e9t\u00e9 \u00c9T\u00c9",
            "\U0001f600x", "a b\tc\u00a0d\u3000e\x1cf\x85g\u180eh", "x{2}y", "key=value", "arn:aws:iam::123456789012:role/x",
            "10.0.0.1", "user@example.com", "\u00bd\u00b2\u2460x", "\u03a3\u03c3\u03c2", "aaaaab", "abab", "\\d", "[x]", "a.b"]

PATTERNS = r"""a|ab|abc|a.c|.|..|.*|.+|.*?|^|$|^$|\A|\Z|^a|a$|foo$|foo\Z|^foo|^bar|bar$|\Abar|a*|a+|a?|a*?|a+?|a??|a{2}|a{1,2}|a{,2}|a{2,}|a{,}|a{0}
a{|a{}|a{x}|a{1|a{1,|a{1,2|a{,x}|{|{}|{1}|{x|x{2}y|x\{2\}y|x{2}{3}|a{2}?|a{1,2}?|a{2}+|a*+|a++|a?+|a*+a|a++b|(?>a+)b|(?>a|ab)c
\d|\D|\w|\W|\s|\S|\d+|\w+|\s+|\W+|\S+|\b|\B|\bfoo\b|\Bo|o\B|\b\w|\w\b|[\d]|[\D]|[\w]|[\W]|[\s]|[\S]|[^\d]|[^\w]|[^\W]|[^\s]|[^\S]|[^\W\d]|[^\D\s]|[\s\S]|[\w\W]|[^\s\S]|[\W_]|[\Wa]|[\S\n]|[\d\s]+
[a]|[abc]|[a-c]|[^a-c]|[]a]|[^]a]|[]]|[^]]|[a-]|[-a]|[a\-c]|[\]]|[[]|[[a]|[a^]|[\^]|[.]|[$]|[|]|[a|b]|[(]|[)]|[*]|[+]|[?]|[{}]|[\\]|[\b]|[\n]|[\x41-\x43]|[\u0041-\u0043]|[\101]|[\1]|[\07]|[a-\d]|[\d-a]|[\w-]|[z-a]|[a|[|[]|[^|[^]|[a-|[\]|[&&]|[a--b]|[a||b]|[~~]|[[:alpha:]]|[[:alpha:]]+|[\q]|[\8]|[\400]|[\x4]|[\u12]
(a)|(a)(b)|(a)|(b)|(a|b)*|((a)|b)+|((a)(b))|(a)?|(a)*|(a)?b|(a)?(b)?|(?:a)|(?:a|b)+|(?P<n>a)|(?P<n>a)(?P=n)|(?P<n>\w)(?P<m>\w)?|(a)\1|(a)(b)?\2|(.)\1|(.)(.)\2\1|(?P<x>.)(?P=x)|(a)|\1|\1|(\1)|(?P=n)|(?P<n>(?P=n))|(?P<n>a)(?P<n>b)|(?P<1>a)|(?P<>a)|(?P<n|(?P<n a)|(?P>n)|(?P|(?P=|(?P=n|(?Px)|(?P<a-b>x)|\g<1>|(a)\10|(a)\100|(a)\08|\0|\00|\000|\07|\012|\777|\400|\377|\x41|\x4|\xg|\u0041|\u004|\U00000041|\U00110000|\N{DIGIT ONE|\N|\N{}|\Nx|\a|\f|\v|\t|\r|\n|\q|\K|\h|\H|\R|\X|\C|\Q|\Qa\E|\E|\G|\e|\c|\cA|\z|\p{L}|\P{L}|\L|\l|\.|\-|\/|\_|\ |\@|\é|\
(?=a)|(?=a)a|(?!a)|(?!a).|(?<=a)|(?<=a)b|(?<!a)b|(?<!a)|(?<=ab)|(?<=a|b)c|(?<=a|bc)|(?<=a*)|(?<=a{2})b|(?<=a{1,2})b|(?<=(a))b|(a)(?<=\1)|(?<=(a)\1)|(?<=\b)a|(?<=^)a|(?<=$)|(?=(a))ab|(?!(a))b|(?=a)*|(?=a)+b|(?!b)*a|(?<=a)?b|(?<|(?<a|(?<x>a)|(?'x'a)|(?<=a|(?=a|(?!
(?(1)a|b)|(a)?(?(1)b|c)|(a)?(?(1)b)|(?P<q>a)?(?(q)b|c)|(?(q)a)|(?(0)a)|(?(2)a)|(a)(?(2)b)|(?(|(?(1|(?(1)|(?(1)a|b|c)|(?()a)|(?(-1)a)|(?(a b)c)|(?(1a)b)|(?(DEFINE)a)|(?(R)a)|(?(?=a)b)
(?i)A|(?i)k|(?i)s|(?i)i|(?m)^bar|(?m)foo$|(?s)foo.bar|(?x) f o o # c|(?x)[a b]|(?x)a\ b|(?x)a\#b|(?x) a + +|(?x) a + ?|(?x)a #c|(?a)\w+|(?u)\w+|(?a)\d|(?im)^B|(?i)(?m)^B|a(?i)|(a(?i))|(?i)a|(?i)|x(?m)y|(?i:a)B|(?i:k)|(?-i:a)|(?i)a(?-i:b)|(?i-s:a.)|(?s-i:a.)|(?s:.)+|(?m:^)b|(?m:o$)|(?x: a b )c|(?a:\w)+|(?u:\w)|(?au:a)|(?au)a|(?L)a|(?t)a|(?L:a)|(?-a:b)|(?-:b)|(?-)|(?-i)|(?i|(?i-|(?i-i:a)|(?ii)a|(?z)|(?i z)|(?iz)|(?i-z:a)|(?i)a|(?^a)|(?|a|b)|(?&x)|(?R)|(?1)|(?+1)|(?-1)|(?C)|(?C1)|(*VERB)|(*UTF)a|(*ACCEPT)|(?#c)a|a(?#c)b|a(?#c)*|(?#|(?#c|(?|(?)|(??)|(?*)|(|)|()|(()|a)|(a))|((a)|(?:|(?:a
*|+|?|**|a**|a*+*|a+*|a?*|a??*|a{1}*|a*{2}|^*|$*|\b*|\A+|(^)*|(?:^)*|(?:a*)*|(?:a*)+|(?:a?)*?b|(a*)*|(a*)+|(a?)*b|(?:)*|()*|(|a)*|(a|)*|(a|)+b||a|a||||*|a|*|(*a)|(?:*a)|(?:a|b|)c
foo|bar|foo|foo|foobar|foob|foo.bar|fo+|[fo]+|o{2}|(o)(o)|(?P<first>\w+) (?P<second>\w+)|(\w+)=(\w+)|^(\d+)\.(\d+)\.(\d+)\.(\d+)$|arn:aws:iam::(\d{12}):role/(.+)|^[\w.+-]+@[\w-]+\.[\w.-]+$|[A-Z]|[a-z]+|[A-Za-z0-9_]+|[^@]+@|é|É|[é-ü]|[à-ý]+|ß|µ|σ|ς|Σ|ſ|İ|ı|K|ك|😀|[😀-😎]|[\u0100-\uffff]|[^\x00-\x7f]|[\x80-\U0010ffff]|\ud800|[\ud800-\udfff]|[^\ud800]|[\ud800-\ue000]|[a-\ud900]""".split("\n")
PATTERNS = [p for line in PATTERNS for p in re.split(r"(?<!\x00)\|(?![^\[]*\]\Z)", line)] + [
    p for line in PATTERNS for p in line.split("|")] + [
    "a|b", "a|ab", "ab|a", "(a|b)", "(a|ab)(c|bcd)?", "(?:a|b)|c", "a||b", "|", "||", "[a|b]", "(|)", "(a|)", "(?|a)", "^|b", "a|$",
    "(a)|(b)", "(?P<x>a)|(?P<y>b)", "((a)|(b))+", "(?:(a)|(b))*", "(?:(a)|b)*", "(?<=a|b)c", "(?<=a|bc)d", "(a)?(?(1)b|c)",
    "(a)?(?(1)b|c|d)", "(?i:a|b)c", "a|b|c|d", "abc|abd", "foo(?:bar|baz)?", "(?x) a | b # x\n | c", "(?x)\n a\n +", "a\n(", "a\nb)",
    "a\n\nb[", "\u00e9(", "(\n", "(?P<\u00e9>a)", "(?P<n>a)\n(?P=m)", "a{4294967295}", "a{4294967294,4294967295}", "(?:a{4294967296})",
    "(?i)[k-l]", "(?i)[^k]", "(?i)[s]", "(?i)[i]", "(?i)[h-j]", "(?ai)k", "(?ai)[k]", "(?ai)\u00e9", "(?i)[\u00e0-\u00ff]", "(?i)\u03c3", "(?i)[\u0370-\u03ff]+",
    "(?i)stra\u00dfe", "(?i)\u1e9e", "(?i)[\x00-\U0010ffff]", "(?i)[^\u0100-\uffff]", "(?i)\u0130", "(?i)\u0131", "(?i)\u017f", "(?i)\u212a", "(?i)(.)\\1",
    "(?i)\\w", "(?i)[\\W]", "(?i)[^\\Wk]", "(?i)\u00b5", "(?i)[\U00010400-\U00010410]", "(?i)[a-z]+", "(?i)[A-Z_]+\\d",
    "\\bfoo", "(?a)\\b\u00e9", "(?a)\\B", "(?a)[^\\w]", "(?a)[\\W\\d]", "(?a)\\s+", "\\B", "\\b\\B",
    "\u0000", "\\0", "a\\0b", "[\\0]", "\x1c", "\\\n", "\n", "(?s).", "(?m)^", "(?m)$", "(?m)^$", "(?m)\\Z", "(?m)\\A",
]


def patterns():
    done = set()
    for p in PATTERNS:
        if p not in done:
            done.add(p)
            yield p


def compiles(p, flags=0):
    try:
        re.compile(p, flags)
        return True
    except Exception:
        return False


def is_known_gap(p):
    """Left out: names of characters, and what PCRE2's limits of repeats refuse."""
    return "\\N{" in p or re.search(r"\d{6,}", p)


def fixed():
    for p in patterns():
        if is_known_gap(p) and compiles(p):
            continue
        case("pattern", p)
        if not compiles(p):
            continue
        for flags in RANDOM.sample([0, I, M, S, A, I | M, I | A], 2):
            for subject in RANDOM.sample(SUBJECTS, 2):
                case(RANDOM.choice(WITH_SUBJECT), p, subject, flags)
    for flags in (0, I, M, S, X, A, I | M, I | M | S | X | A, re.U, A | re.U, re.L):
        case("pattern", "a b", flags)
        case("search", "a b", "AB", flags)


def letters():
    """Single letters of difficult case, each against all others."""
    odd = "kKsSiI\u212a\u017f\u0130\u0131\u00b5\u03bc\u039c\u03c3\u03c2\u03a3\u03b9\u0399\u1fbe\u0345\u00df\u1e9e\u00e5\u212b\u01c4\u01c5\u01c6\u03c9\u2126\u1e61\u1e9b\ufb05\ufb06\u13a0\uab70\u1c80\u0432\U00010400\U00010428"
    for c in odd:
        case("findall", c, odd, I)
        case("findall", "[%s]" % c, odd, I)
        case("findall", "[^%s]" % c, odd, I | A)
    for lo, hi in (("a", "z"), ("h", "j"), ("\u00e0", "\u00fe"), ("\u0370", "\u0400"), ("\u1e00", "\u1fff"), ("\x00", "\uffff"), ("j", "\u2000")):
        case("findall", "[%s-%s]" % (lo, hi), odd, I)
        case("findall", "[^%s-%s]" % (lo, hi), odd, I)


def classes():
    """Which code points each class has, asked in runs."""
    points = [chr(c) for c in range(0x3100) if not 0xd800 <= c < 0xe000]
    points += [chr(RANDOM.randrange(0x3100, 0xd800)) for _ in range(300)] + [chr(RANDOM.randrange(0xe000, 0x2ffff)) for _ in range(300)]
    for at in range(0, len(points), 160):
        text = "".join(points[at:at + 160])
        for p in (r"\w", r"\d", r"\s"):
            case("subn", p, "", text)
            if at < 1000:
                case("subn", p.upper(), "", text)
                case("subn", p, "", text, 0, A)


TEMPLATES = ["", "x", r"\1", r"\g<1>", r"\g<0>", r"[\g<0>]", r"\2", r"\g<n>", r"\g<2>", r"\n\t\\", r"\q", r"\8", r"\0", r"\01", r"\101",
             r"\777", r"\g", r"\g<", r"\g<>", r"\g<1", r"\g<x y>", r"\g<-1>", r"\g<01>", r"\1\1", r"\10", r"\100", r"\.", r"\-", r"\é", "é\\", "\\",
             "a\n\\2", r"\x41", r"\u0041", r"\g<99999999999>", "<group>", "<span>", "<lastgroup>"]


def substitutions():
    for template in TEMPLATES:
        case("sub", r"(o)", template, "foo bar")
        case("sub", r"(?P<n>o)|(a)", template, "foo bar")
        case("subn", r"x*", template, "axb")
        case("sub", r"\b", template, "a bc")
        if not template.startswith("<"):
            case(".expand", r"(?P<n>o)(x)?", "foo", template)
    for count in (0, 1, 2, -1, True, "a", None):
        case("sub", "o", "0", "foo boo", count)
        case("subn", "o", "0", "foo boo", count)
        case("split", "o", "foo boo", count)
    for repl in (None, 1, ["a"], ("a",)):
        case("sub", "o", repl, "foo")
    for p in (",", ", *", "(,)", "(,)|(;)", "", "x*", r"\b", "^", "$", r"(?m)^", "(a)|b", r"\s+"):
        for s in ("a,b, c", "", ",", "axbxc", "a;b,c", "one two\nthree", "\u00e9,\U0001f600,x"):
            for op in ("split", "findall", "finditer"):
                case(op, p, s)
            case("sub", p, "-", s)
            case("sub", p, r"<\g<0>>", s)


def arguments():
    for bad in (None, 1, 1.5, [1], {"a": 1}, ("a",), b"a"):
        for op in ("match", "search", "findall", "split", "fullmatch"):
            case(op, "a", bad)
            if bad != b"a":
                case(op, bad, "a")
        case("sub", "a", "b", bad)
        if bad != b"a":
            case("compile", bad)
            case("escape", bad)
    for flags in (None, "I", 1.5, [1], True):
        case("match", "a", "A", flags)
    for text in ("", "abc", "a.b*c", "\\d", "[x]{2}", "a b\n\t#&~-", "\u00e9\x00", "user@example.com"):
        case("escape", text)
    for group in (0, 1, 2, 3, -1, "n", "x", None, 1.5, True, False, 10 ** 20, [1]):
        for op in (".group", ".start", ".end", ".span", ".[]"):
            case(op, "(?P<n>o)(x)?", "\u00e9foo", group)
    case(".group", "(a)(b)?", "ab", 0, 1, 2)
    case(".group", "(a)(b)?", "a", 1, 2)
    case(".group", "(a)", "a", 1, 5)
    for op in (".group", ".groups", ".groupdict", ".start", ".end", ".span"):
        case(op, "(?P<n>a)(?P<m>b)?(c)?", "xa")
    for default in (None, "", 0, "z"):
        case(".groups", "(?P<n>a)(?P<m>b)?(c)?", "xa", default)
        case(".groupdict", "(?P<n>a)(?P<m>b)?(c)?", "xa", default)
    for op in ("match", "search", "fullmatch", "findall", "finditer"):
        for pos in (0, 1, 2, 3, 5, 9, -1, True, 10 ** 30, -10 ** 30, "a", None):
            case("at:" + op, "o|^|$|\u00e9", 0, "\u00e9foo\n", pos)
            case("at:" + op, "o", 0, "\u00e9foo", pos)
        for pos, end in ((0, 2), (1, 3), (2, 2), (3, 1), (0, -1), (0, 99), (1, 10 ** 30), (0, "x")):
            case("at:" + op, r"o*$|\B", 0, "\u00e9foo\n", pos, end)
            case("at:" + op, "o+", 0, "\u00e9foo", pos, end)
    case("search", "x*", "y" * 60)
    case("search", ".*", "y'" * 60)
    case("search", ".*", "\u00e9\n" * 60, S)
    case("compile", "a" * 300)
    case("compile", "'\"" * 120, I | A)


def generated_pattern(depth=0, groups=None):
    groups = groups if groups is not None else [0]
    atoms = ["a", "b", "c", ".", r"\w", r"\d", r"\s", "[ab]", "[^a]", "[a-c]", r"[\W\d]", r"\b", "^", "$", "1", "_", "K", "\u00e9", "\n", " ", r"\.", "{", "-"]
    parts = []
    for _ in range(RANDOM.randint(1, 4)):
        kind = RANDOM.random()
        if kind < 0.30 and depth < 3:
            opening = RANDOM.choice(["(", "(", "(?:", "(?i:", "(?>", "(?=", "(?!", "(?<=", "(?<!", "(?s:", "(?-i:"])
            if opening == "(":
                groups[0] += 1
            part = opening + "|".join(generated_pattern(depth + 1, groups) for _ in range(RANDOM.choice([1, 1, 2]))) + ")"
        elif kind < 0.35 and groups[0]:
            part = "\\%d" % RANDOM.randint(1, groups[0])
        else:
            part = RANDOM.choice(atoms)
        if RANDOM.random() < 0.35:
            part += RANDOM.choice(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{1,}", "*+", "?+", "++", "{,2}?", "{"])
        parts.append(part)
    return "".join(parts)


def ill_defined(pattern):
    """Where CPython and Perl's tradition part: captures inside of repeats and of look-arounds that were left again."""
    return (re.search(r"\([^?].*\)[*+?{]", pattern, re.S) or re.search(r"\(\?<?[=!>].*\((?!\?)", pattern, re.S)
            or re.search(r"\\\d", pattern) and re.search(r"[*+?{]", pattern))


def generated():
    made = 0
    while made < COUNT:
        p = generated_pattern()
        flags = RANDOM.choice([0, 0, I, M, S, A, X, I | M])
        if not compiles(p, flags):
            if RANDOM.random() < 0.3:
                case("search", p, "abc", flags)
                made += 1
            continue
        subject = RANDOM.choice([RANDOM.choice(SUBJECTS), "".join(RANDOM.choice("aabbc1_ \nK\u00e9k-.{") for _ in range(RANDOM.randint(0, 14)))])
        op = RANDOM.choice(WITH_SUBJECT)
        if ill_defined(p):
            case("sub", p, "-", subject, 0, flags)
        else:
            case(op, p, subject, flags)
        made += 1


print("# Written by tests/python/regex_cases.py.")
fixed()
letters()
classes()
substitutions()
arguments()
generated()
