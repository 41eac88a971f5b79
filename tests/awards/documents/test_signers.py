"""The name of whoever signed, out of what was written of them."""

import pytest

from awards.documents.domain.signers import signer_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Trần Quốc Nam", "Trần Quốc Nam"),
        ("Chủ tịch UBND tỉnh", ""),
        ("Chủ tịch Ủy ban nhân dân tỉnh Ninh Thuận", ""),
        ("KT. CHỦ TỊCH, PHÓ CHỦ TỊCH", ""),
        ("Thủ tướng Chính phủ", ""),
        ("Chủ tịch nước", ""),
        ("", ""),
        ("Chủ tịch Trần Quốc Nam", "Trần Quốc Nam"),
        ("Phó Chủ tịch Lê Huyền", "Lê Huyền"),
        ("KT. Chủ tịch, Phó Chủ tịch Lê Huyền", "Lê Huyền"),
        ("TM. Ủy ban nhân dân - Chủ tịch Trần Quốc Nam", "Trần Quốc Nam"),
        ("Quyền Chủ tịch UBND tỉnh Ninh Thuận Trần Quốc Nam", "Trần Quốc Nam"),
        ("Trần Quốc Nam, Chủ tịch UBND tỉnh", "Trần Quốc Nam"),
        ("Trần Quốc Nam (Chủ tịch)", "Trần Quốc Nam"),
        ("Trần Quốc Nam Chủ tịch UBND tỉnh", "Trần Quốc Nam"),
        ("Ông Trần Quốc Nam", "Trần Quốc Nam"),
        ("Bá Thị Lan", "Bá Thị Lan"),
        ("  Phó  Chủ tịch:  Lê   Huyền ", "Lê Huyền"),
        ("Phạm Minh Chính, Thủ tướng Chính phủ", "Phạm Minh Chính"),
    ],
)
def test_a_post_is_no_part_of_a_name(written: str, name: str) -> None:
    assert signer_name(written, "Ninh Thuận") == name
