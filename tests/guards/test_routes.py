"""Every route says who may come in."""

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def routes(resolver: Any, prefix: str = "") -> "list[tuple[str, Any]]":
    found = []
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += routes(entry, where)
        elif isinstance(entry, URLPattern):
            found.append((where, entry.callback))
    return found


def policy_of(view: Any) -> Any:
    """The policy of a view: its own, its class's, or those of all its operations (django-ninja)."""
    for holder in (view, getattr(view, "view_class", None)):
        if getattr(holder, "policy", None):
            return holder.policy
    operations = getattr(getattr(view, "__self__", None), "operations", None)
    if operations:
        return all(getattr(operation.view_func, "policy", None) for operation in operations)
    return None


def test_every_route_declares_its_policy():
    open_doors = [where or "/" for where, view in routes(get_resolver()) if not policy_of(view)]
    assert not open_doors, (
        "Put @public, @signed_in, @citizen or @official(…) from motcua.platform.web.api on the view of: "
        f"{', '.join(open_doors)}"
    )


def test_there_are_routes_to_guard():
    assert len(routes(get_resolver())) >= 2
