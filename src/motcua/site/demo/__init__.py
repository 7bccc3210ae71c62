"""The demo world: a small honest country in which every screen has something true to show."""

from motcua.site.demo.world import load, sign_ins

__all__ = ["load", "sign_ins"]
