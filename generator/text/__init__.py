"""How strings become lines: fonts, bidi and script runs, shaping, breaking.

`fonts` says which face draws which character (`faces` opens the files, `brand` checks a brand's own). `itemise` cuts a
paragraph into segments that shape as one, `shaping` makes glyphs of them, `breaks` says where a line may end, and
`paragraph` puts lines together. `metrics` knows how tall the lines of a script are; `scripts` asks ICU about characters,
`fitting` counts lines without setting them, and `lazy` keeps what was worked out once.
"""
