"""Which columns may a roster have, by what names, and how is each read?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from personnel.models import StaffMember
from personnel.roster import cells, phrases
from personnel.roster.cells import Reader

Category, Party, Education = StaffMember.Category, StaffMember.PartyStatus, StaffMember.Education
Cert, Absence, Leadership = StaffMember.TeacherCert, StaffMember.Absence, StaffMember.Leadership


@dataclass(frozen=True)
class Column:
    """One column: its header, the field it fills, how its cells are read, what to write there."""

    label: str
    field: str
    read: Reader
    hint: str
    aliases: tuple[str, ...] = ()
    is_core: bool = False


CATEGORIES = {
    "在编在岗": Category.ESTABLISHED,
    "在编在职": Category.ESTABLISHED,
    "在编教师": Category.ESTABLISHED,
    "事业编": Category.ESTABLISHED,
    "事业编制": Category.ESTABLISHED,
    "备案": Category.RECORDED,
    "员额": Category.RECORDED,
    "合同": Category.CONTRACT,
    "政府购买服务": Category.AGENCY,
    "劳务派遣": Category.AGENCY,
    "临时聘用": Category.TEMPORARY,
    "代课": Category.TEMPORARY,
    "支教": Category.SUPPORTING,
    "来校支教": Category.SUPPORTING,
}
PARTIES = {
    "党员": Party.MEMBER,
    "正式党员": Party.MEMBER,
    "中共正式党员": Party.MEMBER,
    "中国共产党党员": Party.MEMBER,
    "预备党员": Party.PROBATIONARY,
    "团员": Party.LEAGUE,
    "无": Party.NONE,
    "无党派": Party.NONE,
    "无党派人士": Party.NONE,
} | dict.fromkeys(("民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "台盟"), Party.DEMOCRATIC)
EDUCATIONS = {
    "中专": Education.SECONDARY,
    "中师": Education.SECONDARY,
    "高中": Education.SECONDARY,
    "专科": Education.COLLEGE,
    "大学专科": Education.COLLEGE,
    "大学": Education.BACHELOR,
    "大学本科": Education.BACHELOR,
    "研究生": Education.MASTER,
    "硕士": Education.MASTER,
    "博士": Education.DOCTOR,
}
CERTS = {
    "初中": Cert.JUNIOR,
    "高中": Cert.SENIOR,
    "中职": Cert.VOCATIONAL,
    "高校": Cert.HIGHER,
}
ABSENCES = {
    "病假": Absence.SICK,
    "借调": Absence.SECONDED_OUT,
    "外派": Absence.SECONDED_OUT,
    "脱产": Absence.STUDY,
    "退休": Absence.RETIRING,
}

COLUMNS = [
    Column(
        "工号",
        "staff_number",
        cells.staff_number,
        "登录用；没有可不填，由系统编发",
        ("职工号", "教工号", "人员编号"),
    ),
    Column("姓名", "name", cells.name, "必填", ("教师姓名", "教职工姓名"), is_core=True),
    Column(
        "性别",
        "gender",
        cells.choice(StaffMember.Gender, drop="性$"),
        "男、女",
        is_core=True,
    ),
    Column(
        "出生年月",
        "born",
        cells.birthday,
        "1985.03或1985-03-12",
        ("出生日期", "出生时间", "出生年月日"),
        is_core=True,
    ),
    Column(
        "人员类别",
        "category",
        cells.choice(Category, also=CATEGORIES, drop="(人员|教师|教职工|员工|工)$"),
        "、".join(Category.labels),
        ("编制类别", "编制情况", "人员性质"),
        is_core=True,
    ),
    Column(
        "政治面貌",
        "party_status",
        cells.choice(Party, also=PARTIES, drop="(会员|盟员|社员|党员|成员)$"),
        "、".join(Party.labels),
        is_core=True,
    ),
    Column(
        "学历",
        "education",
        cells.choice(Education, also=EDUCATIONS, drop="(学历|毕业)$"),
        "、".join(Education.labels),
        ("最高学历", "文化程度"),
        is_core=True,
    ),
    Column(
        "现任职务及任职时间",
        "current_post_text",
        cells.text(200),
        "教务处主任（2021.09）；没有职务的不填",
        ("现任职务", "职务", "现任职务及时间"),
        is_core=True,
    ),
    Column(
        "部门",
        "department",
        cells.word(40),
        "教务处、办公室等",
        ("处室", "所在部门", "内设机构"),
        is_core=True,
    ),
    Column(
        "身份证号", "identity", cells.identity, "18位，按文本录入", ("身份证号码", "公民身份号码", "身份证")
    ),
    Column("民族", "ethnicity", cells.word(20), "汉族"),
    Column("籍贯", "native_place", cells.word(40), "省和县（市）名"),
    Column("来校时间", "joined_on", cells.day, "2015.09", ("到校时间", "入职时间")),
    Column("教研组", "teaching_group", cells.word(40), "语文组", ("学科组",)),
    Column("校区", "campus", cells.word(40), "本部", ("教学点", "校点")),
    Column(
        "校级职务",
        "leadership",
        cells.choice(Leadership, also={"园长": Leadership.PRINCIPAL}),
        "校长、副校长",
    ),
    Column("入党时间", "party_joined_on", cells.day, "2010.07"),
    Column("学位", "degree", cells.word(40), "教育学学士"),
    Column("毕业院校及专业", "graduated_from", cells.text(80), "学校和专业", ("毕业院校", "毕业学校")),
    Column("是否教师", "is_teacher", cells.yes_or_no, "是、否", ("教师",)),
    Column(
        "教师资格",
        "teacher_cert",
        cells.choice(Cert, also=CERTS, drop="(教师)?(资格)?(证书|证)?$"),
        "、".join(Cert.labels),
        ("教师资格证", "教师资格种类"),
    ),
    Column("职称", "professional_title", cells.text(40), "一级教师", ("专业技术职务",)),
    Column("参加工作", "work_since", cells.day, "2008.09", ("参加工作时间", "工作时间")),
    Column("教龄起算", "teaching_since", cells.day, "2008.09", ("教龄起算时间", "从教时间", "任教时间")),
    Column("在岗", "is_on_duty", cells.yes_or_no, "是、否", ("是否在岗",)),
    Column(
        "不在岗原因",
        "absence",
        cells.choice(Absence, also=ABSENCES),
        "、".join(Absence.labels),
    ),
    Column("不在岗起始", "absence_since", cells.day, "2026.01", ("不在岗起始时间",)),
    Column("身体健康", "is_healthy", cells.yes_or_no, "是、否；只填结论，不写病情", ("健康状况",)),
    Column("后备", "is_reserve", cells.yes_or_no, "是、否", ("后备干部", "中层后备", "中层后备干部")),
    Column("挂职", "was_seconded", cells.yes_or_no, "是、否；上级部门挂职锻炼", ("挂职经历", "挂职锻炼")),
    Column(
        "表彰",
        "commendations",
        phrases.awards,
        "县级优秀教师（2024.09）；多项用分号隔开",
        ("表彰奖励", "获奖情况"),
    ),
]
BY_HEADER = {header: column for column in COLUMNS for header in (column.label, *column.aliases)}
BY_FIELD = {column.field: column for column in COLUMNS}
CORE = [column for column in COLUMNS if column.is_core]
ORDER_NUMBERS = {"序号", "编号", "No.", "NO"}
YEAR = r"((?:19[5-9]|20\d)\d)"
APPRAISAL_HEADER = re.compile(
    rf"(?:年度)?考核(?:结果|等次)?\(?{YEAR}\)?(?:年度?)?|{YEAR}年?(?:年度|度)?考核(?:结果|等次)?"
)


def column_for(header: str) -> Column | None:
    """The column a (normalised) header names; yearly appraisals make a column of their own."""
    if found := APPRAISAL_HEADER.fullmatch(header):
        year = found[1] or found[2]
        return Column(
            f"年度考核{year}",
            f"appraisal {year}",
            phrases.grade,
            "优秀、合格、基本合格、不合格、未参加（原因）",
        )
    return BY_HEADER.get(header)


def is_header(names: list[str]) -> bool:
    """A header row names 姓名 and one more column that we know."""
    known = {column.label for name in names if (column := column_for(name))}
    return "姓名" in known and len(known) >= 2
