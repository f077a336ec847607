"""What single cells of a roster mean."""

from datetime import date

import pytest
import time_machine

from personnel.dates import LifeDate
from personnel.models import StaffMember
from personnel.roster import cells
from personnel.roster.cells import Unreadable
from personnel.roster.columns import BY_FIELD, column_for, is_header
from personnel.roster.workbook import FormulaWithoutResult
from tests.factories.rosters import identity_number


def reading(field):
    return BY_FIELD[field].read


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        (" 欧阳\u200b小雨 ", "欧阳小雨"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("江书𬭎", "江书𬭎"),
        ("方景喆", "方景喆"),
        ("⼀然", "一然"),
        ("Anna  Lee", "Anna  Lee"),
    ],
)
def test_a_name_is_freed_of_spaces_and_odd_dots(written, name):
    assert cells.name(written) == name


@pytest.mark.parametrize("written", ["张", "张三（代）", "张三1", "填表人：李四", "·张三", 12, "张三·"])
def test_what_is_no_name_is_refused(written):
    with pytest.raises(Unreadable, match="不像姓名，请只写姓名"):
        cells.name(written)


def test_a_private_character_in_a_name_must_be_typed_again():
    with pytest.raises(Unreadable, match="姓名里有无法识别的字"):
        cells.name("张\ue123")


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("gender", "男 ", "male"),
        ("gender", "女性", "female"),
        ("category", "在编", "established"),
        ("category", "在编教师", "established"),
        ("category", "备案制人员", "recorded"),
        ("category", "合同工", "contract"),
        ("category", "劳务派遣", "agency"),
        ("category", "支教来校", "supporting"),
        ("party_status", "党员", "member"),
        ("party_status", "中共预备党员", "probationary"),
        ("party_status", "民盟盟员", "democratic"),
        ("party_status", "共青团员", "league"),
        ("party_status", "无党派", "none"),
        ("education", "大学本科", "bachelor"),
        ("education", "研究生", "master"),
        ("education", "本科学历", "bachelor"),
        ("teacher_cert", "高级中学教师资格证", "senior"),
        ("teacher_cert", "初中", "junior"),
        ("teacher_cert", "中等职业学校", "vocational"),
        ("absence", "病假", "sick"),
        ("leadership", "副校长", "vice_principal"),
        ("is_on_duty", "在岗", True),
        ("is_on_duty", "不在岗", False),
        ("is_healthy", "健康", True),
        ("is_reserve", "√", True),
        ("was_seconded", "无", False),
        ("staff_number", 1001.0, "1001"),
        ("staff_number", "ＡＢ 01", "AB01"),
        ("teaching_group", "语文组 (初中)", "语文组（初中）"),
        ("current_post_text", "  教务处主任　（2021.09） ", "教务处主任 （2021.09）"),
        ("joined_on", "2015.09", LifeDate(date(2015, 9, 1), False)),
    ],
)
def test_a_cell_is_read_in_every_way_people_write_it(field, written, value):
    assert reading(field)(written) == value


@pytest.mark.parametrize(
    ("field", "written", "sentence"),
    [
        ("gender", "公", "“公”不认识，请填：男、女"),
        (
            "category",
            "编外",
            "“编外”不认识，请填：在编、备案制、合同制、购买服务、服务者、志愿者、临聘、支教来校",
        ),
        ("is_healthy", "高血压", "“高血压”看不明白，请填“是”或“否”"),
        ("staff_number", "工-1", "“工-1”不能作工号，请只用数字、字母和短横线，不超过30位"),
        ("teaching_group", "组" * 41, "内容超过40个字，请缩短"),
        ("current_post_text", "职" * 201, "内容超过200个字，请缩短"),
        ("identity", "11010119900101123X", "身份证号的校验位不对，请逐位核对"),
        ("identity", 5.1e17, "身份证号存成了数字，末尾几位已丢失，请把这一列设为文本后重新录入"),
        ("name", "#REF!", "公式出错（#REF!），请改成文字或数字"),
        ("name", FormulaWithoutResult(), "公式没有算出结果，请在表格里选“粘贴为数值”后再保存"),
        ("born", FormulaWithoutResult(), "公式没有算出结果，请在表格里选“粘贴为数值”后再保存"),
        ("joined_on", "不详", "“不详”不是日期，请写成1985.03或1985-03-12"),
    ],
)
def test_a_cell_that_says_nothing_is_named(field, written, sentence):
    with pytest.raises(Unreadable) as unreadable:
        reading(field)(written)

    assert str(unreadable.value) == sentence


def test_an_identity_number_is_taken_in_full_width_and_small_letters():
    assert reading("identity")(f" {identity_number()} ") == identity_number()


@time_machine.travel("2026-03-02T09:00+08:00", tick=False)
@pytest.mark.parametrize(("born", "is_plausible"), [("2011.03", True), ("2011.04", False), ("1936.03", True)])
def test_a_birthday_belongs_to_somebody_of_working_age(born, is_plausible):
    if is_plausible:
        assert cells.birthday(born)
    else:
        with pytest.raises(Unreadable, match=r"出生年月2011\.04不合理，请核对"):
            cells.birthday(born)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        *(("出生日期", "born"), ("处室", "department"), ("教工号", "staff_number"), ("备注", None)),
        *(
            ("2024年度考核", "appraisal 2024"),
            ("年度考核2025", "appraisal 2025"),
            ("2025年考核结果", "appraisal 2025"),
        ),
        *(("年度考核(2023)", "appraisal 2023"), ("1234年度考核", None)),
    ],
)
def test_a_header_is_known_by_its_usual_names(header, field):
    column = column_for(header)

    assert (column and column.field) == field


def test_a_header_row_names_at_least_two_known_columns():
    assert is_header(["序号", "姓名", "性别"])
    assert not is_header(["姓名", "备注"])
    assert not is_header(["性别", "部门"])


def test_every_choice_can_be_written_as_it_is_shown():
    for field, choices in {"category": StaffMember.Category, "absence": StaffMember.Absence}.items():
        assert [reading(field)(choice.label) for choice in choices] == list(choices)
