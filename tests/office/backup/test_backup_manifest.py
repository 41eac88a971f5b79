"""What a backup says of itself, and which backups of a folder go."""

import json

import pytest

from office.backup import manifest
from office.backup.manifest import Damaged, Manifest, Part


def test_a_manifest_reads_as_it_was_written() -> None:
    made = Manifest(
        made_at="2026-11-30T01:00:00+07:00",
        engine="sqlite",
        database=Part("co-so-du-lieu.sqlite3", 3, "a"),
        files=(Part("2026/a.pdf", 1, "b"),),
        missing=("x",),
        migrations=("units.0001_initial",),
        rows={"t": 2},
    )
    assert manifest.read(made.as_text()) == made
    assert (made.size, made.row_count) == (4, 2)
    assert [part.name for part in made.parts] == ["co-so-du-lieu.sqlite3", "tep/2026/a.pdf"]
    for text in ("", "[]", "{}", '{"format": 1}', made.as_text().replace("2026-11-30", "hôm nào")):
        with pytest.raises((Damaged, ValueError)):
            manifest.read(text)


def test_tables_with_other_rows_are_named() -> None:
    assert manifest.why_other_rows({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 1}) == [
        "Bảng b: bản sao lưu có 2 dòng, cơ sở dữ liệu có 3 dòng.",
        "Bảng c: bản sao lưu có 0 dòng, cơ sở dữ liệu có 1 dòng.",
    ]


def test_the_schema_is_the_same_or_it_is_said() -> None:
    assert manifest.why_other_schema(["a.1", "b.1"], ["b.1", "a.1"]) == ""
    assert "chưa có c.1, c.2, c.3 và 1 bước nữa" in manifest.why_other_schema(["c.1", "c.2", "c.3", "c.4"], [])
    assert "chưa có b.1)" in manifest.why_other_schema(["a.1"], ["a.1", "b.1"])


def test_the_oldest_go_and_never_the_one_just_made() -> None:
    names = [
        "sao-luu-20261201-010000.zip",
        "sao-luu-20261130-010000-10.zip",
        "sao-luu-20261130-010000-9.zip",
        "sao-luu-20261130-010000.zip",
        "sao-luu-20261130-010000.zip.part",
    ]
    assert manifest.beyond(names, newest=names[0], keep=2) == [names[3], names[2]]
    assert manifest.beyond(names, newest=names[3], keep=3) == [names[2]]
    assert manifest.beyond(names, newest=names[3], keep=1) == [names[2], names[1], names[0]]
    assert manifest.beyond(names, newest=names[0], keep=9) == []


@pytest.mark.parametrize("name", ["/etc/passwd", "../a", "a/../b", "a/./b", "", "a\\b", ".."])
def test_no_path_leads_outside(name: str) -> None:
    made = Manifest("2026-11-30T01:00:00+07:00", "sqlite", Part("d", 1, "a"), (Part("a.pdf", 1, "b"),), (), (), {})
    text = json.loads(made.as_text())
    text["files"][0]["name"] = name
    with pytest.raises(Damaged, match="đường dẫn ra ngoài"):
        manifest.read(json.dumps(text))


def test_a_later_kind_is_told_apart_from_a_broken_one() -> None:
    with pytest.raises(Damaged, match="phiên bản mới hơn"):
        manifest.read('{"format": 2}')
    with pytest.raises(Damaged, match="không đọc được"):
        manifest.read('{"format": 1}')
