"""Voters' browsers: processes that post ballots over HTTP and write down what they were told.

Reads a plan as JSON: {"port", "path", "crews": [[job, …], …]}, one process a crew. A job is {"who",
"session", "form"} and may ask for ``cut`` (the line breaks after sending, then it is tried again) or
``until`` (so many seconds in which it is tried again until it is acknowledged).
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import sys
import time
from typing import Any
from urllib.parse import urlencode

from django.test.client import encode_multipart

TOKEN = "p" * 32
FORM = "application/x-www-form-urlencoded"
TOLD = "您已投票，以首次提交为准"
UNSAVED = ("未保存，请重试", "没有保存")


class Browser:
    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self.told = ""  # what the next page is to show

    def request(
        self, method: str, path: str, form: dict[str, Any] | None = None, cut: bool = False
    ) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        return self._send(method, path, urlencode(form or {}, doseq=True), FORM, cut)

    def upload(self, path: str, form: dict[str, Any]) -> tuple[int, str, str]:
        """A form of which some fields are files (with ``name`` and ``read``)."""
        return self._send(
            "POST", path, encode_multipart("proofs", form), "multipart/form-data; boundary=proofs"
        )

    def _send(
        self, method: str, path: str, body: str | bytes, kind: str, cut: bool = False
    ) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}; {self.told}",
            "X-CSRFToken": TOKEN,
            "Content-Type": kind,
        }
        try:
            line.request(method, path, body, headers)
            if cut:
                return 0, "", ""
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                if cookie.startswith("messages="):
                    self.told = cookie.partition(";")[0]
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        finally:
            line.close()

    def cast(self, path: str, form: dict[str, Any], cut: bool = False) -> str:
        """What the voter was told: thanks, told (was there before), unsaved, cut, or something else."""
        try:
            status, location, page = self.request("POST", path, form | {"act": "cast"}, cut)
        except (OSError, http.client.HTTPException):
            return "cut"
        if cut:
            return "cut"
        if status == 302 and location.endswith("/done/"):
            return "thanks"
        if status == 200 and TOLD in page:
            return "told"
        if status == 503 and any(word in page for word in UNSAVED):
            return "unsaved"
        return f"status {status}"


def vote(port: int, path: str, job: dict[str, Any]) -> list[str]:
    browser, heard = Browser(port, job["session"]), []
    if job.get("cut"):
        heard.append(browser.cast(path, job["form"], cut=True))
    end = time.monotonic() + job.get("until", 0)
    while True:
        heard.append(browser.cast(path, job["form"]))
        if heard[-1] in ("thanks", "told") or time.monotonic() >= end:
            return heard
        time.sleep(0.1)


def crew(plan: dict[str, Any], jobs: list[dict[str, Any]], said: Any) -> None:
    for job in jobs:
        said.put([job["who"], vote(plan["port"], plan["path"], job)])
    said.put(None)


def main() -> None:
    plan = json.load(sys.stdin)
    fork = multiprocessing.get_context("fork")
    said = fork.Queue()
    processes = [fork.Process(target=crew, args=(plan, jobs, said)) for jobs in plan["crews"]]
    for process in processes:
        process.start()
    running = len(processes)
    while running:
        word = said.get()
        if word is None:
            running -= 1
        else:
            sys.stdout.write(json.dumps(word) + "\n")
            sys.stdout.flush()
    for process in processes:
        process.join()


if __name__ == "__main__":
    main()
