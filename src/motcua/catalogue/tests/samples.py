"""Records of a national catalogue, invented for tests: good ones, broken ones, a list."""

import json
from pathlib import Path
from typing import Any


def detailed(code: str, name: str, **more: Any) -> bytes:
    record = {
        "code": code,
        "name": name,
        "levels": ["Cấp xã"],
        "subjects": ["Công dân Việt Nam"],
        "field": "Văn hóa",
        "implementing": "Ủy ban nhân dân cấp xã",
        "channels": [{"channel": "online", "duration": 3, "unit": "working_day", "free": True, "fees": []}],
        "components": [{"name": "Tờ khai cấp thẻ", "originals": 1, "copies": 0}],
        "legal_codes": ["25/2021/TT-BTCTh"],
        "results": [{"name": "Thẻ bạn đọc", "code": "KQ.G99.000001"}],
        "url": "https://example.org/9.100001",
    }
    return json.dumps(record | more, ensure_ascii=False).encode()


GOOD = [
    detailed("9.100001", "Cấp thẻ bạn đọc cho trẻ em"),
    detailed("9.100002", "Đăng ký mượn hội trường", levels=["Cấp tỉnh", "Cấp xã"]),
    detailed("9.100003", "Cấp phép thả diều", subjects=["Doanh nghiệp", "Người nước ngoài"], levels=["Cấp bộ"]),
    detailed("9.100004", "Đăng ký nuôi mèo", channels=[], components=[], legal_codes=[], results=[], levels=[]),
    detailed("9.100005", "Công nhận nghệ nhân làm nón\u200e", steps="Bước 1: Nộp.\nBước 2: Nhận."),
]
BROKEN = [
    b'{"code": "9.100006", "name": ',
    b'{"name": "Kh\xc3\xb4ng c\xc3\xb3 m\xc3\xa3"}',
    detailed("9.100007", "Sai kiểu", levels="Cấp xã"),
    detailed("9.100001", "Trùng mã"),
    detailed("9.100008", "Có ký tự NUL \x00 ở giữa"),
    detailed("9.100009", "Dài" * 4_000_000),
    detailed("9.100010", "Bảng mã cũ").replace("Bảng".encode(), b"B\xb6ng"),
    detailed("9.100011", "Sai tiền", channels=[{"channel": "online", "fees": [{"amount": "nhiều"}]}]),
]
LISTED = """\
\ufeffcode,name,issuing_agency,implementing_agency,field,url
9.200001,"Đăng ký nuôi ong
lấy mật",Bộ Nông nghiệp,Ủy ban nhân dân cấp xã,Chăn nuôi,https://example.org/1
9.200002,Đăng ký nuôi cá,Bộ Nông nghiệp,,Thủy sản,
9.200003,X,Bộ Nông nghiệp,,Thủy sản,
,Không có mã,Bộ Nông nghiệp,,Thủy sản,
9.200004,Đăng ký trồng sen,Bộ Nông nghiệp,,Trồng trọt,javascript:alert(1)
"""


def written(folder: Path, lines: list[bytes]) -> Path:
    path = folder / "catalogue.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path
