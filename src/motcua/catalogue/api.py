"""The catalogue's front door: procedures, their versions, search, publishing and importing."""

from motcua.catalogue.domain.differences import differences
from motcua.catalogue.domain.expression_types import kinds_of, type_problems
from motcua.catalogue.domain.expressions import Expression, calculation, condition, lacks_answers, names_in
from motcua.catalogue.domain.reckoning import as_filed, asked_papers, expected_results, reckon_fees
from motcua.catalogue.domain.search.marking import marked_parts
from motcua.catalogue.domain.versions import files_hash
from motcua.catalogue.packages import spans
from motcua.catalogue.packages.loader import check_files, load_package, load_scenarios, read_files
from motcua.catalogue.packages.rendering import write_document
from motcua.catalogue.queries import (
    get_content,
    get_procedure,
    get_source,
    get_version,
    list_fields,
    list_packages,
    list_services,
    newest_version,
)
from motcua.catalogue.ruling import rules_on
from motcua.catalogue.searching.asking import (
    explain_search,
    find_procedures,
    list_by_life_event,
    search_procedures,
    suggest_procedures,
)
from motcua.catalogue.searching.counting import count_opened, count_query, count_use, list_missed, write_counts
from motcua.catalogue.searching.holding import warm_up
from motcua.catalogue.searching.policies import may_edit_words
from motcua.catalogue.searching.synonyms import (
    list_synonym_changes,
    list_synonyms,
    put_synonym,
    switch_synonym,
    undo_synonym,
)
from motcua.catalogue.services import (
    bring_into_force,
    import_catalogue,
    publish_files,
    publish_first_catalogue,
    publish_package,
    unstable_problems,
)
from motcua.catalogue.stewardship import is_steward, require_steward, say_stewards
from motcua.catalogue.storing import wait_for_writers
from motcua.catalogue.web.showing import say_limit, show_procedure, show_rules

__all__ = [
    "Expression",
    "as_filed",
    "asked_papers",
    "bring_into_force",
    "calculation",
    "check_files",
    "condition",
    "count_opened",
    "count_query",
    "count_use",
    "differences",
    "expected_results",
    "explain_search",
    "files_hash",
    "find_procedures",
    "get_content",
    "get_procedure",
    "get_source",
    "get_version",
    "import_catalogue",
    "is_steward",
    "kinds_of",
    "lacks_answers",
    "list_by_life_event",
    "list_fields",
    "list_missed",
    "list_packages",
    "list_services",
    "list_synonym_changes",
    "list_synonyms",
    "load_package",
    "load_scenarios",
    "marked_parts",
    "may_edit_words",
    "names_in",
    "newest_version",
    "publish_files",
    "publish_first_catalogue",
    "publish_package",
    "put_synonym",
    "read_files",
    "reckon_fees",
    "require_steward",
    "rules_on",
    "say_limit",
    "say_stewards",
    "search_procedures",
    "show_procedure",
    "show_rules",
    "spans",
    "suggest_procedures",
    "switch_synonym",
    "type_problems",
    "undo_synonym",
    "unstable_problems",
    "wait_for_writers",
    "warm_up",
    "write_counts",
    "write_document",
]
