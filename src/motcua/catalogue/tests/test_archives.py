"""Procedures carried between two installations: the same bytes, a trusted hand, and nothing by surprise."""

import io
import zipfile

import pytest
from django.conf import settings

from motcua.catalogue import cli
from motcua.catalogue.api import get_procedure, get_source, publish_first_catalogue, publish_package
from motcua.catalogue.archives import packing, signing
from motcua.catalogue.archives.packing import Archive, Packed
from motcua.catalogue.archives.services import Fate, apply_archive, export_archive, plan_archive
from motcua.catalogue.errors import ArchiveRefusedError, CatalogueNotAllowedError, PackageInvalidError
from motcua.catalogue.packages.loader import load_package, read_files
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.ledger.models import Entry

from .packages import FEES, write_package

pytestmark = pytest.mark.django_db
CODE = "9.000001"


@pytest.fixture(autouse=True)
def keys(tmp_path, settings):
    settings.KEYS = tmp_path / "keys"


def publish(folder, **files):
    return publish_package(actor=SYSTEM, folder=write_package(folder, **files))


def signed(*packages):
    """An archive that another hand of this installation made."""
    key = signing.own_key()
    manifest = packing.manifest_of(key.id, packages)
    return packing.pack(Archive(key.id, signing.sign(manifest), manifest, packages))


def packed(folder, before=(), **files):
    package = write_package(folder, **files)
    version = load_package(package)
    return Packed(version.code, package.name, version.hash, tuple(before), read_files(package))


def plan(data):
    return [(one.code, one.fate) for one in plan_archive(actor=SYSTEM, data=data)]


def test_the_same_versions_give_the_same_bytes_and_carry_the_very_files(tmp_path):
    publish(tmp_path)
    data = export_archive(actor=SYSTEM, codes=[CODE])
    assert data == export_archive(actor=SYSTEM, codes=[CODE, CODE])
    (carried,) = packing.unpack(data).packages
    assert carried.files == read_files(tmp_path / "9.000001-library-card")


def test_what_is_new_is_created_and_twice_changes_nothing(tmp_path):
    data = signed(packed(tmp_path))
    assert plan(data) == [(CODE, Fate.CREATE)]
    apply_archive(actor=SYSTEM, data=data)
    version = get_procedure(CODE)
    assert get_source(version.hash).files == read_files(tmp_path / "9.000001-library-card")
    before = Entry.objects.count()
    assert [one.fate for one in apply_archive(actor=SYSTEM, data=data)] == [Fate.UNCHANGED]
    assert Entry.objects.count() == before
    assert Entry.objects.filter(action="catalogue.archive_applied").count() == 1


def test_an_update_shows_what_changes_before_it_is_applied(tmp_path):
    old = publish(tmp_path / "old")
    data = signed(packed(tmp_path / "new", before=[old.hash], fees=FEES.replace("20000", "15000")))
    (planned,) = plan_archive(actor=SYSTEM, data=data)
    assert planned.fate is Fate.UPDATE
    assert [change.said["vi"] for change in planned.changes] == ["Gửi thẻ: 20.000 đồng → 15.000 đồng từ 1/1/2025"]
    assert planned.needs == ("no agency of the tier commune is registered here",)


def test_what_was_changed_here_since_is_a_conflict_and_nothing_of_the_archive_is_applied(tmp_path):
    here = publish(tmp_path / "here", fees=FEES.replace("20000", "1000"))
    data = signed(packed(tmp_path / "there", fees=FEES.replace("20000", "2000")))
    assert plan(data) == [(CODE, Fate.CONFLICT)]
    with pytest.raises(ArchiveRefusedError):
        apply_archive(actor=SYSTEM, data=data)
    assert get_procedure(CODE).hash == here.hash
    apply_archive(actor=SYSTEM, data=data, take_theirs=True)
    assert get_procedure(CODE).hash != here.hash


def test_an_archive_that_is_applied_again_after_a_later_one_is_already_here_and_takes_nothing_back(tmp_path, capsys):
    first = signed(packed(tmp_path / "first"))
    apply_archive(actor=SYSTEM, data=first)
    old = get_procedure(CODE)
    later = signed(packed(tmp_path / "later", before=[old.hash], fees=FEES.replace("20000", "15000")))
    apply_archive(actor=SYSTEM, data=later)
    now, before = get_procedure(CODE), Entry.objects.count()
    assert plan(first) == [(CODE, Fate.OVERTAKEN)]
    file = tmp_path / "again.motcua"
    file.write_bytes(first)
    assert cli.main(["catalogue", "apply", str(file)]) == 0
    assert "already here; a later version has followed it" in capsys.readouterr().out
    assert (get_procedure(CODE).hash, Entry.objects.count()) == (now.hash, before)
    apply_archive(actor=SYSTEM, data=first, take_theirs=True)
    assert get_procedure(CODE).hash == old.hash


def test_one_procedure_that_is_not_fit_keeps_all_of_them_out(tmp_path):
    sound = packed(tmp_path / "sound")
    files = dict(sound.files) | {"fees.yaml": b"fees: 5\n"}
    broken = Packed("9.000009", "9.000009-x", "0" * 64, (), files)
    with pytest.raises(PackageInvalidError):
        apply_archive(actor=SYSTEM, data=signed(sound, broken))
    assert not Entry.objects.filter(action="catalogue.package_published").exists()


def test_any_byte_that_is_changed_is_noticed(tmp_path):
    data = signed(packed(tmp_path))
    step = max(1, len(data) // 400)
    for at in [*range(0, len(data), step), *range(len(data) - 30, len(data))]:
        wrong = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(ArchiveRefusedError):
            plan_archive(actor=SYSTEM, data=wrong)
    for wrong in (data + b"x", data[:-1], data[1:], b"", b"PK\x05\x06" + bytes(18)):
        with pytest.raises(ArchiveRefusedError):
            plan_archive(actor=SYSTEM, data=wrong)


def test_a_key_that_nobody_wrote_down_is_worth_nothing(tmp_path, settings):
    data = signed(packed(tmp_path / "package"))
    line = signing.own_key().line
    settings.KEYS = tmp_path / "another installation"
    with pytest.raises(ArchiveRefusedError, match="not trusted"):
        plan_archive(actor=SYSTEM, data=data)
    signing.trust(line)
    assert plan(data) == [(CODE, Fate.CREATE)]


def test_a_line_with_anothers_name_on_a_key_is_refused():
    name, encoded = signing.own_key().line.split(" ")
    for wrong in (f"other+00000000 {encoded}", f"{name} AAAA", name, "", f"a b+c {encoded}"):
        with pytest.raises(ArchiveRefusedError):
            signing.trust(wrong)


@pytest.mark.parametrize(
    "name", ["../evil.yaml", "/etc/passwd", "scenarios/../x.yaml", "documents/a/b.typ", "a\\b.yaml"]
)
def test_names_that_lead_out_of_a_package_are_refused(tmp_path, name):
    sound = packed(tmp_path)
    data = signed(Packed(CODE, sound.folder, sound.version_hash, (), {**sound.files, name: b"x"}))
    with pytest.raises(ArchiveRefusedError):
        plan_archive(actor=SYSTEM, data=data)


def test_what_unfolds_in_memory_is_refused_before_it_does(tmp_path):
    data = signed(packed(tmp_path))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
        new.writestr("packages/9.000001/README.md", bytes(50_000_000))
    with pytest.raises(ArchiveRefusedError, match="compressed"):
        plan_archive(actor=SYSTEM, data=stream.getvalue())


def test_only_operators_carry_procedures(tmp_path):
    somebody = Actor(ActorKind.PERSON)
    with pytest.raises(CatalogueNotAllowedError):
        export_archive(actor=somebody, codes=[CODE])
    with pytest.raises(CatalogueNotAllowedError):
        apply_archive(actor=somebody, data=signed(packed(tmp_path)))


def test_the_commands_carry_a_procedure_there(tmp_path, capsys):
    publish(tmp_path / "here")
    file = tmp_path / "services.motcua"
    assert cli.main(["catalogue", "export", CODE, str(file)]) == 0
    assert cli.main(["catalogue", "plan", str(file)]) == 0
    planned = capsys.readouterr().out
    assert f"unchanged {CODE}" in planned and "Nothing is changed yet." in planned
    assert cli.main(["catalogue", "apply", str(file)]) == 0
    assert "Applied." in capsys.readouterr().out
    assert cli.main(["catalogue", "key"]) == 0
    assert cli.main(["catalogue", "trust", *capsys.readouterr().out.splitlines()[-1].split(" ")]) == 0
    file.write_bytes(file.read_bytes() + b"x")
    assert cli.main(["catalogue", "apply", str(file)]) == 2
    assert (settings.KEYS / signing.OWN).stat().st_mode & 0o077 == 0


def test_what_cannot_be_exported_and_a_file_that_is_not_there_are_named(tmp_path, capsys):
    publish_first_catalogue(actor=SYSTEM)
    assert cli.main(["catalogue", "export", "2.000635", str(tmp_path / "x.motcua")]) == 2
    assert capsys.readouterr().err.startswith("2.000635: ")
    assert cli.main(["catalogue", "plan", str(tmp_path / "gone.motcua")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'gone.motcua'}: No such file or directory.\n"


def test_a_manifest_that_no_text_can_hold_is_refused_and_not_a_crash():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as written:
        written.writestr("manifest.json", r'{"format": 1, "key": "\ud800", "packages": []}')
        written.writestr("manifest.sig", r'{"key": "\ud800", "signature": ""}')
    with pytest.raises(ArchiveRefusedError):
        packing.unpack(stream.getvalue())
