"""How a form looks, and how an act that is refused says so."""

from datetime import date, datetime

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines

from campaigns.forms.meetings import MeetingForm
from selection.accounts.models import User
from selection.wording import STALE

pytestmark = pytest.mark.urls("tests.ground.urls")


class Sample(forms.Form):
    name = forms.CharField(label="方案名称", help_text="写明学年和岗位")
    on = forms.DateField(label="到任日期", initial=date(2026, 5, 6), required=False)
    at = forms.DateTimeField(label="会议时间", initial=datetime(2026, 3, 6, 14, 30), required=False)
    track = forms.ChoiceField(label="聘任方式", choices=[("", "请选择"), ("a", "不竞岗聘任")])
    scope = forms.ChoiceField(
        label="范围", choices=[("all", "全体"), ("some", "代表")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea)
    long = forms.CharField(label="正文", required=False, widget=forms.Textarea(attrs={"rows": 12}))
    proof = forms.FileField(label="佐证材料")
    sure = forms.BooleanField(label="已集体研究")
    key = forms.CharField(widget=forms.HiddenInput)
    when = forms.SplitDateTimeField(label="起止", required=False)


def shown(form, field):
    return form[field].as_field_group()


def test_a_field_shows_its_label_its_mark_its_control_and_its_hint():
    html = shown(Sample(), "name")

    assert '<label class="form-label required" for="id_name">方案名称</label>' in html
    assert 'class="form-control"' in html
    assert '<div class="form-hint" id="id_name_helptext">写明学年和岗位</div>' in html
    assert "is-invalid" not in html


def test_dates_and_times_are_asked_and_shown_as_browsers_want_them():
    form = Sample()

    assert '<input type="date" name="on" value="2026-05-06"' in shown(form, "on")
    assert '<input type="datetime-local" name="at" value="2026-03-06T14:30"' in shown(form, "at")


def test_what_a_browser_sends_for_a_date_and_a_time_is_understood():
    form = Sample({"on": "2026-05-07", "at": "2026-03-06T14:30"})

    assert (form.fields["on"].clean("2026-05-07"), form["at"].data) == (date(2026, 5, 7), "2026-03-06T14:30")
    assert form.fields["at"].clean("2026-03-06T14:30").isoformat() == "2026-03-06T14:30:00+08:00"


def test_radios_ticks_and_selects_each_have_their_look():
    form = Sample(initial={"scope": "all"})

    assert 'class="form-select"' in shown(form, "track")
    assert shown(form, "scope").count('class="form-check-input"') == 2
    assert "form-select" not in shown(form, "scope")
    assert '<legend class="form-label required">范围</legend>' in shown(form, "scope")
    assert '<span class="form-check-label required">已集体研究</span>' in shown(form, "sure")
    assert "class" not in str(form["key"])


def test_a_text_box_is_four_lines_high_unless_the_form_says_otherwise():
    assert 'rows="4"' in shown(Sample(), "note")
    assert 'rows="12"' in shown(Sample(), "long")


def test_each_half_of_a_split_time_is_dressed():
    assert shown(Sample(), "when").count('class="form-control"') == 2


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("name", "请填写方案名称"),
        ("track", "请选择聘任方式"),
        ("scope", "请选择范围"),
        ("proof", "请上传佐证材料"),
        ("sure", "请勾选后再提交"),
    ],
)
def test_what_is_missing_is_asked_for_by_name(field, sentence):
    html = shown(Sample({}), field)

    assert f'id="id_{field}_error"><div>{sentence}' in html
    assert "is-invalid" in html


def test_another_mistake_shows_its_own_sentence():
    assert "请写成2026-03-02这样的日期" in shown(Sample({"on": "明天"}), "on")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "given"),
    [
        (forms.ChoiceField(choices=[("a", "甲")]), "b"),
        (forms.TypedChoiceField(choices=[("1", "甲")], coerce=int), "2"),
        (forms.MultipleChoiceField(choices=[("a", "甲")]), ["a", "b"]),
        (forms.ModelChoiceField(User.objects), "99"),
        (forms.ModelMultipleChoiceField(User.objects), ["99"]),
        (forms.ModelMultipleChoiceField(User.objects), ["x"]),
        (forms.ModelMultipleChoiceField(User.objects), "99"),
    ],
)
def test_a_choice_that_is_gone_is_asked_for_anew(field, given):
    with pytest.raises(forms.ValidationError) as error:
        field.clean(given)

    assert error.value.messages == ["所选的内容已有变动，请刷新页面后重新选择"]


def test_every_form_of_the_program_asks_for_a_choice_anew():
    chosen = MeetingForm.base_fields["attendees"].error_messages

    assert {chosen[code] for code in ("invalid_choice", "invalid_list", "invalid_pk_value")} == {STALE}


@pytest.mark.parametrize(
    ("field", "given", "sentence"),
    [
        (forms.DateField(), "2026/13/1", "请写成2026-03-02这样的日期"),
        (forms.TimeField(), "下午", "请写成14:30这样的时间"),
        (forms.DateTimeField(), "明天下午", "请写成2026-03-02 14:30这样的日期和时间"),
        (forms.SplitDateTimeField(), ["2026-03-02", "下午"], "请写成14:30这样的时间"),
        (forms.IntegerField(), "许多", "请填整数"),
        (forms.DecimalField(), "许多", "请填数字"),
        (forms.DecimalField(decimal_places=1), "1.25", "小数请写到1位以内"),
        (forms.IntegerField(min_value=0), "-1", "请填不小于0的数"),
        (forms.IntegerField(max_value=9), "10", "请填不大于9的数"),
        (forms.CharField(max_length=30), "字" * 3000, "内容太长，请控制在30字以内（现有3000字）"),
        (forms.CharField(min_length=8), "太短了", "内容太短，请至少写8字（现有3字）"),
        (forms.CharField(), "看不见\0的字符", "内容里有看不见的字符，请删去后重新填写"),
        (forms.FileField(), "不是文件", "没有收到文件，请重新选择后再提交"),
        (forms.FileField(), SimpleUploadedFile("空.pdf", b""), "这个文件是空的，请重新选择"),
    ],
)
def test_a_field_that_cannot_read_what_is_given_says_how_to_write_it(field, given, sentence):
    with pytest.raises(forms.ValidationError) as error:
        field.clean(given)

    assert error.value.messages == [sentence]


@pytest.mark.django_db
def test_a_row_that_is_checked_on_its_way_to_the_database_speaks_alike():
    person = User(username="0001", name="", organisation_id=99)

    with pytest.raises(forms.ValidationError) as error:
        person.full_clean()

    assert error.value.message_dict["name"] == ["请填写这一项"]
    assert error.value.message_dict["organisation"] == [STALE]


def test_a_form_shows_what_is_wrong_with_it_as_a_whole_above_its_fields():
    form = Sample({})
    form.add_error(None, "请先填写全部岗位")

    html = str(form)

    assert html.index("请先填写全部岗位") < html.index("方案名称")
    assert "页面内容不完整，请刷新后重新填写" in html
    assert html.index("方案名称") < html.index('type="hidden" name="key"')


def test_errors_printed_alone_are_dressed_too():
    html = str(Sample({}).errors["name"])

    assert (
        html == '<div class="invalid-feedback d-block" id="id_name_error"><div>这个字段是必填项。</div></div>'
    )


def test_no_form_brings_a_style_of_its_own():
    html = engines["django"].from_string("{{ form }}").render({"form": Sample({})})

    assert "style" not in html


def sentences(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


REFUSAL = ["应到88人，实到58人，未达2/3（需59人）", "方案尚未获批"]


@pytest.mark.parametrize(
    ("address", "back"),
    [("/refuse/7/", "/campaigns/7/"), ("/refuse/7/to/", "/somewhere/7/"), ("/refuse/", "/")],
)
def test_a_refused_act_gives_every_reason_and_returns(client, address, back):
    response = client.post(address)

    assert (response.status_code, response["Location"]) == (302, back)
    assert sentences(response) == REFUSAL


def test_a_refused_act_returns_to_where_the_user_came_from(client):
    assert client.post("/refuse/", headers={"referer": "http://testserver/staff/"})["Location"].endswith(
        "/staff/"
    )


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_no_act_leads_to_another_site(client, elsewhere):
    response = client.post("/act/", {"next": elsewhere}, headers={"referer": elsewhere})

    assert response["Location"] == "/"


def test_an_act_leads_on_to_where_its_form_says(client):
    assert client.post("/act/", {"next": "/votes/"})["Location"] == "/votes/"


def test_an_act_sent_by_htmx_leaves_the_page_too(client):
    response = client.post("/refuse/7/", headers={"hx-request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (200, "/campaigns/7/")
