"""Whole numbers in words, as papers write money: 2.980.000 is "hai triệu chín trăm tám mươi nghìn". Pure."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu")
BILLION = 1_000_000_000


def spelled(number: int) -> str:
    """A number of 0 or more in words."""
    if number == 0:
        return DIGITS[0]
    above, rest = divmod(number, BILLION)
    words = [f"{spelled(above)} tỷ"] if above else []
    for scale in (2, 1, 0):
        group = rest // 1000**scale % 1000
        if group:
            words.append(f"{_hundreds(group, is_first=not words)} {SCALES[scale]}".rstrip())
    return " ".join(words)


def dong(amount: int) -> str:
    """An amount as papers write it: "1.490.000 đồng (Một triệu bốn trăm chín mươi nghìn đồng)"."""
    words = spelled(amount)
    return f"{amount:,}".replace(",", ".") + f" đồng ({words[0].upper()}{words[1:]} đồng)"


def _hundreds(group: int, *, is_first: bool) -> str:
    """Three figures; those that something stands before are read whole: "không trăm linh năm"."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [f"{DIGITS[hundreds]} trăm"] if hundreds or not is_first else []
    if tens == 0:
        return " ".join([*words, *([("linh " if words else "") + DIGITS[ones]] if ones else [])])
    words.append("mười" if tens == 1 else f"{DIGITS[tens]} mươi")
    if ones:
        words.append("lăm" if ones == 5 else "mốt" if ones == 1 and tens > 1 else DIGITS[ones])
    return " ".join(words)
