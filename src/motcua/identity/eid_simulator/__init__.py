"""An eID to try things out with: it speaks real OpenID Connect, and its people are made up.

A process of its own on this machine only. It knows nothing of the product but where answers go: what is true of it is
true of a real eID.
"""
