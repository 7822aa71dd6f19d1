# Parameters, annotations, decorators.
def f(): pass
def f(a): pass
def f(a,): pass
def f(a, b): pass
def f(a=1): pass
def f(a, b=1, c=2): pass
def f(*a): pass
def f(**a): pass
def f(*a, **b): pass
def f(*a, **b,): pass
def f(*, a): pass
def f(*, a,): pass
def f(*, a=1, b): pass
def f(*, a, **b): pass
def f(a, /): pass
def f(a, /,): pass
def f(a, /, b): pass
def f(a, b=1, /, c=2): pass
def f(a, /, *b, c=1, **d): pass
def f(a, /, *, b): pass
def f(a: int, b: str = 'x', *c: int, d: "e" = 1, **f: g) -> int: pass
def f(*args: *Ts): pass
def f(a: lambda: 1 = 2): pass
def f(a=(1, 2), b=[x for x in y]): pass
def f() -> None: pass
def f() -> {a: b}: ...
@a
def f(): pass
@a.b
@c(d, e=1)
@f[0]
@(lambda g: g)
@h := i
@a or b
def f(): pass

@a
# a comment between

async def f(): pass

def outer(a):
    """A documentation."""
    def inner(b):
        # nothing
        return a + b

    return inner


def last(a): return lambda b, *c, d=a, **e: (a, b, c, d, e)
