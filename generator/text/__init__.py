"""How strings become lines: fonts, bidi and script runs, shaping, breaking."""
