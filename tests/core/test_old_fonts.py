"""Old fonts are recognised by what no language writes; names of minorities and foreign words are not taken for them."""

import csv
from pathlib import Path

import pytest

from core import old_fonts

DATA = Path(__file__).resolve().parent.parent.parent / "data"
NAMES = """
Katơr Thị Liên · Katơr · Chamaléa Thị Hiên · Chamaléa Âu · Chamaléa · Pi Năng Thị Thiên · Pinăng Thị Mấu · Pi Năng Thạnh ·
Ka Dă Thương · Ka Dă Thị Mấu · Tô Hạ Câu · Cha Mạ Lé Ạ · Patâu Axá Thị Ản · Patâu Axá · Bo Bo Thị Hạnh · Mang Thị Xuân ·
Chăm · Raglai · Ra Glai · Ra-glai · K'Ho · Cơ Ho · Kơ Ho · Chu Ru · Churu · Nùng · Tày · Hoa · Ê-đê · Êđê · H'Mông · Mông ·
Y Bhăm Êban · H'Hen Niê · Y Thịnh Niê Kđăm · Ksor Nham · Rơ Châm H'Phik · Siu H'Đoan · Ya Đũ · Ja Măng Ya Loan · Touneh Hàn ·
Pô Klong Garai · Pô Rômê · Bàu Trúc · Mỹ Nghiệp · Hậu Sanh · Hữu Đức · Rơ Ông K'Brêm · Cill Múp Ha Krang · K'Brếp · K'Ösin ·
Lơ Mu Ha Bang · Bơ Jú · Păng Tiăng · Pơ Loong · A Lăng Mới · Zơ Râm Thị Lẽ · Hồ Văn Xướp · Ating Phúc · Coor Ting ·
Bríu Liếc · Bling Hạnh · Tơ Ngôl · Đinh Thị Bliêng · Giàng A Páo · Lầu Y Pó · Vừ Bá Xô · Lò Văn Ón · Lù Seo Tỏa ·
Hmöi · Hrê · Xơ Đăng · Gié Triêng · Gia Rai · Jrai · Röngao · Kröng · Ba Na · Bahnar · Đinh Nŭp · Krông Păč · Čư Mgar ·
Čư Jŭt · Ƀuôn Ƀlŏ · Y Ƀlŏ Êñuôl · H'Ñen Ƀyă · Mlô Duôn Du · Kƀuôr · Hwiñ · Aê Duôn · Hlơr Knŭl · Hđơk · Ƀuôn Đôn ·
Pơtao Apuih · Yă Pôm · Thập Liên Trưởng · Đàng Năng Quạ · Đổng Thị Hồng · Quảng Đại Cẩn · Bá Trung Phụ · Nại Thị Lú ·
Thành Ngọc Có · Trượng Văn Món · Lưu Quang Sang · Từ Công Phụng · Châu Văn Kên · Phú Năng Lành · Não Thị Ú · Dương Tấn Sở ·
Lộ Minh Trại · Tà Yên Chí · Tà Thía Cá · Ma Nới · Ma Hoa · Tà Lú · Rã Trên · Gòn · Đá Trắng · Suối Rớ · Châu Đắc · Trà Co
"""
ELSEWHERE = """
Haïti · naïve · Anaïs · Loïc · Aïda · Thaïs · Thaï · maïs · laïcité · Héloïse · Moïse · Hawaïi · Caraïbes · Taïwan · Hanoï ·
Saïgon · Zaïre · Chaïm · goût · août · coût · jeûne · Saâd · Naâma · Noël · Citroën · Michaël · Chloë · Joëlle · François ·
Müller · Jürgen · Köln · Mönch · Förch · Strauß · Weiß · Österreich · Zürich · São Paulo · João · Leão · Guimarães · Simões ·
Peña · Español · Malmö · Umeå · Luleå · Åsa · Øystein · Tromsø · Søren · Ærø · Jyväskylä · Göncü · Reykjavík · façade · déjà vu
"""


@pytest.mark.parametrize(
    "text", ["X· Phíc ChÝnh", "Tæng sè hé d©n c\xad", "Hé nghÌo", "§Þnh", "Chñ hé ¦íc\xadm", "L\xad¬ng ThÞ"]
)
def test_tcvn3(text: str) -> None:
    assert old_fonts.of(text) == old_fonts.TCVN3
    assert old_fonts.may_be_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Toång soá hoä daân cö",
        "Hoä ngheøo",
        "Xaõ Phöôùc Chính",
        "Hoä caän ngheøo",
        "Chaâu Thò Lan",
        "Voõ Thò Bích",
        "Ñinh Vaên A",
        "Traàn",
        "Leâ",
    ],
)
def test_vni(text: str) -> None:
    assert old_fonts.of(text) == old_fonts.VNI
    assert old_fonts.may_be_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Xã Phước Đại", "XÃ PHƯỚC ĐẠI", "Xã Phước Ðại", "Katơr Thị Ngà", "Chamaléa Thị Bê", "Pi Năng Thị Hương", "Hmöi",
        "Nguyễn Müller", "Citroën", "diện tích 20 m²", "Hộ nghèo¹", "§ 5", "4m×10m", "Xây nhà 4m×10m", "kW·h", "Hoà Lưu, Hoàng Quế, Hoằng", "Ñut", "5 % ± 2", "Ê Đê", "người Raglai, Chăm",
    ],
)  # fmt: skip
def test_letters_of_today(text: str) -> None:
    assert old_fonts.of(text) is None


@pytest.mark.parametrize("name", [name.strip() for name in (NAMES + ELSEWHERE).replace("\n", " ").split("·")])
def test_names_of_minorities_and_of_elsewhere(name: str) -> None:
    for text in (name, name.upper(), name.title(), name.lower(), f"Nguyễn Thị {name}, xã Phước Đại"):
        assert old_fonts.of(text) is None


def test_no_name_of_the_data_is_taken_for_an_old_font() -> None:
    cells = {cell for path in DATA.glob("*.csv") for row in csv.reader(path.open(encoding="utf-8")) for cell in row}
    assert len(cells) > 400
    assert [cell for cell in cells if old_fonts.of(cell) or old_fonts.of(cell.upper())] == []


@pytest.mark.parametrize(
    "text",
    ["Quỹ«Vì người nghèo» của xã", "nhà «Đại đoàn kết»", "phát\xadtriển giao\xadthông", "Hoà Bình, Toà án, hoãn, khoẻ", "cái goòng"],
)  # fmt: skip
def test_quotes_and_places_to_break_a_word(text: str) -> None:
    assert old_fonts.of(text) is None


@pytest.mark.parametrize("text", ["c«ng b»ng", "n\xad\xedc", "th«n", "gia ®×nh", "UBND x· Ph\xad\xedc §¹i"])
def test_the_same_signs_of_an_old_font(text: str) -> None:
    assert old_fonts.of(text) == old_fonts.TCVN3


@pytest.mark.parametrize(
    "text", ["Nguyeãn", "Maïnh", "HOÄ NGHEØO", "cuûa", "ngöôøi", "vaø", "tuoåi", "khoâng", "Söï", "Ñöùc"]
)
def test_a_syllable_of_vni_alone(text: str) -> None:
    assert old_fonts.of(text) == old_fonts.VNI


def test_a_refusal_says_the_word_and_the_way_out() -> None:
    says = (
        "viết bằng phông chữ cũ {}, máy khác đọc không được. Vui lòng gõ lại bằng Unicode, hoặc chuyển mã bằng UniKey "
        "(sao chép, Ctrl+Shift+F9) rồi dán lại."
    )
    assert old_fonts.why_old("cho Hé nghÌo của xã") == f"«nghÌo» {says.format(old_fonts.TCVN3)}"
    assert old_fonts.why_old("Xaõ Phöôùc Chính") == f"«Phöôùc» {says.format(old_fonts.VNI)}"
    assert old_fonts.why_old("§Þnh") == f"«§Þnh» {says.format(old_fonts.TCVN3)}"
    assert old_fonts.why_old("Hộ nghèo, xã Phước Chính, 20 m²") == ""
