"""A flow as a file for a modeller."""

from django.utils.translation import override

from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.domain.bpmn import Words, bpmn_of
from motcua.dossiers.domain.graph import graph_of
from motcua.dossiers.flows import flow_of
from motcua.dossiers.web.flow.words import HOLDER_NAMES, STATE_NAMES, act_name
from motcua.kernel.languages import pick

WORDS = Words(lambda state: str(STATE_NAMES[state]), lambda holder: str(HOLDER_NAMES[holder]), act_name)


def export_flow(version: ProcedureVersion, language: str) -> bytes:
    """The flow of `version` as BPMN 2.0 XML, UTF-8, named in `language`."""
    graph = graph_of(flow_of(version))
    graph = graph if version.journey else graph.without_journeys()
    graph = graph if version.fees else graph.without_payment()
    with override(language):
        return bpmn_of(graph, f"procedure_{version.code.replace('.', '_')}", pick(version.name, language), WORDS)
