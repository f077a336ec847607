"""What may a person do in an organisation, and in which roles?

The table of role × act itself is ``matrix.csv`` beside this file.
"""

import csv
from functools import cache
from pathlib import Path

from django.db import models

MATRIX = Path(__file__).with_name("matrix.csv")


class Act(models.TextChoices):
    """The capabilities; each value is also the codename of a permission on Organisation."""

    VIEW_REGISTER = "view_register", "查看人员名册"
    MANAGE_REGISTER = "manage_register", "维护人员名册"
    MANAGE_ACCOUNTS = "manage_accounts", "管理账号"
    MANAGE_LEADERS = "manage_leaders", "管理学校领导和人事干部的账号"
    VIEW_CAMPAIGNS = "view_campaigns", "查看选拔工作"
    RUN_CAMPAIGNS = "run_campaigns", "组织选拔工作"
    CONFIRM_ACTS = "confirm_acts", "确认补录事项"
    DECIDE = "decide", "签批决定"
    REVIEW_ZONE = "review_zone", "学区审核"
    REVIEW_BUREAU = "review_bureau", "教育局审核"
    ANSWER_DISCIPLINE = "answer_discipline", "回复廉政意见"
    VIEW_LEDGER = "view_ledger", "查看全程纪实"
    ENTER_ARRANGEMENTS = "enter_arrangements", "录入节假日安排"
    PUBLISH_RULESETS = "publish_rulesets", "发布方案规则"
    VIEW_PAPERS = "view_papers", "查看文书"
    VOID_CAMPAIGNS = "void_campaigns", "宣布选拔工作无效"
    OVERSEE = "oversee", "督查各校选拔工作"
    DRAW_SAMPLES = "draw_samples", "抽取检查名单"


class Role(models.TextChoices):
    """What a person is in one organisation."""

    OFFICER = "officer", "人事干部"
    LEADER = "leader", "学校领导"
    STAFF = "staff", "教职工"
    ZONE_REVIEWER = "zone_reviewer", "学区审核员"
    ZONE_ORGANISER = "zone_organiser", "学区组织员"
    BUREAU_REVIEWER = "bureau_reviewer", "教育局审核员（政工科）"
    DISCIPLINE = "discipline", "纪检"
    SUPERVISOR = "supervisor", "监督员"


@cache
def matrix() -> dict[str, frozenset[str]]:
    """Role → its acts, as the file says."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return {
            row.pop("role"): frozenset(act for act, mark in row.items() if mark)
            for row in csv.DictReader(file)
        }
