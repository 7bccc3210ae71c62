"""What the register of OWASP ASVS calls met has its test or document; nothing else is claimed."""

from dataclasses import replace

import pytest

from tests.asvs import register

ROWS = register.read()


def test_every_requirement_of_levels_1_and_2_has_its_row_once():
    ids = [row.id for row in ROWS]
    assert sorted(set(ids)) == sorted(ids)
    assert sum(row.level <= 2 for row in ROWS) == register.ROWS_OF_LEVEL_2


def test_what_is_met_can_be_shown():
    gone = [f"{row.id}: {proof}" for row in ROWS for proof in register.vanished(row)]
    assert not gone, (
        "Name the test or document that proves these now in tests/asvs/register.yaml, or call the row open with a "
        f"reason: {'; '.join(gone)}"
    )


def test_a_proof_that_has_gone_is_found():
    (row,) = [row for row in ROWS if row.id == "V8.2.2"]
    kept, lost = row.proof[0], row.proof[0] + "_no_more"
    assert register.vanished(replace(row, proof=(kept, lost, "docs/no-such.md", "src/motcua/site/urls.py"))) == [
        lost,
        "docs/no-such.md",
        "src/motcua/site/urls.py",
    ]


def test_a_row_in_no_state_or_in_two_is_refused(tmp_path):
    for states in ("", "\n  open: x\n  not_applicable: y"):
        file = tmp_path / "rows.yaml"
        file.write_text(f"- id: V1.1.1\n  level: 1\n  says: x{states}\n")
        with pytest.raises(ValueError, match=r"V1\.1\.1"):
            register.read(file)
