'\N{BULLET}'
f'\N{EM DASH}{a}'
