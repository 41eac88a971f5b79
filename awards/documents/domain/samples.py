"""Made-up content of a kind, out of the examples of its tokens: to try a template before it meets data. Pure."""

from awards.documents.domain.filling import Content, Row
from awards.documents.domain.kinds import Kind, TokenList


def sample(kind: Kind) -> Content:
    """Every token by its example; every list with two lines."""
    below = kind.below
    lists = {item.name: item for item in kind.lists}
    rows = {name: _rows(item, lists.get(below.get(name, ""))) for name, item in lists.items() if not item.above}
    return Content({token.name: token.example for token in kind.tokens}, rows, below)


def _rows(item: TokenList, inner: TokenList | None) -> tuple[Row, ...]:
    values = {token.name: str(token.example) for token in item.columns}
    row = Row(values, _rows(inner, None) if inner is not None else ())
    return (row, row)
