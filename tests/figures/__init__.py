"""Every figure the project promises, measured now: `make figures`. One module a theme, one table each."""
