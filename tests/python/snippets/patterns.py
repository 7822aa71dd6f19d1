# match is a statement here and a name there.
match a:
    case 1: pass
match a:
    case 1 | 2 | 3:
        pass
    case -1: pass
    case 1.5: pass
    case 'a' 'b': pass
    case b'a': pass
    case None: pass
    case True | False: pass
    case b.c: pass
    case b.c.d | b.e: pass
    case b: pass
match a:
    case _: pass
match a, b:
    case _: pass
match a,:
    case _: pass
match *a, b:
    case _: pass
match (a):
    case _: pass
match (a, b):
    case _: pass
match [a]:
    case _: pass
match {}:
    case _: pass
match -a:
    case _: pass
match a := b:
    case _: pass
match not a:
    case _: pass
match lambda: a:
    case _: pass
match match:
    case case: pass
match a[b:c]:
    case _: pass
match a.b(c):
    case 1 if d: pass
    case 2 if (e := f): pass
    case 2 if e := f: pass
    case x if x > 1 and y: pass
match a:
    case 1 as b: pass
    case (1 | 2) as b: pass
    case 1 | 2 as b: pass
    case (1 as b) | (2 as b): pass
    case (((1))): pass
    case (x): pass
match a:
    case []: pass
    case [1]: pass
    case [x, y, *z]: pass
    case [*_]: pass
    case (): pass
    case (1,): pass
    case (1, 2): pass
    case (*x, 1): pass
    case 1, 2: pass
    case 1,: pass
    case *x, 1: pass
    case x, *y if y: pass
    case [[1, [2]], (3 | 4)]: pass
    case [1] | (2, 3): pass
    case [x] as y: pass
match a:
    case {}: pass
    case {'a': 1}: pass
    case {'a': x, 'b': [y], **z}: pass
    case {**z}: pass
    case {1: x, -1: y, b.c: z, None: w,}: pass
    case {'a' 'b': {'c': d}}: pass
match a:
    case A(): pass
    case A(1): pass
    case A(1, x=2): pass
    case b.A(x=1, y=[z],): pass
    case A(B(1) | C()) as d: pass
match a:
    case 1 + 2j: pass
    case -1.5 - 2j: pass
    case 2j: pass
match a:
    case 1:
        match b:
            case 2:
                c
    case _:
        d
match = 1
match: int = 1
match.a = 1
match[a] = 1
match(a).b = c
match += 1
match = {a: b}
match (a), (b)
case = match
case: int
if match: case
for match in case: pass
def match(case): return match(case)
