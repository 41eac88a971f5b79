"""What each document says, from plain facts. Pure: no database, no Word."""

from collections.abc import Sequence

from awards.documents.domain.facts import (
    CHAIR,
    Appraised,
    Frame,
    Given,
    Group,
    Guidance,
    Meeting,
    Signed,
    Submitted,
    Told,
)
from awards.documents.domain.filling import Content, Row, Value
from awards.documents.domain.kinds import KINDS, SIGNINGS
from awards.documents.domain.phrases import (
    HARD,
    OPEN_DAY,
    OPEN_NUMBER,
    bulleted,
    dated,
    group_heading,
    hour_words,
    kinds_words,
    punctuated,
    total,
)
from campaign.definition.words import clause_words
from core.numbers import format_date, format_rate, two_digits
from core.spelled import dong
from core.text import lower_first, opened
from office.documents.word import day_words

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _rows(groups: Sequence[Group]) -> tuple[Row, ...]:
    shown = [item for item in groups if item.people]
    return tuple(
        Row(
            {"ten": f"{ROMAN[at] if at < len(ROMAN) else at + 1}. {group_heading(group)}"},
            tuple(
                Row(
                    {
                        "stt": str(place),
                        "ten": item.name,
                        "noi": item.place,
                        "thanh_tich": item.merit,
                        "hinh_thuc": item.form,
                        "phieu": item.votes,
                        "ghi_chu": item.note,
                    }
                )
                for place, item in enumerate(group.people, 1)
            ),
        )
        for at, group in enumerate(shown)
    )


# ---- the frame of every document ----


def _content(
    code: str,
    frame: Frame,
    signed: Signed,
    subject: str,
    more: dict[str, Value],
    lists: dict[str, tuple[Row, ...]] | None = None,
    recipients: Sequence[str] = (),
) -> Content:
    """The tokens of every kind, those of this one beside; only what the kind offers."""
    kind = KINDS[code]
    is_provincial = kind.symbol == "QĐ-UBND"
    is_council = kind.symbol.startswith("BB")
    place = f"{frame.own.word} {frame.province}".upper()
    above: Value = () if is_provincial else ("ỦY BAN NHÂN DÂN", place)
    issuer: Value = ("ỦY BAN NHÂN DÂN", place) if is_provincial else (frame.agency.upper(),)
    if is_council:
        issuer = ("HỘI ĐỒNG", "THI ĐUA - KHEN THƯỞNG")
    symbol = kind.symbol if is_provincial or is_council else f"{kind.symbol}-{frame.symbol}"
    keeper = "- Lưu: VT." if is_provincial else f"- Lưu: VT, {frame.symbol}."
    values: dict[str, Value] = {
        "co_quan_tren": above,
        "co_quan": issuer,
        "so_ky_hieu": f"Số: {signed.number or OPEN_NUMBER + '/' + symbol}",
        "dia_danh_ngay": f"{frame.province}, {day_words(signed.day) if signed.day else f'{OPEN_DAY} {frame.year}'}",
        "trich_yeu": subject,
        "tinh": f"{frame.own.word} {frame.province}",
        "uy_ban": frame.own.committee,
        "tinh_hoa": place,
        "phong_trao": frame.movement,
        "dot": lower_first(frame.round_name),
        "hinh_thuc": frame.form,
        "so_noi_vu": frame.agency,
        "thu_truong": f"{frame.head} {frame.agency}",
        "can_cu": _bases(frame, goes_on=is_provincial),
        "ghi_chu": frame.note,
        "noi_nhan": (*(f"- {name};" for name in recipients), keeper),
        "ky": SIGNINGS[signed.signing or kind.signings[0]].lines(frame.head),
        "nguoi_ky": signed.signer,
        **more,
    }
    names = {token.name for token in kind.tokens}
    return Content({name: values[name] for name in values if name in names}, lists or {}, kind.below)


def _bases(frame: Frame, *, goes_on: bool) -> tuple[str, ...]:
    """The bases, a semicolon behind each; the last has a full stop unless the text goes on with a proposal."""
    lines = (*frame.bases, f"Căn cứ {frame.plan}")
    return tuple(f"{line}{';' if goes_on or at < len(lines) else '.'}" for at, line in enumerate(lines, 1))


# ---- each kind ----


def guidance(frame: Frame, signed: Signed, facts: Guidance) -> Content:
    """Hướng dẫn of a round (V.4)."""
    more: dict[str, Value] = {
        "doi_tuong": facts.classes,
        "so_luong": bulleted(facts.caps),
        "ho_so": bulleted(facts.papers),
        "tieu_chuan": facts.standards,
        "trinh_tu": punctuated(facts.routes),
        "muc_so_luong": facts.clause,
        "dieu_khoan_so_luong": f"{clause_words(facts.clause)} của {frame.founding}",
        "van_ban": frame.founding,
        "mo_nhan": f"Bắt đầu nhận hồ sơ: {facts.opening}." if facts.opening else "",
        "han": facts.closing or "chưa ấn định",
        "thoi_han_giai_quyet": f"{facts.working_days} {facts.days_words}",
        "hieu_luc": f"từ {day_words(facts.effective_on)}" if facts.effective_on else "kể từ ngày ký",
    }
    own = frame.own
    recipients = (
        f"{own.committee} (báo cáo)",
        f"Các sở, ban, ngành, đoàn thể {own.word}",
        "Ủy ban nhân dân các địa phương",
        f"Lãnh đạo {frame.agency}",
    )
    subject = f"Công tác khen thưởng {frame.movement}, {lower_first(frame.round_name)}"
    return _content("huong-dan", frame, signed, subject, more, recipients=recipients)


def appraisal(frame: Frame, signed: Signed, facts: Appraised) -> Content:
    """Phiếu thẩm định of a dossier."""
    more: dict[str, Value] = {
        "ten": facts.name,
        "chuc_vu": f"Chức vụ, nơi công tác: {facts.post}" if facts.post else "",
        "nhom_doi_tuong": facts.category,
        "noi_lap": facts.holder,
        "ngay_nhan": format_date(facts.received) or "chưa nhận",
        "hinh_thuc": facts.form,
        "ket_luan": facts.verdict,
        "chua_dat": f"Điều chưa đạt: {'; '.join(facts.misses)}." if facts.misses else "",
        "ly_do_trinh": f"Lý do vẫn trình: {facts.override}" if facts.override else "",
        "y_kien": bulleted(facts.opinions) or ("Chưa hỏi ý kiến cơ quan nào.",),
        "thieu": f"Hồ sơ còn thiếu: {', '.join(facts.missing)}." if facts.missing else "",
    }
    rows = tuple(
        Row(
            {
                "ma": item.code,
                "noi_dung": item.text,
                "so_lieu": item.measured,
                "nhan_xet": item.outcome,
                "ly_do": item.grounds,
            }
        )
        for item in facts.lines
    )
    subject = f"Hồ sơ đề nghị tặng {facts.form}"
    return _content("phieu-tham-dinh", frame, signed, subject, more, {"y": rows})


def _headed(head: str, lines: Sequence[str]) -> tuple[str, ...]:
    return (head, *bulleted(lines)) if lines else ()


def submission(frame: Frame, signed: Signed, facts: Submitted) -> Content:
    """Tờ trình for one authority, its list behind it."""
    is_ours = facts.authority == CHAIR
    what = f"quyết định tặng {facts.form}" if is_ours else f"trình {facts.authority} tặng {facts.form}"
    attached = f"(Kèm theo Tờ trình {dated(signed.number, signed.day, f'TTr-{frame.symbol}')} của {frame.agency})"
    more: dict[str, Value] = {
        **_addressed((frame.chair,)),
        **_listed(facts.groups, facts.form, "ĐỀ NGHỊ TẶNG"),
        "hinh_thuc": facts.form,
        "y_kien_khac": ("Ý kiến khác của cơ quan được hỏi:", *bulleted(facts.disagreed)) if facts.disagreed else (),
        "tham_quyen": frame.own.chairman if is_ours else facts.authority,
        "de_nghi": f"{frame.own.chairman} xem xét, {what}",
        "hoi_dong": facts.council,
        "giai_trinh": (
            *_headed("Hồ sơ trình khi còn điểm phải giải trình:", facts.explained),
            *_headed("Hồ sơ có cảnh báo, vụ việc hoặc ý kiến giám sát:", facts.disputed),
        ),
        "kem_theo": attached,
    }
    recipients = ("Như trên", f"Thường trực {frame.own.award_council}", f"Lãnh đạo {frame.agency}")
    subject = f"Về việc đề nghị tặng {facts.form} trong {frame.movement}, {lower_first(frame.round_name)}"
    return _content("to-trinh", frame, signed, subject, more, {"nhom": _rows(facts.groups)}, recipients)


def list_paper(frame: Frame, signed: Signed, groups: Sequence[Group]) -> Content:
    """Danh sách by group."""
    subject = f"{opened(kinds_words(groups))} đề nghị tặng {frame.form}, {lower_first(frame.round_name)}"
    return _content("danh-sach", frame, signed, subject, _listed(groups, frame.form, ""), {"nhom": _rows(groups)})


def _listed(groups: Sequence[Group], form: str, verb: str) -> dict[str, Value]:
    """How a document speaks of whom it lists, and the head of the list behind it."""
    kinds = kinds_words(groups)
    title = f"DANH SÁCH {kinds.upper()} {verb} {form.upper()}"
    return {"tong_so": total(groups), "doi_tuong_khen": kinds, "ten_danh_sach": " ".join(title.split())}


def _meeting(frame: Frame, facts: Meeting) -> dict[str, Value]:
    whole, present, written, absent = map(two_digits, facts.numbers)
    members = [f"{name}, {post}: {word}" if post else f"{name}: {word}" for name, post, word in facts.members]
    return {
        "phien": facts.name,
        "ngay_hop": day_words(facts.held_on),
        "dia_diem": facts.place or HARD * 20,
        "gio_khai_mac": hour_words(facts.began),
        "gio_be_mac": hour_words(facts.ended),
        "chu_tri": facts.chair,
        "thu_ky": facts.secretary,
        "so_thanh_vien": whole,
        "co_mat": present,
        "bang_van_ban": written,
        "vang": absent,
        "thanh_vien": bulleted(members),
        "cach_bieu_quyet": facts.method,
        "khong_bieu_quyet": bulleted(facts.recusals),
        "nguoi_ky": facts.chair,
        "tong_so": total(facts.groups),
    }


def _votes(facts: Meeting) -> tuple[Row, ...]:
    return tuple(
        Row(
            {
                "stt": str(at),
                "ten": item.name,
                "dong_y": two_digits(item.agree),
                "khong_dong_y": two_digits(item.disagree),
                "khac": two_digits(item.blank),
                "ty_le": format_rate(item.share),
                "ket_qua": item.result,
            }
        )
        for at, item in enumerate(facts.counts, 1)
    )


def minutes(frame: Frame, signed: Signed, facts: Meeting) -> Content:
    """Biên bản of a session."""
    notes = [f"Số lượng khen thưởng của đợt khi họp: {', '.join(facts.places)}"] if facts.places else []
    notes += [f"{item.name}: {item.note}" for item in facts.counts if item.note]
    notes += [f"Đã thẩm định, không đưa ra Hội đồng: {line}" for line in facts.left_out]
    notes += [f"Đưa ra khỏi chương trình: {line}" for line in facts.struck]
    notes += facts.chosen
    said = tuple(line.strip() for line in facts.discussion.splitlines() if line.strip())
    more: dict[str, Value] = {
        **_meeting(frame, facts),
        "y_kien": bulleted(notes),
        "thao_luan": said or ("Không có ý kiến khác.",),
    }
    subject = f"Họp {frame.own.award_council} xét khen thưởng {lower_first(frame.round_name)}"
    return _content("bien-ban-hop", frame, signed, subject, more, {"phieu": _votes(facts)}, _minutes_to(frame))


def ballots(frame: Frame, signed: Signed, facts: Meeting) -> Content:
    """Biên bản of the count of votes."""
    cast = max((item.agree + item.disagree + item.blank for item in facts.counts), default=0)
    handed = facts.numbers[1] + facts.numbers[2]
    more: dict[str, Value] = {**_meeting(frame, facts), "phieu_phat": two_digits(handed), "phieu_thu": two_digits(cast)}
    subject = f"Kiểm phiếu xét khen thưởng {lower_first(frame.round_name)}"
    return _content("bien-ban-kiem-phieu", frame, signed, subject, more, {"phieu": _votes(facts)}, _minutes_to(frame))


def _minutes_to(frame: Frame) -> tuple[str, ...]:
    return (f"{frame.own.chairman} (báo cáo)", f"Thành viên {frame.own.award_council}", frame.agency)


def _recipients(frame: Frame, article: str) -> tuple[str, ...]:
    own = frame.own
    return (
        f"Như {article}",
        f"Thường trực {own.party}, Thường trực {own.people_s_council}",
        f"Chủ tịch, các Phó Chủ tịch {own.committee}",
        frame.agency,
    )


def decision(frame: Frame, signed: Signed, facts: Given) -> Content:
    """Quyết định that awards, its list behind it; open where it is not signed."""
    attached = f"(Kèm theo Quyết định {dated(signed.number, signed.day, 'QĐ-UBND')} của {frame.chair})"
    rewards = [f"mỗi {noun} {dong(amount)}" for noun, amount in facts.rewards]
    last = 3 if not rewards else 4
    more: dict[str, Value] = {
        **_listed(facts.groups, frame.form, "ĐƯỢC TẶNG"),
        "kem_theo": attached,
        "dieu_thuong": "Điều 2." if rewards else "",
        "tien_thuong": f"Mức tiền thưởng kèm theo: {'; '.join(rewards)}, theo {facts.reward_basis}." if rewards else "",
        "dieu_hieu_luc": f"Điều {last - 1}.",
        "dieu_thi_hanh": f"Điều {last}.",
        "xet_de_nghi": f"Theo đề nghị của {frame.head} {frame.agency}{_letter(frame, signed, facts)}.",
    }
    subject = f"Về việc tặng {frame.form}"
    recipients = _recipients(frame, f"Điều {last}")
    return _content("quyet-dinh", frame, signed, subject, more, {"nhom": _rows(facts.groups)}, recipients)


def _letter(frame: Frame, signed: Signed, facts: Given) -> str:
    """The tờ trình that a decision answers: open for the pen in a draft; a signed one names none that is not known."""
    if not facts.submission and signed.number:
        return ""
    return f" tại Tờ trình {facts.submission or dated('', None, f'TTr-{frame.symbol}')}"


def revision(frame: Frame, signed: Signed, facts: Given) -> Content:
    """Quyết định that corrects names."""
    rows = tuple(Row({"stt": str(at), "cu": old, "moi": new}) for at, (old, new) in enumerate(facts.names, 1))
    more: dict[str, Value] = {"quyet_dinh_goc": facts.about, "ly_do": facts.reason}
    subject = f"Về việc điều chỉnh tên trong {facts.about}"
    return _content("quyet-dinh-dieu-chinh", frame, signed, subject, more, {"sua": rows}, _recipients(frame, "Điều 3"))


def revocation(frame: Frame, signed: Signed, facts: Given) -> Content:
    """Quyết định that revokes awards."""
    recovered = "; ".join(dict.fromkeys(facts.recovered))
    more: dict[str, Value] = {
        "quyet_dinh_goc": facts.about,
        "ly_do": facts.reason,
        **_listed(facts.groups, frame.form, "ĐƯỢC TẶNG"),
        "thu_hoi": f"Thu hồi: {recovered}" if recovered else "",
    }
    subject = f"Về việc hủy bỏ khen thưởng tại {facts.about}"
    return _content(
        "quyet-dinh-huy-bo", frame, signed, subject, more, {"nhom": _rows(facts.groups)}, _recipients(frame, "Điều 3")
    )


def _addressed(to: Sequence[str]) -> dict[str, Value]:
    if len(to) == 1:
        return {"kinh_gui": f"Kính gửi: {to[0]}", "noi_gui": ()}
    return {"kinh_gui": "Kính gửi:", "noi_gui": bulleted(to)}


def refusal(frame: Frame, signed: Signed, facts: Told) -> Content:
    """Notice to who holds a dossier that was not awarded, with the reason."""
    more: dict[str, Value] = {
        **_addressed(facts.to),
        "ten": facts.name,
        "loai_ly_do": facts.code,
        "ly_do": facts.reason,
        "hinh_thuc": facts.form or frame.form,
    }
    subject = f"Kết quả xét khen thưởng {lower_first(frame.round_name)}"
    recipients = ("Như trên", f"Lãnh đạo {frame.agency}")
    return _content("thong-bao-khong-khen", frame, signed, subject, more, recipients=recipients)


def result(frame: Frame, signed: Signed, facts: Told) -> Content:
    """Notice of what a round came to."""
    refused = (
        f"{two_digits(facts.refused)} hồ sơ không được khen thưởng; lý do đã thông báo riêng." if facts.refused else ""
    )
    more: dict[str, Value] = {
        **_addressed(facts.to),
        "quyet_dinh": "; ".join(facts.decisions),
        **_listed(facts.groups, frame.form, "ĐƯỢC TẶNG"),
        "khong_khen": refused,
    }
    subject = f"Kết quả khen thưởng {frame.movement}, {lower_first(frame.round_name)}"
    recipients = ("Như trên", f"{frame.own.committee} (báo cáo)", f"Lãnh đạo {frame.agency}")
    return _content("thong-bao-ket-qua", frame, signed, subject, more, {"nhom": _rows(facts.groups)}, recipients)
