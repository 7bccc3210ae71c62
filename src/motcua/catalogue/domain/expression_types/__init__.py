"""Checks an expression against the types of what it names, and says what to write instead.

For who checks packages: `kinds_of(fields)` turns the fields of a form.yaml (as they are read from YAML) into kinds, and
`type_problems(expression, kinds)` gives every mistake with its place. Pass `wanted="bool"` for conditions, or the type of
the calculated field ("number", "money", "decimal", "text", "date", "yes_no"); "any" asks for nothing. Inside a group add `item`: its siblings,
`{**kinds, "item": kinds[group].item}`. Fields that are not in `kinds` are taken for anything; unknown names are
`unknown_names`' business. Nothing here decides anything: the engines do, and they decide alike whatever the types are.
"""

from motcua.catalogue.domain.expression_types.kinds import WANTED, Kind, kind_of, kinds_of
from motcua.catalogue.domain.expression_types.walking import TypeProblem, tree_problems, type_problems

__all__ = ["WANTED", "Kind", "TypeProblem", "kind_of", "kinds_of", "tree_problems", "type_problems"]
