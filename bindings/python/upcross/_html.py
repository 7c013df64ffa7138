"""Tables as people read them: text in a terminal, HTML in a notebook."""

import datetime
import html
from collections.abc import Sequence
from typing import Any

MOST_ROWS = 20
MOST_WIDTH = 44

STYLE = (
    "<style>.upcross{border-collapse:collapse;font:14px/1.45 system-ui,sans-serif}"
    ".upcross th,.upcross td{padding:.35em .8em;text-align:left;vertical-align:top;"
    "border-bottom:1px solid rgba(128,128,128,.3)}"
    ".upcross th{font-weight:600;white-space:nowrap}"
    ".upcross .number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
    ".upcross .account td{font-weight:600;border-bottom:2px solid rgba(128,128,128,.5);"
    "padding-top:.9em}"
    ".upcross .note{opacity:.7;font-size:.9em}</style>"
)


def shown(value: Any) -> str:
    """A value as a cell shows it; empty where it is not known."""
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) >= 100 or value == round(value, 2) else f"{value:.4g}"
    return str(value)


def money(value: float, currency: str) -> str:
    """An amount with its currency; empty where it is not known."""
    return "" if value != value else f"{currency} {value:,.2f}".strip()


def day(value: Any) -> str:
    """A date as 5 September 2011."""
    date = value if isinstance(value, datetime.date) else value.item()
    return f"{date.day} {date:%B %Y}"


def as_text(table: Any, names: Sequence[str]) -> str:
    """The first rows of a table for a terminal."""
    rows = [[_cut(shown(row[name])) for name in names] for row in table[:MOST_ROWS]]
    widths = [max([len(name), *(len(row[i]) for row in rows)]) for i, name in enumerate(names)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [list(names), *rows]
    ]
    more = len(table) - len(rows)
    return "\n".join([*lines, f"... and {more:,} more rows"] if more > 0 else lines)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MOST_WIDTH else text[: MOST_WIDTH - 1] + "…"


def as_html(table: Any, names: Sequence[str]) -> str:
    """The first rows of a table for a notebook; all texts are escaped."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(_cell(row[name]) for name in names) + "</tr>" for row in table[:MOST_ROWS]
    )
    return f'{STYLE}<table class="upcross"><tr>{head}</tr>{body}</table>{_note(table)}'


def _cell(value: Any) -> str:
    kind = ' class="number"' if isinstance(value, (int, float)) else ""
    return f"<td{kind}>{html.escape(shown(value))}</td>"


def _note(table: Any) -> str:
    more = len(table) - MOST_ROWS
    return f'<p class="upcross note">and {more:,} more rows</p>' if more > 0 else ""


def recommendations_html(table: Any) -> str:
    """Recommendations for an account manager: by account, what to offer, its worth, and why."""
    rows, account = [], None
    for row in table[:MOST_ROWS]:
        if row["account_id"] != account or not rows:
            account = row["account_id"]
            rows.append(f'<tr class="account"><td colspan="5">{_account(row)}</td></tr>')
        rows.append(_offer(row, table.currency))
    head = (
        '<tr><th class="number">Rank</th><th>Product</th><th>Offer</th>'
        '<th class="number">Order value</th><th>Why</th></tr>'
    )
    return f'{STYLE}<table class="upcross">{head}{"".join(rows)}</table>{_note(table)}'


def _account(row: dict[str, Any]) -> str:
    name, own = row["account_name"], html.escape(str(row["account_id"]))
    return f"{html.escape(name)} ({own})" if name else own


def _offer(row: dict[str, Any], currency: str) -> str:
    name, own = row["product_name"], html.escape(str(row["product_id"]))
    product = f'{html.escape(name)}<br><span class="note">{own}</span>' if name else own
    kind = {"cross_sell": "new for this account", "up_sell": "a step up"}.get(row["kind"], "")
    if row["from_product_id"] is not None:
        kind += f" from {html.escape(str(row['from_product_id']))}"
    pieces = shown(row["quantity"]).removesuffix(".00")
    price = money(row["unit_price"], currency)
    worth = money(row["order_value"], currency)
    order = f'<br><span class="note">{pieces} × {html.escape(price)}</span>' if worth else ""
    return (
        f'<tr><td class="number">{row["rank"]}</td><td>{product}</td><td>{kind}</td>'
        f'<td class="number">{html.escape(worth)}{order}</td>'
        f"<td>{html.escape(row['reasons'] or '')}</td></tr>"
    )
