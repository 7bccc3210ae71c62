"""Templates of which everything is drawn beforehand that is the same on every page of a language.

Most of a page never changes: its frame, its texts, icons, addresses. Once for each language a template is put together
with those that it extends and includes, and these parts of it become text. What is left to do for a request is what
depends on it. The pages are the same to the letter; with `DEBUG` templates are left as Django has them, so that its
error pages point to the right line.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from django.conf import settings
from django.template import Context, Node, NodeList, Origin, Template
from django.template.base import FilterExpression, TextNode, TokenType, Variable, VariableNode
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from motcua.platform.ui.templatetags import ui as tags

ALWAYS_THE_SAME = (tags.ui, tags.icon)  # tags that give the same for the same options
CONSTANTS = {"True", "False", "None"}


class _Drawing(base.Loader):
    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = self.compiled(template_name, skip)
        if not self.engine.debug:
            template.nodelist = _Drawn(self.compiled, template, frozenset({template_name})).nodes(template.nodelist)
        return template

    def compiled(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """The template as Django compiles it, anew each time: drawing takes it apart."""
        return super().get_template(template_name, skip)


class Loader(cached.Loader, _Drawing):
    """Loads through other loaders, keeps what is drawn for each language."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()} {settings.ROOT_URLCONF} {super().cache_key(template_name, skip)}"


class _Scoped(Node):
    """Nodes that set and see names of their own, as a block or an included template does."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, extra: Mapping[str, FilterExpression]) -> None:
        self.nodelist, self.extra = nodelist, extra

    def render(self, context: Context) -> SafeString:
        with context.push(**{name: told.resolve(context) for name, told in self.extra.items()}):
            return self.nodelist.render(context)


class _Drawn:
    """Draws the nodes of one template. `within`: the templates that include this one, itself last."""

    def __init__(self, compiled: Callable[..., Template], template: Template, within: frozenset[str]) -> None:
        self.compiled, self.template, self.within = compiled, template, within
        self.blocks: dict[str, list[BlockNode]] = defaultdict(list)
        self.above: list[tuple[str, int]] = []
        self.context = Context()
        self.context.template = template

    def nodes(self, nodelist: NodeList) -> NodeList:
        drawn = NodeList()
        for node in (each for one in nodelist for each in self.node(one)):
            if isinstance(node, TextNode) and drawn and isinstance(drawn[-1], TextNode):
                drawn[-1] = TextNode(drawn[-1].s + node.s)
            else:
                drawn.append(node)
        return drawn

    def node(self, node: Node) -> Iterable[Node]:
        """What stands in the place of a node."""
        if _is_constant(node):
            return (TextNode(str(node.render(self.context))),)
        if isinstance(node, ExtendsNode):
            return self._extended(node)
        if isinstance(node, BlockNode) and self.blocks:
            return self._block(node.name, 0)
        if self.above and _is_super(node):
            return self._block(*self.above[-1])
        if isinstance(node, IncludeNode):
            return self._included(node)
        self._draw_inside(node)
        return (node,)

    def _draw_inside(self, node: Node) -> None:
        if isinstance(node, IfNode):
            node.conditions_nodelists = [
                (condition, self.nodes(inner)) for condition, inner in node.conditions_nodelists
            ]
            return
        for name in node.child_nodelists:
            inner = getattr(node, name, None)
            if inner:
                setattr(node, name, self.nodes(inner))

    def _extended(self, node: ExtendsNode) -> Iterable[Node]:
        """The outermost frame with the blocks of all templates between it and this one."""
        extends: ExtendsNode | None = node
        history = [self.template.origin]
        while extends:
            self._add(extends.blocks.values())
            parent = self.compiled(cast("FilterExpression", extends.parent_name).var, history)
            history.append(parent.origin)
            extends = next((each for each in parent.nodelist if isinstance(each, ExtendsNode)), None)
        self._add(cast("list[BlockNode]", parent.nodelist.get_nodes_by_type(BlockNode)))
        return self.nodes(parent.nodelist)

    def _add(self, blocks: Iterable[BlockNode]) -> None:
        for block in blocks:
            self.blocks[block.name].append(block)

    def _block(self, name: str, depth: int) -> Iterable[Node]:
        """A block as the innermost template wants it; one deeper is its `block.super`."""
        if depth == len(self.blocks[name]):
            return ()
        self.above.append((name, depth + 1))
        drawn = self.nodes(self.blocks[name][depth].nodelist)
        self.above.pop()
        return _scoped(drawn, {})

    def _included(self, node: IncludeNode) -> Iterable[Node]:
        name = node.template.var
        if node.isolated_context or not _is_fixed(node.template) or name in self.within:
            return (node,)
        inner = self.compiled(name)
        return _scoped(_Drawn(self.compiled, inner, self.within | {name}).nodes(inner.nodelist), node.extra_context)


def _scoped(nodes: NodeList, extra: Mapping[str, FilterExpression]) -> Iterable[Node]:
    return nodes if all(isinstance(node, TextNode) for node in nodes) else (_Scoped(nodes, extra),)


def _is_super(node: Node) -> bool:
    return isinstance(node, VariableNode) and node.filter_expression.token == "block.super"  # noqa: S105 - a token of a template


def _is_constant(node: Any) -> bool:
    """Whether a node gives the same text on every page of a language."""
    test = _CONSTANT_WHEN.get(type(node))
    return test is not None and test(node)


def _is_fixed(*expressions: FilterExpression) -> bool:
    """Whether these are texts, numbers or constants, without any filter."""
    return all(
        not one.filters and (not one.is_var or one.token in CONSTANTS or _is_literal(one.var)) for one in expressions
    )


def _is_literal(value: object) -> bool:
    return not isinstance(value, Variable) or cast("object", value.lookups) is None


# Whether a node of this type gives the same text on every page of a language; other types never do.
_CONSTANT_WHEN: Mapping[type[Node], Callable[[Any], bool]] = {
    LoadNode: lambda _node: True,
    CommentNode: lambda _node: True,
    VariableNode: lambda node: _is_fixed(node.filter_expression),
    TranslateNode: lambda node: (
        not node.asvar
        and not node.message_context
        and not node.filter_expression.filters
        and _is_literal(node.filter_expression.var)
    ),
    BlockTranslateNode: lambda node: (
        not (node.asvar or node.message_context or node.plural or node.extra_context)
        and all(token.token_type == TokenType.TEXT for token in node.singular)
    ),
    URLNode: lambda node: not node.asvar and _is_fixed(node.view_name, *node.args, *node.kwargs.values()),
    StaticNode: lambda node: not node.varname and _is_fixed(node.path),
    SimpleNode: lambda node: (
        not node.target_var and node.func in ALWAYS_THE_SAME and _is_fixed(*node.args, *node.kwargs.values())
    ),
}
