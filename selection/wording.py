"""What do Django's own checks of a form say? In each case, what to do.

Django's Chinese tells what is wrong; these sentences take their place where its fields and validators
keep them, so that every form of the program speaks alike.
"""

from django import forms
from django.core import validators
from django.db import models

STALE = "所选的内容已有变动，请刷新页面后重新选择"
DATE = "请写成2026-03-02这样的日期"
TIME = "请写成14:30这样的时间"
NO_FILE = "没有收到文件，请重新选择后再提交"
STALE_CHOICE = {"invalid_choice": STALE, "invalid_list": STALE, "invalid_pk_value": STALE}

FIELDS: dict[type, dict[str, str]] = {
    forms.ChoiceField: STALE_CHOICE,
    forms.MultipleChoiceField: STALE_CHOICE,
    forms.ModelChoiceField: STALE_CHOICE,
    forms.ModelMultipleChoiceField: STALE_CHOICE,
    forms.DateField: {"invalid": DATE},
    forms.TimeField: {"invalid": TIME},
    forms.DateTimeField: {"invalid": "请写成2026-03-02 14:30这样的日期和时间"},
    forms.SplitDateTimeField: {"invalid_date": DATE, "invalid_time": TIME},
    forms.IntegerField: {"invalid": "请填整数"},
    forms.FloatField: {"invalid": "请填数字"},
    forms.DecimalField: {"invalid": "请填数字"},
    forms.FileField: {
        "invalid": NO_FILE,
        "missing": NO_FILE,
        "empty": "这个文件是空的，请重新选择",
        "max_length": "文件名太长，请改到%(max)d字以内再上传（现有%(length)d字）",
    },
    models.Field: {
        "null": "请填写这一项",
        "blank": "请填写这一项",
        "invalid_choice": STALE,
        "unique": "已有%(field_label)s相同的%(model_name)s，请核对后修改",
    },
    models.ForeignKey: {"invalid": STALE},
}
VALIDATORS: dict[type, str] = {
    validators.MinValueValidator: "请填不小于%(limit_value)s的数",
    validators.MaxValueValidator: "请填不大于%(limit_value)s的数",
    validators.MinLengthValidator: "内容太短，请至少写%(limit_value)d字（现有%(show_value)d字）",
    validators.MaxLengthValidator: "内容太长，请控制在%(limit_value)d字以内（现有%(show_value)d字）",
    validators.ProhibitNullCharactersValidator: "内容里有看不见的字符，请删去后重新填写",
}
DIGITS = {
    "invalid": "请填数字",
    "max_digits": "请填不超过%(max)s位的数",
    "max_decimal_places": "小数请写到%(max)s位以内",
    "max_whole_digits": "整数部分请写到%(max)s位以内",
}


def reword() -> None:
    """Called before any form class is made, because a field takes its words over when it is made."""
    for field, sentences in FIELDS.items():
        own = field.__dict__.get("default_error_messages", {})
        field.default_error_messages = own | sentences  # type: ignore[attr-defined]
    for validator, sentence in VALIDATORS.items():
        validator.message = sentence  # type: ignore[attr-defined]
    validators.DecimalValidator.messages = DIGITS
