"""The holder's own tờ trình as a draft: its dossiers of a round for one form, for its leader to finish and sign."""

from collections.abc import Sequence

from awards.documents.domain.phrases import HARD, kinds_words, symbol_words
from awards.documents.round_data import Room, holder_words
from awards.models import Nomination
from core.text import lower_first, opened
from office.documents.word import Grid, Paper, Section, render

HEADS = (("STT", 1.2), ("Tập thể, cá nhân đề nghị", 6.6), ("Thành tích tóm tắt", 8.5))


def holder_letter(room: Room, rows: Sequence[Nomination]) -> bytes:
    """The .docx of `rows`, which have one holder and one form. Number, day and signer stay open."""
    item = rows[0]
    holder, is_local = holder_words(item), item.holder_unit is not None
    frame = room.frame(room.regime(code=item.regime), item.form)
    groups = room.groups([room.named(row, {}) for row in rows])
    people = [named for group in groups for named in group.people]
    cells = [
        (str(at), "\n".join(filter(None, (named.name, named.place))), named.merit) for at, named in enumerate(people, 1)
    ]
    ask = f"{holder} kính đề nghị {frame.chair} xem xét, tặng {frame.form} cho {kinds_words(groups)} sau đây:"
    symbol = "TTr-UBND" if is_local else f"TTr-{symbol_words(holder)}"
    signing = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH") if is_local else ("THỦ TRƯỞNG ĐƠN VỊ",)
    return render(
        Paper(
            above=f"{HARD}{'…' * 11}",
            issuer=holder,
            number=f"Số: {HARD * 8}/{symbol}",
            place="…" * 6,
            day=room.today,
            is_draft=True,
            kind="TỜ TRÌNH",
            subject=f"Về việc đề nghị tặng {frame.form} trong {frame.movement}, {lower_first(frame.round_name)}",
            addressees=(frame.chair, frame.agency),
            bases=tuple(f"{line};" for line in (*frame.bases, f"Căn cứ {frame.plan}")),
            sections=(
                Section("", (opened(ask),), Grid(HEADS, cells, frozenset())),
                Section("", ("Hồ sơ của từng tập thể, cá nhân gửi kèm.", f"{opened(holder)} kính trình./.")),
            ),
            recipients=("Như trên",),
            signing=signing,
            signer="…" * 10,
        )
    )
