"""What could be wrong: one function per rule, values in, problems out, nothing changed."""
