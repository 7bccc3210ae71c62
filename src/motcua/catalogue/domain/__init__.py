"""The catalogue's rules as pure functions: no Django, no I/O, no clock."""
