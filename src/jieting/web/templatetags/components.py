"""Template tags of the components: ``{% panel title=t %}``, ``{% badge "met" %}`` and the like.

Each one fills a template of ``templates/components``, where its parameters are told. Words come in
ready: a sentence of the domain, a lazy label or plain text.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jieting.web.charts import with_table
from jieting.web.states import state_of
from jieting.web.templatetags.words import told

register = template.Library()


@register.simple_tag
def icon(name: str, label: object = "") -> SafeString:
    """An icon of the built subset; without ``label`` it is decoration, with it an image.

    Written here and not as a template: a page has dozens, and a template costs ten times as much.
    """
    words = told(label)
    spoken = format_html('role="img" aria-label="{}"', words) if words else _DECORATION
    return format_html(_ICON, spoken, static("built/icons.svg"), name)


_DECORATION = SafeString('aria-hidden="true"')
_ICON = (
    '<svg class="icon" width="16" height="16" {} focusable="false"><use href="{}#{}"></use></svg>'
)


@register.inclusion_tag("components/badge.html")
def badge(state: str, label: object = "") -> dict[str, object]:
    """A state as icon and word, never as colour alone."""
    known = state_of(str(state))
    return {"state": known.name, "icon": known.icon, "label": label or known.word}


@register.inclusion_tag("components/opens.html")
def opens(value: object, href: str = "", label: object = "") -> dict[str, object]:
    """A number that opens what stands behind it; without ``href`` only the number."""
    return {"value": value, "href": href, "label": label}


@register.filter
def grouped(number: object) -> str:
    """A whole number with its thousands set apart; anything else as it is."""
    return f"{number:,}" if isinstance(number, int) else str(number)


@register.inclusion_tag("components/bar.html")
def bar(value: object, full: object, label: object = "") -> dict[str, object]:
    """A thin bar beside a number that is printed too."""
    return {"value": value, "full": full, "label": label}


@register.inclusion_tag("components/submit.html")
def submit(
    text: object, danger: bool = False, name: str = "", value: str = "", icon: str = ""
) -> dict[str, object]:
    """The button that sends a form, once."""
    return {"text": text, "danger": danger, "name": name, "value": value, "icon": icon}


@register.inclusion_tag("components/sortable.html", takes_context=True)
def sortable(context: Context, name: str, title: object, number: bool = False) -> dict[str, object]:
    """A head cell whose link sorts by ``name`` and, once sorted, the other way round."""
    query = context["request"].GET.copy()
    current = query.get("sort", "")
    # A place in the list means nothing in another order.
    for place in ("after", "before", "page"):
        query.pop(place, None)
    query["sort"] = f"-{name}" if current == name else name
    order = {name: "ascending", f"-{name}": "descending"}.get(current, "")
    return {"title": title, "number": number, "order": order, "url": f"?{query.urlencode()}"}


@register.inclusion_tag("components/field.html")
def field(field: BoundField) -> dict[str, object]:
    """A field of a form: label, input, help and its errors, bound to each other."""
    return _field(field)


@register.inclusion_tag("components/filter_field.html")
def filter_field(field: BoundField) -> dict[str, object]:
    """A field of a filter bar: small, its label beside it."""
    return _field(field)


@register.inclusion_tag("components/fields.html")
def fields(form: object) -> dict[str, object]:
    """Every field of a form, after what is wrong with the form as a whole."""
    return {"form": form}


@register.inclusion_tag("components/chart.html")
def chart(
    kind: str,
    id: str,  # noqa: A002 - templates say id=, as in HTML
    data: Mapping[str, Any],
    title: object,
    height: str = "",
) -> dict[str, object]:
    """A chart with the table of the same data; every datum may carry its ``href``."""
    return {
        "kind": kind, "id": id, "data": data, "title": title, "height": height,
        "table": with_table(kind, data), "source": f"{id}-data",
    }  # fmt: skip


@register.simple_block_tag(takes_context=True)
def panel(context: Context, content: SafeString, **values: object) -> SafeString:
    """A white card with a title: ``title, note, link, link_title, flush, id``."""
    return _around("panel", content, values)


@register.simple_block_tag(takes_context=True)
def table(context: Context, content: SafeString, **values: object) -> SafeString:
    """A dense table in its scroll box: ``label, tall, id``."""
    return _around("table", content, values)


@register.simple_block_tag(takes_context=True)
def details(context: Context, content: SafeString, **values: object) -> SafeString:
    """What can be unfolded: ``title, open, note, id``."""
    return _around("details", content, values)


@register.simple_block_tag(takes_context=True)
def definition(context: Context, content: SafeString, **values: object) -> SafeString:
    """A mark beside a figure that shows its definition: ``title, id``."""
    return _around("definition", content, {"id": f"definition-{secrets.token_hex(4)}", **values})


@register.simple_block_tag(takes_context=True)
def dialog(context: Context, content: SafeString, name: str, **values: object) -> SafeString:
    """A dialog that ``data-opens=NAME`` opens: ``title, wide``."""
    return _around("dialog", content, {"id": name, **values})


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: SafeString, **values: object) -> SafeString:
    """A filter bar around its fields: ``action, clear`` (url without filters), ``extra``."""
    request = context.get("request")
    sort = request.GET.get("sort", "") if request else ""
    return _around("filters", content, {"sort": sort, **values})


def _around(name: str, content: SafeString, values: Mapping[str, object]) -> SafeString:
    return render_to_string(f"components/{name}.html", {"content": content, **values})


def _field(bound: BoundField) -> dict[str, object]:
    """What the templates of a field show: its kind and the input with the classes it needs."""
    kind, style = _kind(bound)
    if bound.errors:
        style += " is-invalid"
    own = bound.field.widget.attrs.get("class", "")
    attrs = {"class": f"{style} {own}".strip()}
    return {"field": bound, "kind": kind, "widget": bound.as_widget(attrs=attrs)}


def _kind(bound: BoundField) -> tuple[str, str]:
    widget = bound.field.widget
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "choices", "choices"
    if isinstance(widget, CheckboxInput):
        return "check", "form-check-input"
    if isinstance(widget, Select):
        return "input", "form-select"
    return "input", "form-control"
