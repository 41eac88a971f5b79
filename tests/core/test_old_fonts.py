"""Old fonts are recognised by what no language writes; names of minorities and foreign words are not taken for them."""

import pytest

from core import old_fonts


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


def test_a_refusal_says_the_word_and_the_way_out() -> None:
    says = (
        "viết bằng phông chữ cũ {}, máy khác đọc không được. Vui lòng gõ lại bằng Unicode, hoặc chuyển mã bằng UniKey "
        "(sao chép, Ctrl+Shift+F9) rồi dán lại."
    )
    assert old_fonts.why_old("cho Hé nghÌo của xã") == f"«nghÌo» {says.format(old_fonts.TCVN3)}"
    assert old_fonts.why_old("Xaõ Phöôùc Chính") == f"«Phöôùc» {says.format(old_fonts.VNI)}"
    assert old_fonts.why_old("§Þnh") == f"«§Þnh» {says.format(old_fonts.TCVN3)}"
    assert old_fonts.why_old("Hộ nghèo, xã Phước Chính, 20 m²") == ""
