"""A workflow answers from its table, with every objection at once."""

from dataclasses import dataclass

import pytest

from core.workflow import Refused, Step, Workflow


@dataclass(frozen=True)
class Facts:
    state: str
    permissions: frozenset[str] = frozenset({"send"})

    def may(self, permission: str) -> bool:
        return permission in self.permissions


TABLE = Workflow(
    Step(
        "send",
        "Gửi",
        {"draft"},
        "sent",
        needs="send",
        guards=(lambda f: "Thiếu a.", lambda f: None, lambda f: "Thiếu b."),
    ),
    Step("return", "Trả lại", {"sent"}, "draft", needs="check", reason=True),
    labels={"draft": "Đang lập", "sent": "Đã gửi"},
)


def test_every_objection_is_collected() -> None:
    assert TABLE.refusals(TABLE["send"], Facts("draft")) == ("Thiếu a.", "Thiếu b.")


def test_a_wrong_state_is_named() -> None:
    assert TABLE.refusals(TABLE["send"], Facts("sent")) == ("Bước này cần trạng thái «Đang lập»; hiện là «Đã gửi».",)


def test_a_return_has_a_reason() -> None:
    checker = Facts("sent", frozenset({"check"}))
    with pytest.raises(Refused) as refused:
        TABLE.check("return", checker, reason="  ")
    assert refused.value.reasons == ("Vui lòng ghi lý do khi chọn «Trả lại».",)
    assert TABLE.check("return", checker, reason="Thiếu biểu").target == "draft"


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(Refused, match="Không có bước này"):
        TABLE.check("award", Facts("draft"))


def test_without_the_permission_the_refusal_says_so_first() -> None:
    assert TABLE.refusals(TABLE["return"], Facts("sent")) == ("Tài khoản của bạn không có quyền thực hiện bước này.",)
    assert TABLE.refusals(TABLE["send"], Facts("sent", frozenset())) == (
        "Tài khoản của bạn không có quyền thực hiện bước này.",
        "Bước này cần trạng thái «Đang lập»; hiện là «Đã gửi».",
    )


def test_an_option_is_open_when_nothing_objects() -> None:
    (option,) = TABLE.options(Facts("sent", frozenset({"check"})))
    assert (option.step.name, option.refusals, option.is_open) == ("return", (), True)
    (option,) = TABLE.options(Facts("draft"))
    assert (option.step.name, option.is_open) == ("send", False)


def test_a_step_asks_no_reason_and_stands_in_front_unless_it_says_otherwise() -> None:
    step = Step("go", "Đi", {"a"}, "b", needs="go")
    assert (step.reason, step.is_aside, step.throws_away, step.guards, step.then, step.verb) == (
        False, False, False, (), "", "",
    )  # fmt: skip


def test_options_are_those_of_my_permissions() -> None:
    assert [option.step.name for option in TABLE.options(Facts("sent"))] == []
    assert [option.step.name for option in TABLE.options(Facts("draft"))] == ["send"]
