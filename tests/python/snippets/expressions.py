# Each construct of an expression, alone and with neighbours.
a
a.b.c
a . b
a[0]
a[1:2]
a[:]
a[::]
a[1:]
a[:2]
a[::3]
a[1:2:3]
a[1:2, ::3]
a[1,]
a[1, 2]
a[*b]
a[*b, c]
a[b := 1]
a[(b := 1):2]
a[lambda: 1]
f()
f(a)
f(a,)
f(a, b=1)
f(*a)
f(*a, b, *c)
f(a=1, *b)
f(**a)
f(a, *b, c=1, **d, e=2)
f(a if b else c)
f(a := 1)
f(x for x in y)
f((x for x in y), 1)
f(a)(b)[c].d
f(*a or b, **c or d)
-a
- - a
+a
~a
not a
not not a
-a ** -b
a ** b ** c
-a.b ** c[0]
(a ** b) ** c
a + b
a + b - c * d / e // f % g @ h
a << b >> c & d ^ e | f
a | b ^ c & d << e + f * -g ** h
(a + b) * c
((a))
((a + b)) + ((c))
(a).b
(a)(b)
(a)[b]
a < b
a < b <= c == d != e > f >= g
a is b
a is not b
a in b
a not in b
a in b in c
not a in b
not a is b
(not a) in b
a and b
a and b and c
a or b or c
a or b and c or not d
(a and b) and c
a if b else c
a if b else c if d else e
(a if b else c) if d else e
a if b and c else d or e
lambda: 0
lambda a: a
lambda a, b=1: a
lambda *a, **b: a
lambda *, a: a
lambda a, /, b, *, c=1: a
lambda *a, b, c=2, **d: a
lambda a=lambda: 1: a
lambda: (yield)
lambda: lambda: 0
lambda a: a if b else c
(a := 1)
(a := b, c)
[a := 1, b := 2]
{a := 1}
()
(a,)
(a, b)
(a, b,)
(*a,)
(*a, *b)
a,
a, b
*a, b
[]
[a]
[a,]
[a, *b, c]
{}
{a: b}
{a: b,}
{a: b, **c, d: e}
{**a}
{**a, **b}
{**a | b}
{a: lambda: 1}
{a if b else c: d}
{lambda: 1: 2}
{a}
{a, b}
{*a, b}
{a,}
[x for x in y]
[x for x in y if x]
[x for x in y if x if z]
[x for x in y for z in x if z]
[x for x, in y]
[x for x, z in y]
[x for (x, z) in y]
[x for x, *z in y]
[x for x.a in y]
[x for x[0] in y]
[[z for z in x] for x in y]
[x for x in a if b or c]
[x for x in (a if b else c)]
[(yield) for x in y]
[x := 1 for z in y]
[lambda: x for x in y]
{x for x in y}
{x: z for x, z in y}
{x: z for x in y for z in x}
(x for x in y)
(x, z) if (x for x in y) else 0
...
None
True, False
__debug__
a if (b) else (c)
a.b if c.d(e) else f[g]
print
match
case
type
_
match[a]
match(a)
match.a
match, case
match * a, b
match - a
match in a
match or case
case(match)
soft = match = case = _ = type
1if a else 2
1or 2
1and 2
1in a
1is a
0xfor 1
[1for x in y]
1 .real
1..real
1.0.real
1j
1.5j + 2
await_ = 1
(a
 + b
   # a comment
 - c

 * d)
a + \
    b
ä + ö.ü(ß)
"ä", a, "öü", b
(yield)
(yield a)
(yield a, b)
(yield *a, b)
(yield from a)
a = yield
a = yield b, c
a += yield b
