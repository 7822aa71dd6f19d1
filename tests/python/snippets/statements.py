# Statements, simple and compound.
pass
pass; pass
pass;
a = 1
a = b = c
a, b = c
a, = b
(a, b) = c
[a, b] = c
[a, [b, *c]] = d
*a, b = c
a, *b = c
*a, = b
a.b = c
a[0] = c
a.b[c].d = e
(a) = b
((a)) = b
() = a
[] = a
a = b, c
a = *b, c
a = (b,)
a = lambda: b
a: int
a: int = 1
a.b: int = 1
a[0]: int
(a): int = 1
a: "list[int]" = [1]
a: int = 1, 2
a: tuple = yield
a += 1
a -= 1
a *= 1
a /= 1
a //= 1
a %= 1
a @= 1
a &= 1
a |= 1
a ^= 1
a <<= 1
a >>= 1
a **= 1
a.b += 1
a[0] += b, c
(a) += 1
del a
del a, b
del a,
del (a, b)
del [a, b]
del a.b, a[0], (c)
del (a), b
del ()
assert a
assert a, b
assert (a, b)
raise
raise a
raise a from b
import a
import a.b
import a . b
import a, b.c
import a as b
import a.b as c, d as e
from a import b
from a import b as c
from a import b, c as d
from a import (b)
from a import (b, c,)
from a import (
    b as c,
    d,
)
from . import a
from .. import a
from ... import a
from .... import a
from .a import b
from ...a.b import c
from . a import b
from a import *
if a: pass
if a: b; c
if a:
    b
if a:
    b
else:
    c
if a:
    b
elif c:
    d
elif e:
    f
else:
    g
if a:
    b
elif c:
    d
if a: b
elif c: d
else: e
if (a := b):
    pass
if a := b: pass
if not a:
    if b:
        c
    else:
        d
while a:
    b
else:
    c
while a := b:
    break
while True: continue
for a in b: pass
for a in b:
    pass
else:
    pass
for a, b in c: pass
for a, in b: pass
for (a, b) in c: pass
for [a, b] in c: pass
for *a, b in c: pass
for a.b in c: pass
for a[0] in c: pass
for a in b, c: pass
for a in *b, c: pass
for (a) in (b): pass
for a in lambda: b: pass
try:
    a
except:
    b
try: a
except b: c
try:
    a
except (b, c) as d:
    e
except f:
    g
except:
    h
else:
    i
finally:
    j
try:
    a
finally:
    b
try:
    a
except* b as c:
    d
except* e:
    f
with a: pass
with a as b: pass
with a as b, c as d: pass
with a, b: pass
with (a): pass
with (a) as b: pass
with (a, b): pass
with (a, b) as c: pass
with (a as b): pass
with (a as b, c as d,): pass
with (a as b, c): pass
with (a, b as c): pass
with (a).b as c: pass
with (a)(b): pass
with (a, b)[0] as c: pass
with (a), (b): pass
with (yield): pass
with (x for x in y): pass
with (x for x in y) as z: pass
with (): pass
with (a := b): pass
with (*a, b): pass
with a as (b, c): pass
with a as b.c, d as e[0]: pass
with a as [b, *c]:
    pass
with open(a) as b, \
     open(c) as d:
    pass
class A: pass
class A(): pass
class A(B, C): pass
class A(B, metaclass=C, **d): pass
class A(*b, C, d=1): pass
@a
class A:
    b = 1
    def c(self):
        return self.b
    class D: pass
global_ = 1
def f():
    global a
    global b, c
    def g():
        nonlocal_ = 1
        nonlocal x, y
    return
def f(): return a
def f(): return a, b
def f(): return *a, b
def f(): return (yield)
def f(): yield
def f(): yield a
def f(): yield from a
def f(): yield a, *b
def f(): a = yield from b
async def f(): pass
async def f(a, *, b: int = 1) -> c:
    await a
    await a.b(c)[d]
    x = await a + -await b
    async for a in b: pass
    else: pass
    async with a as b, c: pass
    async with (a as b, c as d): pass
    return [x async for x in y if await x]
[x for x in y if [z async for z in x]]
