"""Write iam_cases.tsv: what policyuniverse answers about policies.

    python3.11 tests/python/iam_cases.py > tests/python/iam_cases.tsv

    class.attribute TAB document TAB expected

with policyuniverse and panther_core installed. A method is called; W('…') is the JSON as
a rule sees it in its event. Elements of a set are sorted by their repr. What needs the
catalogue of actions is not asked, nor what depends on the order of a set.
"""
import json
import random
import sys

from panther_core.immutable import ImmutableCaseInsensitiveDict
from policyuniverse.policy import Policy
from policyuniverse.statement import Statement

assert sys.version_info[:2] == (3, 11)
RANDOM = random.Random(5)
CLASSES = {"Policy": Policy, "Statement": Statement}
OF_POLICY = "principals condition_entries is_internet_accessible internet_accessible_actions whos_allowed".split()
OF_STATEMENT = ("effect principals actions condition_entries resources uses_not_principal whos_allowed is_internet_accessible "
                "is_condition_internet_accessible condition_arns condition_accounts condition_orgids condition_orgpaths "
                "condition_userids condition_cidrs condition_vpcs condition_vpces").split()
seen = set()


class W:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return f"W({self.text!r})"


def show(value):
    if isinstance(value, set):
        return "{%s}" % ", ".join(sorted(map(repr, value)))
    return repr(value)


def answer(name, document):
    class_, _, attribute = name.partition(".")
    if isinstance(document, W):
        document = ImmutableCaseInsensitiveDict(json.loads(document.text))
    try:
        value = getattr(CLASSES[class_](document), attribute)
        return show(value() if callable(value) else value)
    except Exception as e:
        return "!%s: %s" % (type(e).__name__, e)


def case(name, document):
    if (name, repr(document)) not in seen:
        seen.add((name, repr(document)))
        print("%s\t%r\t%s" % (name, document, answer(name, document)))


def ask(document, names=OF_STATEMENT, class_="Statement"):
    for name in names:
        case(f"{class_}.{name}", document)


def openness(principal):
    case("Statement.is_internet_accessible", {"Effect": "Allow", "Principal": principal})


NAMES = """* arn:aws:iam::123456789012:root arn:aws:iam::*:role/Hello arn:aws:iam:::role/Hello arn:aws:s3:::bucket arn:aws:s3:::*
arn:aws:s3:::bucket/* arn:aws:s3::*:x arn:aws:iam::cloudfront:user/x arn:aws:iam::aws:policy/x arn:aws:iam::12345678901:root
arn:aws:iam::1234567890123:root arn:aws:iam::aws arn:aws:iam::aws: arn:aws:iam::*: arn:aws:iam::*:* arn:aws:iam::*:a:b arn:::::x
arn::::*:x arn::::: ARN:aws:iam::*:x arn:aws:iam::1234*:x arn:aws:*::*:x arn:aws:sns:us-east-1:123456789012:topic xarn:aws:iam::*:x
arn:*:*:*:*:* arn:aws:iam::x:y* arn:aws:iam 123456789012 12345678901 1234567890123 123456789012123456789012 12345678901* 1
ec2.amazonaws.com s3.amazonaws.com ec2.us-east-1.amazonaws.com a.b.c.amazonaws.com .amazonaws.com a..amazonaws.com amazonaws.com
ec2.amazon.com ec2.amazonaws.com.cn x.*.amazonaws.com *.amazonaws.com * *.* elasticmapreduce.aws.internal a.b.aws.internal
a.awsxinternal aXawsYinternal .aws.internal *.aws.internal aws.internal a.aws..internal cognito-identity.amazonaws.com accounts.google.com
*.google.com AIDAEXAMPLE AROA:* o-*""".split()
NAMES += ["", " ", "\n", "*\n", "arn:aws:iam::*:x\n", "arn:aws:iam::*:x\n\n", "arn:aws:iam::*:\n", "arn:aws:iam::*:x\ny", "arn:a\nb:iam::*:x",
          "123456789012\n", "123456789012\n\n", "ec2.amazonaws.com\n", "a\nb.amazonaws.com", "a.aws\ninternal", "a\naws.internal", "aéaws.internal",
          "a.awséinternal", "é.aws.internal", "\u0661" * 12, "arn:aws:iam::" + "\u0661" * 12 + ":x", "arn:aws:iam::" + "\u0661" * 11 + "*:x", "١*",
          "a😀b.amazonaws.com", "😀aws.internal", "a\n"]
ODD = [None, True, False, 0, 1, 1.5, [], ["*"], ["a", "*"], {}, {"AWS": "*"}, ("*",), [["*"]], [None], [{}], [1], b"*", {1: 2}]
ORGANIZATIONS = """o-* o-a o-a/r-b o-a/r-b/ou-c o-a/r-b/ou-c/* o-a/r-b/ou-c/ou-* o-a/r-b/ou-c/ o-a/r-b/* o-a/r-b/*/x o-a/r-b/ou-*/x o-a/r-b//x
o-*/r-b o-*/x o-*/r-*/x o-a/r-b/o-* o-a/r-b/*/o-* o-a/r-b/*/ou-o-* o-a/r-b/ou-o-* o-a/o-* * */r-b */* a a/o-* x/o-*/y o- o o-a/ o-a// o-*/r-*/ou-* / ou-o-*""".split() + [""]
USERIDS = "* a *a a* a*b ** A:* A:** é* *é".split() + ["", "*\n"]
CIDRS = "0.0.0.0/0 10.0.0.0/8 ::/0 /0 0 1.2.3.4/00 1.2.3.4/10".split() + ["", "/0\n"]
OPERATORS = """StringEquals StringLike stringequals STRINGLIKE StringEqualsIgnoreCase StringEqualsIfExists StringNotEquals StringNotLike ArnEquals ArnLike
ARNEQUALS ArnNotLike ArnLikeX IpAddress ipaddress NotIpAddress IpAddressIfExists IpAddressX ForAllValues:StringLike ForAnyValue:StringEquals
forallvalues:arnlike ForAnyValue:ForAnyValue:StringLike ForAllValues: ForAnyValueStringLike ForSomeValues:StringLike Bool Null StringE String
DateGreaterThan XStringLike""".split() + ["", " StringLike", "StringLi\u212ae", "\u017ftringLike", "Str\u0131ngLike", "STR\u0130NGLIKE", "\u0130pAddre\u017f\u017f",
                                         "StringEqual\u017f", "StringLik\u00e9"]
KEYS = """aws:SourceArn AWS:SourceArn aws:PrincipalArn aws:SourceOwner aws:SourceAccount AWS:SOURCEACCOUNT aws:PrincipalAccount aws:PrincipalOrgID
aws:PrincipalOrgPaths kms:CallerAccount aws:userid aws:UserId aws:SourceIp aws:SourceVpc aws:SourceVpce SAML:aud aws:SecureTransport aws:username
aws:Referer aws:SourceArnX""".split() + ["", "\u212ams:CallerAccount", "AW\u017f:SourceArn", "aws:Pr\u0130ncipalArn"]
VALUES = ["*", "a", "123456789012", ["a", "b"], ["*", "a"], [], "", "vpc-*", "vpc-1", "arn:aws:iam::123456789012:root", "arn:aws:iam::*:x", "10.0.0.0/8",
          "0.0.0.0/0", ["10.0.0.0/8", "0.0.0.0/0"], "o-a", "o-*", ["o-a/r-b/*"], "AROA:*", 1, None, True, [1], [["*"]], {"a": 1}, [None]]

print("# Written by tests/python/iam_cases.py.")
for text in NAMES:
    openness(text)
for odd in ODD:
    openness(odd)
    openness({"AWS": odd})
    openness({"Service": odd, "Federated": "x"})
    openness({"CanonicalUser": odd})
    case("Statement.principals", {"Principal": odd})
    case("Statement.principals", {"Principal": {"AWS": odd}})
    case("Statement.actions", {"Action": odd})
    case("Statement.resources", {"Resource": odd})
    case("Statement.resources", {"NotResource": odd})
    case("Statement.effect", {"Effect": odd})
    case("Statement.is_internet_accessible", {"Effect": odd, "Principal": "*"})
    case("Statement.condition_entries", {"Condition": odd})
    case("Statement.condition_entries", {"Condition": {"StringLike": odd}})
    case("Statement.condition_entries", {"Condition": {"StringLike": {"aws:SourceArn": odd}}})
    case("Statement.condition_entries", odd)
    case("Policy.principals", odd)
    case("Policy.principals", {"Statement": odd})
for key, texts in (("aws:PrincipalOrgID", ORGANIZATIONS), ("aws:userid", USERIDS), ("aws:SourceIp", CIDRS), ("aws:SourceArn", NAMES), ("aws:SourceVpc", ["*", "a", ""])):
    for text in texts + [1, None, True, [1], [["*"]], {"*": 1}, [{"a": 1}], b"*"]:
        document = {"Condition": {"StringLike": {key: text}}}
        case("Statement.is_condition_internet_accessible", document)
        if key == "aws:PrincipalOrgID":
            case("Statement.condition_orgids", document)
for operator in OPERATORS + [1, None, b"StringLike"]:
    case("Statement.condition_entries", {"Condition": {operator: {"aws:SourceArn": "a"}}})
for key in KEYS + [1, None, b"aws:SourceArn"]:
    case("Statement.condition_entries", {"Condition": {"StringLike": {key: "a"}}})
for effect in ("Allow", "Deny", "allow", None):
    ask({"Effect": effect, "NotPrincipal": {"AWS": "123456789012"}, "Action": ["a:b", "c:*"], "Resource": "*"})
    ask({"Effect": effect, "Principal": "*", "Action": "a:b", "NotResource": "x"})
for action in ("S3:GetObject", ["S3:GetObject", "s3:getobject", "iam:PassRole"], [], ["É:x?"], None, 1):
    case("Statement.actions_expanded", {"Action": action})
    case("Statement.actions_expanded", {"Action": "a:B", "NotAction": action} if action in ([], None, 1) else {})


def draw():
    statement = {"Effect": RANDOM.choice(["Allow"] * 6 + ["Deny", "allow", None])}
    kind = RANDOM.random()
    if kind < 0.3:
        statement["Principal"] = RANDOM.choice(NAMES)
    elif kind < 0.8:
        statement["Principal"] = {
            RANDOM.choice(["AWS", "Service", "Federated", "aws", "CanonicalUser"]): RANDOM.choice([RANDOM.choice(NAMES), RANDOM.sample(NAMES, 3)])
            for _ in range(2)}
    elif kind < 0.9:
        statement["NotPrincipal"] = "*"
    statement[RANDOM.choice(["Action", "Action", "NotAction"])] = RANDOM.choice(["s3:*", ["s3:Get*", "s3:PutObject"], "*", []])
    if RANDOM.random() < 0.7:
        statement["Condition"] = {RANDOM.choice(OPERATORS): {RANDOM.choice(KEYS): RANDOM.choice(VALUES) for _ in range(2)} for _ in range(RANDOM.choice([1, 1, 2]))}
    return statement


for _ in range(100):
    statement = draw()
    ask(statement, ["is_internet_accessible", RANDOM.choice(OF_STATEMENT)])
    ask(W(json.dumps(statement)), ["is_internet_accessible", RANDOM.choice(OF_STATEMENT)])
    policy = {"Statement": RANDOM.choice([statement, [statement], [draw(), statement], [draw() for _ in range(3)]])}
    ask(policy, ["is_internet_accessible", RANDOM.choice(OF_POLICY)], "Policy")
    ask(W(json.dumps(policy)), ["is_internet_accessible", RANDOM.choice(OF_POLICY)], "Policy")
    ask(W(json.dumps({"statement": {key.lower(): value for key, value in statement.items()}})), [RANDOM.choice(OF_POLICY)], "Policy")
