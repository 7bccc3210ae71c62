"""What `motcua doctor` says of the public log, in English and in Vietnamese: how far it is, and what to do where it stands."""

from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from motcua.ledger.api import LogHealth, health_of

LONGEST_LAG = 60  # seconds


def log_said(*, serving: bool) -> tuple[bool, str]:
    """Whether the log is well, and a sentence in both languages. `serving`: the sequencer should be at work."""
    health = health_of(Path(settings.LEDGER))
    wrong = open_to_others(Path(settings.LEDGER)) or problem_of(health, serving=serving)
    return wrong is None, in_both(wrong or well(health))


def problem_of(health: LogHealth, *, serving: bool) -> Promise | None:
    lag = int(health.lag.total_seconds())
    if health.published is not None and health.published > health.signed:
        return format_lazy(
            _(
                "cơ sở dữ liệu biết {signed} lá nhưng {published} lá đã công bố: bản sao lưu cũ hơn nhật ký. Đừng sửa gì; chạy "
                "motcua ledger fsck, tìm bản sao lưu mới hơn; nếu không còn, dùng motcua ledger resume"
            ),
            signed=health.signed,
            published=health.published,
        )
    if health.missing:
        return format_lazy(
            _(
                "thiếu {count} tệp của nhật ký, trước hết là {first}. Chép lại từ bản sao lưu của MOTCUA_HOME/ledger (tệp đã "
                "công bố không bao giờ đổi) rồi chạy motcua ledger fsck"
            ),
            count=len(health.missing),
            first=health.missing[0],
        )
    if health.signed and serving and health.published is None:
        return _(
            "không đọc được điểm chốt đã công bố. Tiến trình nền tự ghi lại trong vài giây; nếu không, xem nhật ký của nó "
            "và quyền ghi vào MOTCUA_HOME/ledger"
        )
    if serving and health.waiting and lag > LONGEST_LAG:
        return format_lazy(
            _(
                "{waiting} mục chờ điểm chốt đã {lag} giây. Tìm LogBrokenError trong nhật ký của tiến trình nền; nếu không có, "
                "tìm giao dịch ghi còn mở trong pg_stat_activity"
            ),
            waiting=health.waiting,
            lag=lag,
        )
    return None


def open_to_others(folder: Path) -> Promise | None:
    """The log's files are for everybody to read, and for us alone to write."""
    for path in (folder, folder / "checkpoint", folder / "key", folder / "tile"):
        if path.exists() and path.stat().st_mode & 0o022:
            return format_lazy(_("người khác ghi được vào {path}. Chạy: chmod go-w {path}"), path=path)
    return None


def well(health: LogHealth) -> Promise:
    if health.age is None:
        return format_lazy(_("chưa có điểm chốt nào, {waiting} mục đang chờ"), waiting=health.waiting)
    return format_lazy(
        _("{signed} mục dưới điểm chốt mới nhất, ký {age} giây trước; {waiting} mục đang chờ, đủ các tệp"),
        signed=health.signed,
        age=int(health.age.total_seconds()),
        waiting=health.waiting,
    )


def in_both(sentence: Promise) -> str:
    said = []
    for language in ("en", "vi"):
        with override(language):
            said.append(str(sentence))
    return " / ".join(said)
