### 
a b
### 
1 = a
### 
f() = 1
### 
a + b = 1
### 
None = 1
### 
(a, 1) = b
### 
'a' = 1
### 
f'{a}' = 1
### 
a = 1 = b
### 
a += b += c
### 
(a, b) += 1
### 
[a] += 1
### 
(a, b): int
### 
a, b: int
### 
not a = 1
### 
a if b else c = 1
### 
lambda: a = 1
### 
(a := 1) = 2
### 
a := 1
### 
del 1
### 
del f()
### 
del *a
### 
del (a, *b)
### 
del a + b
### 
for 1 in a: pass
### 
for a + b in c: pass
### 
for f() in a: pass
### 
for a of b: pass
### 
for a in: pass
### 
[x for 1 in y]
### 
[x for x in y if]
### 
[x for x in a if b else c]
### 
[x for x in lambda: y]
### 
[*a for x in y]
### 
{**a for x in y}
### 
{a: b for}
### 
f(x for x in y, 1)
### 
f(1, x for x in y)
### 
f(x for x in y,)
### 
f(a=1, 2)
### 
f(**a, b)
### 
f(**a, *b)
### 
f(a b)
### 
f(a=)
### 
f(=a)
### 
f(a.b=1)
### 
f(1=2)
### 
f((a)=1)
### 
f(
### 
f(a,,b)
### 
(a
### 
(a]
### 
[a)
### 
{a: }
### 
{a: b, c}
### 
{a, b: c}
### 
{a := 1: 2}
### 
{*a: b}
### 
(*a)
### 
(a, b
### 
)
### 
a]
### 
}
### 
a[]
### 
a[b c]
### 
a[1:2:3:4]
### 
a[b := 1:2]
### 
a[:b := 1]
### 
(yield) = 1
### 
x = yield = 1
### 
lambda a b: 1
### 
lambda a=1, b: 1
### 
lambda *: 1
### 
lambda *, **a: 1
### 
lambda a: int: 1
### 
lambda (a): 1
### 
def f(a=1, b): pass
### 
def f(*): pass
### 
def f(*, **a): pass
### 
def f(*a, *b): pass
### 
def f(**a, b): pass
### 
def f(**a, **b): pass
### 
def f(/, a): pass
### 
def f(a, /, b, /): pass
### 
def f(*a, /): pass
### 
def f(*a=1): pass
### 
def f(**a=1): pass
### 
def f(a, /, b=1, c): pass
### 
def f(1): pass
### 
def f(a.b): pass
### 
def f((a, b)): pass
### 
def f: pass
### 
def (): pass
### 
def f() pass
### 
def f():
### 
def f() -> : pass
### 
class: pass
### 
class A(x for x in y): pass
### 
class A B: pass
### 
if a pass
### 
if a:
### 
if a: if b: c
### 
if a:
pass
### 
if a:
  b
    c
### 
if a:
    b
  c
### 
 a
### 
a
  b
### 
if a:
	b
        c
### 
if a:
        b
	c
### 
if a = 1: pass
### 
if: pass
### 
elif a: pass
### 
else: pass
### 
while a
### 
while: pass
### 
while a: pass
elif b: pass
### 
try: a
### 
try: a
except b, c: d
### 
try: a
except: b
except c: d
### 
try: a
except: b
except* c: d
### 
try: a
except* : b
### 
try: a
else: b
### 
try: a
except as b: c
### 
except: a
### 
finally: a
### 
with: pass
### 
with a as: pass
### 
with a as 1: pass
### 
with a as f(): pass
### 
with (a as b) as c: pass
### 
with (a as b
### 
with a, : pass
### 
match a:
    b
### 
match a:
    case: pass
### 
match a:
    case 1 + 2: pass
### 
match a:
    case a + b: pass
### 
match a:
    case _ as _: pass
### 
match a:
    case 1 as b.c: pass
### 
match a:
    case {**a, 'b': 1}: pass
### 
match a:
    case {a: 1}: pass
### 
match a:
    case A(x=1, 2): pass
### 
match a:
    case *a: pass
### 
match a:
    case (*a): pass
### 
match a:
    case +1: pass
### 
match a:
    case 1
        pass
### 
match a:
    case - a: pass
### 
match a:
case 1: pass
### 
match:
    case 1: pass
### 
import
### 
import a.
### 
import .a
### 
import a as b.c
### 
import a as
### 
import *
### 
import (a)
### 
from a import
### 
from a import b,
### 
from a import (b
### 
from a import ()
### 
from a import b.c
### 
from a import (*)
### 
from . a.b.
### 
from import a
### 
from a import *, b
### 
return = 1
### 
pass = 1
### 
break 1
### 
global
### 
global a.b
### 
global a,
### 
nonlocal 1
### 
assert
### 
assert a, b, c
### 
raise a, b
### 
raise a from
### 
raise from a
### 
print a
### 
exec "a"
### 
a <> b
### 
a ! b
### 
a ? b
### 
a $ b
### 
a++
### 
a ===b
### 
a =
### 
= a
### 
a ==
### 
a and
### 
not
### 
a if b
### 
a if b else
### 
a or or b
### 
a not b
### 
a is is b
### 
* a b
### 
**a
### 
a **
### 
-
### 
`a`
### 
a -> b
### 
@a
### 
@a
b = 1
### 
@
def f(): pass
### 
@a def f(): pass
### 
async a
### 
async pass
### 
async
def f(): pass
### 
@a
async for b in c: pass
### 
await
### 
await = 1
### 
1a
### 
1_
### 
1__0
### 
1_a
### 
0x
### 
0xg
### 
0x_
### 
0b2
### 
0b102
### 
0o8
### 
0o18
### 
01
### 
00001
### 
0_1
### 
012
### 
1.2.3
### 
1e
### 
1e+
### 
1_e5
### 
1._5
### 
1.5_
### 
1e_5
### 
1e5_
### 
1jj
### 
0xfz
### 
'
### 
'a
### 
"a'
### 
'a
'
### 
"""a
### 
'''a''
### 
'\x4'
### 
'\xg0'
### 
'\u123'
### 
'\U00110000'
### 
'\U0001'
### 
b'é'
### 
b'\x4'
### 
b'a' 'b'
### 
'a' b'b'
### 
ur'a'
### 
bu'a'
### 
fb'a'
### 
f'{'
### 
f'{a'
### 
f'}'
### 
f'a}'
### 
f'{}'
### 
f'{ }'
### 
f'{!r}'
### 
f'{:a}'
### 
f'{=}'
### 
f'{a!x}'
### 
f'{a!}'
### 
f'{a!r '
### 
f'{a!r:b'
### 
f'{a!rr}'
### 
f'{a b}'
### 
f'{a +}'
### 
f'{a)}'
### 
f'{(a}'
### 
f'{a:{b:{c}}}'
### 
f'{a:{b:{c:d}}}'
### 
f'{a\n}'
### 
f'{"\n"}'
### 
f'{a#}'
### 
f'{lambda x: 1}'
### 
f'{*a}'
### 
f'{a;b}'
### 
f'{return}'
### 
f'{a = b}'
### 
f'{'a'}'
### 
f'{f'{a}'}'
### 
f'{"a}'
### 
f'{a:{b}'
### 
f'{a:{}}'
### 
f'{a[}'
### 
f'{a(]}'
### 
a\
### 
a \ b
### 
a \ 
### 
“a”
### 
a – b
### 
é = ½
### 
a = €
### 
a·b¤
### 
;
### 
a;;b
### 
;a
### 
if a: ;
### 
:
### 
,
### 
,a
### 
...a
### 
a..b
### 
.a
### 
a.
### 
a.1
### 
a.if
### 
True = 1
### 
False += 1
### 
True: int
### 
None.a =
### 
def None(): pass
### 
def f(None): pass
### 
class True: pass
### 
import None
### 
for None in a: pass
### 
f(True=1)
### 
f(None=1)
### 
a.None = 1
### 
[None for None in a]
### 
with a as None: pass
### 
(True := 1)
### 
lambda None: 1
### 
def f(a, a
### 
x = (1, 2
### 
x = [1,
y = 2
### 
x = {1: 2
def f(): pass
### 
f(a for a in b for)
### 
f(**a for a in b)
### 
f(*a for a in b)
### 
[a, b for a in c]
### 
[a := 1 for a in b, c]
### 
x: yield
### 
return yield
### 
[x async for x]
### 
print(a
### 
lambda: yield
### 
lambda *a, *b: 1
### 
@
### 
class A(: pass
### 
if x:
    pass
   else:
    pass
