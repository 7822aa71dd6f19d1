# Layout: tabs, blank lines, comments, form feeds, backslashes.

if a:
	b
	if c:
		d
if a:
        b
        c
if a:
	b
        
	c
# comment at the margin
  # and one further in
if a:
    # comment first

    b  # behind
  # less
        # more
    c

d
  
e
if a: # comment
    b
x = [
1,
      2,
  3, # three

]
y = (a
# margin
)
z = {
"a":
1 }
if a and \
   b:
    c
\
d
if a:
    b\
.c
    \
  d
if a:
    if b:
        if c:
            d
e
def f(
    a,
    b
):
  return (
a
  )
if a: b
   
	
while a: b; c; d;
last  # no line end