"""A flow as a file for a modeller."""

from django.utils.translation import override

from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.domain.bpmn import Words, bpmn_of
from motcua.dossiers.domain.graph import graph_of
from motcua.dossiers.flows import flow_of
from motcua.dossiers.web.flow.words import HOLDER_NAMES, STATE_NAMES, act_name, step_name
from motcua.kernel.languages import pick


def _words(language: str) -> Words:
    return Words(
        lambda state: str(STATE_NAMES[state]),
        lambda holder: str(HOLDER_NAMES[holder]),
        act_name,
        lambda step: step_name(step, language),
    )


def export_flow(version: ProcedureVersion, language: str) -> bytes:
    """The flow of `version` as BPMN 2.0 XML, UTF-8, named in `language`."""
    flow = flow_of(version)
    graph = graph_of(flow)
    graph = graph if version.journey else graph.without_journeys()
    graph = graph if version.fees else graph.without_payment()
    with override(language):
        process_id = f"procedure_{version.code.replace('.', '_')}"
        return bpmn_of(graph, process_id, pick(version.name, language), _words(language), flow.steps)
