"""Pages of docs/ that are written from the tables themselves, so that they cannot lag behind."""

from pathlib import Path

from accounts.words import PERMISSION_WORDS
from awards.workflow.table import NOMINATION
from campaign import definition
from campaign.activities.domain.records import Road
from campaign.activities.domain.roads import ROADS
from campaign.figures.workflow import FIGURES, PLANS
from campaign.rules import RULES
from core.workflow import Workflow
from reports.guides import definition_docs

ROAD_WORDS = {
    Road.NOTE: "Hoạt động, đợt vận động, đăng ký ủng hộ", Road.FUND: "Thu, chi quỹ", Road.HELP: "Trợ giúp",
    Road.REMARK: "Ý kiến giám sát", Road.INSPECTION: "Kiểm tra", Road.OBSTACLE: "Vướng mắc", Road.STORY: "Điển hình",
    Road.REPORT: "Báo cáo của đơn vị",
}  # fmt: skip
WORKFLOWS = {
    "Bộ số liệu": FIGURES,
    "Kế hoạch": PLANS,
    "Hồ sơ đề nghị khen thưởng": NOMINATION,
    **{words: ROADS[road] for road, words in ROAD_WORDS.items()},
}


def workflows() -> str:
    """Every workflow as a diagram and a table."""
    parts = ["# Quy trình\n\nTrang này được sinh từ các bảng quy trình (`manage.py write_docs`); không sửa tay."]
    for title, table in WORKFLOWS.items():
        parts.append(f"\n## {title}\n\n```mermaid\nstateDiagram-v2\n{_diagram(table)}\n```\n")
        parts.append("| bước | từ trạng thái | đến | quyền | lý do |\n|---|---|---|---|---|")
        parts.extend(
            f"| {step.label} | {', '.join(table.labels[state] for state in sorted(step.sources))} "
            f"| {table.labels[step.target]} | {PERMISSION_WORDS[step.needs]} | {'bắt buộc' if step.reason else ''} |"  # type: ignore[index]  # a StrEnum is its text
            for step in table
        )
    return "\n".join(parts) + "\n"


def _diagram(table: Workflow) -> str:
    lines = [f'    state "{label}" as {state}' for state, label in table.labels.items()]
    lines += [f"    {state} --> {step.target}: {step.label}" for step in table for state in sorted(step.sources)]
    return "\n".join(lines)


def rules(root: Path) -> str:
    """Every rule, and where the shipped plans use it."""
    parts = [
        "# Quy tắc xét\n\nTrang này được sinh từ sổ quy tắc và các kế hoạch (`manage.py write_docs`); không sửa tay."
    ]
    parts.append("\n## Các quy tắc\n\n| tên trong tệp kế hoạch | loại | tham số |\n|---|---|---|")
    parts.extend(
        f"| `{name}` | {item.kind} | {', '.join(f'`{key}`' for key in item.parameters)} |"
        for name, item in sorted(RULES.items())
    )
    for path in sorted((root / "campaign" / "definitions").glob("*.toml")):
        plan = definition.parse(path.read_text(encoding="utf-8"))
        parts.append(f"\n## {plan.code}\n\n| mục | điều khoản | cách xét |\n|---|---|---|")
        parts.extend(f"| {goal.id} | {goal.clause} | {goal.explanation} |" for goal in plan.goals)
        parts.extend(
            f"| {criterion.id}{'.' + part.id if part.id else ''} | {criterion.clause} | {part.explanation} |"
            for category in plan.categories
            for criterion in category.criteria
            for part in criterion.parts
        )
    return "\n".join(parts) + "\n"


def pages(root: Path) -> dict[Path, str]:
    """Each generated page with what it should say."""
    return {
        root / "docs" / "workflows.md": workflows(),
        root / "docs" / "rules.md": rules(root),
        root / "docs" / "viet-the-le.md": definition_docs.page(root),
    }
