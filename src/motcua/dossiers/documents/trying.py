"""Setting a package's result paper before there is any dossier: with the answers of one of its examples."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.catalogue.errors import EvaluationError
from motcua.dossiers.contracts import DocumentKind
from motcua.dossiers.documents.data import Applicant, DocumentData, Issuer, Line, Signer
from motcua.dossiers.documents.rendering import render_document
from motcua.dossiers.domain.flow import compile_flow
from motcua.forms import api as forms
from motcua.kernel.languages import pick

_NOBODY = "Nguyễn Văn A"
_AGENCY = "ỦY BAN NHÂN DÂN PHƯỜNG MẪU"
Scenarios = Mapping[str, Mapping[str, Any]]


def try_template(version: ProcedureVersion, template: str, scenarios: Scenarios) -> bytes:
    """The PDF that `template` ("result.typ") gives for the first example that ends in it, or for no answers at all.

    Raises BadTemplateError; its file is "result.typ" when the template itself is at fault.
    """
    scenario = _example(version, template, scenarios)
    proposal: dict[str, Any] = {}
    for act in scenario.get("acts", ()):
        proposal |= act.get("proposal", {})
    data = _data(version, template, scenario, proposal)
    return render_document(DocumentKind.RESULT, data, body=version.document_templates[template])


def _example(version: ProcedureVersion, template: str, scenarios: Scenarios) -> Mapping[str, Any]:
    for scenario in scenarios.values():
        decided = any(act.get("do") == "approve" for act in scenario.get("acts", ()))
        if decided and template in _templates(version, scenario):
            return scenario
    return {}


def _templates(version: ProcedureVersion, scenario: Mapping[str, Any]) -> list[str]:
    day = _moment(scenario).date()
    try:
        results = catalogue.expected_results(version, scenario["answers"], scenario["channel"], day)
    except EvaluationError:
        return []
    return [f"{result.template}.typ" for result in results]


def _data(
    version: ProcedureVersion, template: str, scenario: Mapping[str, Any], proposal: Mapping[str, Any]
) -> DocumentData:
    answers = scenario.get("answers", {})
    result = next((one for one in version.results if f"{one.template}.typ" == template), version.results[0])
    fields = compile_flow(version.flow).result_fields
    return DocumentData(
        agency=Issuer(name=_AGENCY),
        signer=Signer(name=_NOBODY),
        dossier_code="000.00.00.H00-000000-0000",
        procedure_name=pick(version.name, "vi"),
        procedure_code=version.code,
        applicant=Applicant(name=scenario.get("applicant", {}).get("full_name", _NOBODY)),
        track_url="http://localhost/t/0",
        issued_at=_moment(scenario),
        title=pick(result.name, "vi"),
        title_en=pick(result.name, "en"),
        answers=forms.show_answers(forms.compile_form(version), answers, "vi", units=lambda _parent: ()),
        values=answers,
        result=tuple(
            Line(label=pick(one["label"], "vi"), value=str(proposal.get(one["id"], "")), field=one["id"])
            for one in fields
        ),
    )


def _moment(scenario: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(scenario["today"])) if scenario else datetime(2026, 1, 5, 9, tzinfo=UTC)
