"""hostile.py — rules with script injection in every field, two for each of 200 strings.

The first is a rule in YAML, the second one in Python with the string in its comments and
texts. JSON is YAML, so documents are written as JSON below a comment. Ids and names are
without the five characters that the compiler refuses in them.
"""

import json

PAYLOADS = [
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1>",
    "<svg><script>window.pwned=1</script></svg>",
    "<iframe srcdoc='<script>top.pwned=1</script>'>",
    "<a href=javascript:window.pwned=1>x</a>",
    "javascript:window.pwned=1",
    "<details open ontoggle=window.pwned=1>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//example.invalid/x.css>",
    "<base href=//example.invalid/>",
    "<meta http-equiv=refresh content=0;url=//example.invalid>",
    "<form action=//example.invalid><input autofocus onfocus=window.pwned=1>",
    "<math><mtext></mtext><mglyph><style><img src onerror=window.pwned=1>",
    "<noscript><p title='</noscript><img src=x onerror=window.pwned=1>'>",
    "<template><script>window.pwned=1</script></template>",
    "<!--<img src='--><img src=x onerror=window.pwned=1>'>",
    "<![CDATA[<script>window.pwned=1</script>]]>",
    "onmouseover=window.pwned=1 x=",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "&#x3c;img src=x onerror=window.pwned=1&#x3e;",
    "\\u003cimg src=x onerror=window.pwned=1\\u003e",
    "<object data=javascript:window.pwned=1>",
    "${window.pwned=1}{{constructor.constructor('window.pwned=1')()}}",
    "<x \u202e onclick=window.pwned=1 \u2028 >",
]
CLOSERS = ["", "\"'>", "</title></code></pre></span>", "*/ --> ", "]); ", "</svg></text>",
           "' autofocus onfocus=window.pwned=1 '", "``` [x](javascript:window.pwned=1) "]


def strings():
    """200 strings: each payload after each way out of where it may stand."""
    return [closer + payload for payload in PAYLOADS for closer in CLOSERS]


def name(text):
    return text.translate({ord(char): None for char in "<>&\"%"})


def metadata(text, rule_id):
    return {
        "RuleID": name(rule_id), "DisplayName": name(text), "Enabled": True, "LogTypes": [text],
        "Severity": "High", "Description": text, "Runbook": text,
        "Reference": "https://example.invalid/" + text.replace(" ", "/"), "Status": text,
        "CreatedBy": text, "Tags": [text], "SummaryAttributes": [text],
        "Reports": {"MITRE ATT&CK": [text + ":" + text, "TA0005:T1562"], text: [text]},
        "Tests": [{"Name": text, "ExpectedResult": True, "Log": {
            text: text, "a": text, "b": [text, {text: 1}]}}],
    }


def write_yaml(folder, index, text):
    rule = {"AnalysisType": "rule", **metadata(text, f"{text} y{index}")}
    rule["Detection"] = [
        {"KeyPath": "a", "Condition": "Equals", "Value": text},
        {"KeyPath": "c", "Condition": "DoesNotEqual", "Value": text},
        {"Any": [{"KeyPath": "d", "Condition": "IsIn", "Values": [text, "x"]},
                 {"KeyPath": "a", "Condition": "Contains", "Value": text}]},
        {"None": [{"KeyPath": "e", "Condition": "StartsWith", "Value": text}]}]
    rule["AlertTitle"] = text.replace("{", "(").replace("}", ")")
    rule["AlertContext"] = [{"KeyName": text, "KeyValue": {"KeyPath": "a"}}]
    comment = text.replace("\u2028", " ")
    (folder / f"y{index}.yml").write_text(
        f"# {comment}\n" + json.dumps(rule, indent=1), encoding="utf-8")


def write_python(folder, index, text):
    rule = {"AnalysisType": "rule", "Filename": f"p{index}.py",
            **metadata(text, f"{text} p{index}")}
    (folder / f"p{index}.yml").write_text(
        json.dumps(rule, indent=1), encoding="utf-8")
    said = json.dumps(text)
    (folder / f"p{index}.py").write_text(
        f"# {text}\ndef rule(event):\n"
        f"    # {text}\n"
        f"    return event.get('a') == {said} and event.get({said}) not in [{said}, 'x'] \\\n"
        f"        or event.get('b') is not None  # {text}\n\n\n"
        f"def title(event):\n    return {said} + str(event.get({said}))\n\n\n"
        f"def alert_context(event):\n    return {{{said}: event.get({said})}}\n",
        encoding="utf-8")


def write(folder, texts):
    folder.mkdir(parents=True)
    for index, text in enumerate(texts):
        write_yaml(folder, index, text)
        write_python(folder, index, text)
