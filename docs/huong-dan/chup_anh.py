"""Takes the screenshots of the officers' guides from a running demonstration: `python docs/huong-dan/chup_anh.py`.

Each is 1000 px wide (a phone: 390) and reduced to 16 colours, which keeps it below 60 kB.
"""

import struct
import sys
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent / "anh"
PASSWORD = "thu-nghiem-2022"
WIDE, PHONE = (1000, 760), (390, 844)


def _write_activity(page: Any) -> None:
    page.fill("#id_title", "Họp thôn về chính sách vay vốn")
    page.select_option("#id_q_how", "Truyền thanh")
    page.fill("#id_q_people", "64")


def _nothing(page: Any) -> None:
    """The page as it opens."""


def _first_open_remark(page: Any) -> None:
    page.click("main table tbody th a")
    page.wait_for_selector("h1")


def _open(words: str, below: str = "") -> Callable[[Any], None]:
    """A link of the page by its words, then down to a part of what opens."""

    def prepare(page: Any) -> None:
        page.click(f"main a:has-text('{words}')")
        page.wait_for_load_state("load")
        if below:
            page.locator(below).first.evaluate("part => part.scrollIntoView({behavior: 'instant'})")

    return prepare


def _first_finding(page: Any) -> None:
    page.locator("details.finding summary").first.click()


# name, account, size, address, what is done first
SHOTS: tuple[tuple[str, str, tuple[int, int], str, Callable[[Any], None]], ...] = (
    ("ke-hoach-gui", "so-y-te", WIDE, "/ke-hoach/gui/", _nothing),
    ("ke-hoach-theo-doi", "so-ldtbxh", WIDE, "/ke-hoach/theo-doi/", _nothing),
    ("giao-chi-tieu", "bac-ai", WIDE, "/chi-tieu/2023/584/", _nothing),
    ("nhap-so-lieu", "bac-ai", WIDE, "/ket-qua/2023/584/", _nothing),
    ("phe-duyet", "so-ldtbxh-2", WIDE, "/phe-duyet/2023/", _nothing),
    ("hoat-dong-danh-sach", "vinh-hai", PHONE, "/phong-trao/", _nothing),
    ("hoat-dong-ghi", "vinh-hai", PHONE, "/phong-trao/ghi/tuyen-truyen/", _write_activity),
    ("quy-so-quy", "mttq", WIDE, "/phong-trao/so-quy/", _nothing),
    ("tro-giup-ai-giup-ai", "so-ldtbxh", WIDE, "/phong-trao/don-vi-giup-xa/", _nothing),
    ("giam-sat-danh-sach", "mttq", WIDE, "/phong-trao/?nhom=giam-sat&loai=giam-sat", _nothing),
    ("giam-sat-tra-loi", "bac-ai", WIDE, "/phong-trao/?nhom=giam-sat&loai=giam-sat&tt=raised", _first_open_remark),
    ("khen-du-dieu-kien", "bac-ai", WIDE, "/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune", _first_finding),
    ("khen-lap-ho-so", "bac-ai", WIDE, "/khen-thuong/annual-2022/lap-ho-so/?nhom=commune", _open("Xã Phước Bình")),
    ("khen-thanh-phan", "bac-ai", WIDE, "/khen-thuong/annual-2023/", _open("xã Phước Đại", "#thanh-phan")),
    ("khen-tra-lai", "thuan-nam", WIDE, "/khen-thuong/annual-2023/", _open("Thuận Nam", ".record .side")),
    ("khen-hang-cho", "so-noi-vu", WIDE, "/khen-thuong/annual-2023/tham-dinh/", _nothing),
    ("khen-phieu", "so-noi-vu", WIDE, "/khen-thuong/annual-2023/?tt=under_appraisal", _open("Nhân dân", ".judge-form")),
    ("khen-bang", "so-noi-vu-2", WIDE, "/khen-thuong/annual-2023/bang-so-luong/", _nothing),
    ("khen-hoi-dong", "thu-ky", WIDE, "/khen-thuong/annual-2022/hoi-dong/", _open("Phiên họp")),
    ("khen-van-ban", "so-noi-vu-2", WIDE, "/khen-thuong/annual-2022/van-ban/", _nothing),
    ("bao-cao-ghi", "ninh-hai", WIDE, "/phong-trao/ghi/bao-cao/?nam=2023", _nothing),
    ("bao-cao-tong-hop", "so-ldtbxh", WIDE, "/bao-cao/", _nothing),
)


def _pixels(png: bytes) -> tuple[int, list[bytes]]:
    """The rows of an 8-bit RGB or RGBA picture as Chromium writes it, unfiltered."""
    at, packed, width, size = 8, b"", 0, 3
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, size = struct.unpack(">I", body[:4])[0], 4 if body[9] == 6 else 3
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    raw, stride, rows, above = zlib.decompress(packed), width * size, [], bytes(width * size)
    for start in range(0, len(raw), stride + 1):
        line, filtered = bytearray(raw[start + 1 : start + 1 + stride]), raw[start]
        for i in range(stride):
            left, up = line[i - size] if i >= size else 0, above[i]
            if filtered == 1:
                line[i] = (line[i] + left) & 255
            elif filtered == 2:
                line[i] = (line[i] + up) & 255
            elif filtered == 3:
                line[i] = (line[i] + (left + up) // 2) & 255
            elif filtered == 4:
                corner = above[i - size] if i >= size else 0
                guess = left + up - corner
                line[i] = (line[i] + min((left, up, corner), key=lambda v: abs(guess - v))) & 255
        above = bytes(line)
        rows.append(above)
    return size, rows


def _small(png: bytes, colours: int = 16) -> bytes:
    """The picture with its commonest colours alone, four bits a pixel."""
    size, rows = _pixels(png)
    told = [[row[i : i + 3] for i in range(0, len(row), size)] for row in rows]
    rounded: Counter[bytes] = Counter()
    for line in told:
        rounded.update(line)
    palette: list[bytes] = []
    for colour, _ in rounded.most_common():  # common, and far enough from those already taken
        if all(sum(abs(a - b) for a, b in zip(colour, kept, strict=True)) > 40 for kept in palette):
            palette.append(colour)
        if len(palette) == colours:
            break
    nearest = {
        colour: min(
            range(len(palette)), key=lambda n: sum((a - b) ** 2 for a, b in zip(colour, palette[n], strict=True))
        )
        for colour in rounded
    }
    raw = bytearray()
    for line in told:
        numbers = [nearest[colour] for colour in line] + [0] * (len(line) % 2)
        raw += b"\0" + bytes(numbers[i] << 4 | numbers[i + 1] for i in range(0, len(numbers), 2))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", len(told[0]), len(told), 4, 3, 0, 0, 0)
    packed = zlib.compress(bytes(raw), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"PLTE", b"".join(palette))
        + chunk(b"IDAT", packed)
        + chunk(b"IEND", b"")
    )


def _keep(shot: bytes, name: str) -> int:
    path = FOLDER / f"{name}.png"
    path.write_bytes(_small(shot))
    return path.stat().st_size


def main(portal: str, *wanted: str) -> None:
    """Every picture once, or only those named, as the account that uses the page."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--lang=vi"])
        for name, account, (width, height), address, prepare in SHOTS:
            if wanted and name not in wanted:
                continue
            context = browser.new_context(viewport={"width": width, "height": height}, base_url=portal, locale="vi-VN")
            page = context.new_page()
            page.goto("/dang-nhap/")
            page.fill("#id_username", account)
            page.fill("#id_password", PASSWORD)
            page.click("main form button[type=submit]")
            page.wait_for_selector("h1")
            page.goto(address)
            prepare(page)
            sys.stdout.write(f"{name} {_keep(page.screenshot(), name)}\n")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["http://127.0.0.1:8000"]))
