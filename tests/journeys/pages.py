"""A person at the browser: opens pages, fills in the forms that stand on them, reads what is said."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from selection.accounts.models import User


class Form:
    """One form as a browser would send it back untouched, and the names that it has boxes for."""

    def __init__(self, action: str):
        self.action = action
        self.values: dict[str, Any] = {}
        self.names: set[str] = set()

    def put(self, name: str, value: str, *, several: bool = False) -> None:
        self.values[name] = [*self.values.get(name, []), value] if several else value


class _Reader(HTMLParser):
    def __init__(self, address: str):
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.area = self.select = ""
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "form":
            self.form = Form(given.get("action") or self.address)
            self.forms.append(self.form)
        elif self.form is not None:
            self._field(tag, given, given.get("name") or "")

    def _field(self, tag: str, given: dict[str, Any], name: str) -> None:
        assert self.form is not None
        if name:
            self.form.names.add(name)
        if tag == "input" and name:
            self._input(given, name)
        elif tag == "textarea":
            self.area = name
            self.form.put(name, "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and (self.select not in self.form.values or "selected" in given):
            self.form.put(self.select, given.get("value") or "")

    def _input(self, given: dict[str, Any], name: str) -> None:
        assert self.form is not None
        kind = given.get("type", "text")
        if kind in ("radio", "checkbox"):
            if "checked" in given:
                self.form.put(name, given.get("value") or "on", several=kind == "checkbox")
        elif kind != "file":
            self.form.put(name, given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.area and self.form is not None:
            self.form.put(self.area, self.form.values[self.area] + data.lstrip("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""


class Page:
    """What came back: its address, its forms, its links, and the sentences said at the top."""

    def __init__(self, response: Any, address: str):
        assert response.status_code == 200, f"{address}: {response.status_code}"
        self.address, self.text = address, response.content.decode()
        assert "Traceback" not in self.text
        reader = _Reader(address)
        reader.feed(self.text)
        self.forms, self.links = reader.forms, reader.links
        self.said = _said(response)

    def form(self, action: str, names: set[str]) -> Form:
        """The form that posts to ``action``, or to the page itself, and has a box for each of the names."""
        wanted = action or urlsplit(self.address).path
        for form in self.forms:
            if urlsplit(form.action).path == wanted and names | {"csrfmiddlewaretoken"} <= form.names:
                return form
        here = [(form.action, sorted(form.names)) for form in self.forms]
        raise AssertionError(f"{self.address} has no form for {wanted} with {names}, only {here}")

    def has_form(self, action: str) -> bool:
        return any(urlsplit(form.action).path == action for form in self.forms)


def _said(response: Any) -> list[str]:
    """Messages of the last act, and what is wrong with the form on the page."""
    context = response.context or {}
    said = [str(message) for message in context.get("messages") or ()]
    form = context.get("form")
    if form is not None and form.is_bound:
        said += [str(fault) for faults in form.errors.values() for fault in faults]
    return said


class Person:
    """Signed in as one user; every page that this person comes to is looked at."""

    def __init__(self, user: User):
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def opens(self, address: str) -> Page:
        return self._arrive(self.client.get(address, follow=True), address)

    def finds_nothing_at(self, address: str) -> None:
        assert self.client.get(address).status_code == 404, address

    def fills(self, address: str, action: str = "", **values: Any) -> Page:
        """Open the page, fill in the form on it, send it, and see where that leads.

        Only names that the form has a box or button for may be given.
        """
        return self.sends(self.opens(address), action, **values)

    def sends(self, page: Page, action: str = "", **values: Any) -> Page:
        form = page.form(action, set(values))
        return self.posts(form.action, form.values | values, page.address)

    def posts(self, address: str, body: dict[str, Any] | None = None, came_from: str = "") -> Page:
        """What a form would send, whether or not a page shows it."""
        body = {name: value for name, value in (body or {}).items() if value is not None}
        headers = {"referer": f"http://testserver{came_from}"} if came_from else {}
        response = self.client.post(address, body, follow=True, headers=headers)
        return self._arrive(response, address)

    def _arrive(self, response: Any, address: str) -> Page:
        chain = getattr(response, "redirect_chain", [])
        return Page(response, chain[-1][0] if chain else address)
