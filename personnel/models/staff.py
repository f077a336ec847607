"""Who belongs to a school, and what do the rules need to know of each person?"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from personnel.dates import full_years
from personnel.models.offices import Department
from personnel.models.querysets import OrganisationRows
from selection import clock
from selection.accounts.models import Organisation, User
from selection.fields import EncryptedTextField
from selection.names import NameKeyField, pinyin_key, stroke_key


class StaffQuerySet(OrganisationRows):
    def serving(self, on: date | None = None) -> StaffQuerySet:
        """Those who have not left by ``on`` (today)."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=on or clock.today()))

    def left(self, on: date | None = None) -> StaffQuerySet:
        return self.filter(left_on__lte=on or clock.today())

    def matching(self, text: str) -> StaffQuerySet:
        """Those whose name or staff number contains ``text``."""
        return self.filter(Q(name__icontains=text) | Q(staff_number__icontains=text))

    def by_pinyin(self) -> StaffQuerySet:
        """As one looks somebody up."""
        return self.order_by("pinyin_key", "staff_number")

    def close_to(self, user: User) -> StaffQuerySet:
        """The user's own rows in the register, and those of the user's relatives (R-25)."""
        by_relation = Q(relations__relative__user=user) | Q(relations_to__staff__user=user)
        return self.filter(Q(user=user) | by_relation).distinct()


class StaffMember(models.Model):
    """One person in one school's register. A date known only to the month is stored as its first day."""

    class Gender(models.TextChoices):
        MALE = "male", "男"
        FEMALE = "female", "女"

    class Category(models.TextChoices):
        ESTABLISHED = "established", "在编"
        RECORDED = "recorded", "备案制"
        CONTRACT = "contract", "合同制"
        AGENCY = "agency", "购买服务"
        SERVICE = "service", "服务者"
        VOLUNTEER = "volunteer", "志愿者"
        TEMPORARY = "temporary", "临聘"
        SUPPORTING = "supporting", "支教来校"

    class PartyStatus(models.TextChoices):
        MEMBER = "member", "中共党员"
        PROBATIONARY = "probationary", "中共预备党员"
        LEAGUE = "league", "共青团员"
        DEMOCRATIC = "democratic", "民主党派"
        NONE = "none", "群众"

    class Education(models.TextChoices):
        SECONDARY = "secondary", "中专及以下"
        COLLEGE = "college", "大专"
        BACHELOR = "bachelor", "本科"
        MASTER = "master", "硕士研究生"
        DOCTOR = "doctor", "博士研究生"

    class TeacherCert(models.TextChoices):
        KINDERGARTEN = "kindergarten", "幼儿园"
        PRIMARY = "primary", "小学"
        JUNIOR = "junior", "初级中学"
        SENIOR = "senior", "高级中学"
        VOCATIONAL = "vocational", "中等职业学校"
        HIGHER = "higher", "高等学校"

    class Absence(models.TextChoices):
        SICK = "sick", "长期病假"
        MATERNITY = "maternity", "产假"
        SECONDED_OUT = "seconded_out", "借调外派"
        SUSPENDED = "suspended", "停职"
        STUDY = "study", "脱产学习"
        RETIRING = "retiring", "办理退休"

    class Leadership(models.TextChoices):
        PRINCIPAL = "principal", "校长"
        VICE_PRINCIPAL = "vice_principal", "副校长"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="staff", verbose_name="单位"
    )
    user = models.OneToOneField(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="staff_member",
        verbose_name="账号",
    )
    staff_number = models.CharField("工号", max_length=30)
    is_number_issued = models.BooleanField("工号由系统编发", default=False)
    name = models.CharField("姓名", max_length=40)
    stroke_key = NameKeyField("姓氏笔画序", max_length=400, key=stroke_key)
    pinyin_key = NameKeyField("姓名拼音序", max_length=400, key=pinyin_key)
    gender = models.CharField("性别", max_length=6, choices=Gender)
    born = models.DateField("出生年月", null=True, blank=True)
    born_day_known = models.BooleanField("出生日期精确到日", default=False)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    native_place = models.CharField("籍贯", max_length=40, blank=True)
    identity = EncryptedTextField("身份证号", blank=True, default="")
    identity_digest = models.CharField(
        "身份证号校验值", max_length=64, blank=True, default="", editable=False
    )

    category = models.CharField("人员类别", max_length=12, choices=Category)
    joined_on = models.DateField("来校时间", null=True, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name="部门",
    )
    teaching_group = models.CharField("教研组", max_length=40, blank=True)
    campus = models.CharField("校区", max_length=40, blank=True)
    leadership = models.CharField("校级职务", max_length=16, choices=Leadership, blank=True)
    current_post_text = models.CharField("现任职务及任职时间", max_length=200, blank=True)

    party_status = models.CharField("政治面貌", max_length=12, choices=PartyStatus, blank=True)
    party_joined_on = models.DateField("入党时间", null=True, blank=True)
    education = models.CharField("学历", max_length=10, choices=Education, blank=True)
    degree = models.CharField("学位", max_length=40, blank=True)
    graduated_from = models.CharField("毕业院校及专业", max_length=80, blank=True)
    is_teacher = models.BooleanField("教师", default=True)
    teacher_cert = models.CharField("教师资格", max_length=12, choices=TeacherCert, blank=True)
    professional_title = models.CharField("职称", max_length=40, blank=True)
    work_since = models.DateField("参加工作时间", null=True, blank=True)
    teaching_since = models.DateField("教龄起算时间", null=True, blank=True)

    is_on_duty = models.BooleanField("在岗", default=True)
    absence = models.CharField("不在岗原因", max_length=12, choices=Absence, blank=True)
    absence_since = models.DateField("不在岗起始时间", null=True, blank=True)
    is_healthy = models.BooleanField("身体健康", null=True, blank=True)
    is_reserve = models.BooleanField("中层后备干部", default=False)
    was_seconded = models.BooleanField("有上级部门挂职经历", default=False)
    left_on = models.DateField("离校时间", null=True, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        default_permissions = ()
        ordering = ["staff_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff_number"],
                name="staff_number_unique",
                violation_error_message="这个工号已被使用，请换一个工号。",
            ),
            models.UniqueConstraint(
                fields=["identity_digest"],
                condition=~Q(identity_digest="") & Q(left_on__isnull=True),
                name="staff_identity_unique",
                violation_error_message="这个身份证号已登记给另一位在册人员，请核对。",
            ),
            models.CheckConstraint(
                condition=~Q(staff_number=""),
                name="staff_number_given",
                violation_error_message="工号不能为空。",
            ),
            models.CheckConstraint(
                condition=Q(is_on_duty=True, absence="") | Q(is_on_duty=False),
                name="staff_absence_means_off_duty",
                violation_error_message="填写了不在岗原因的人员不能同时为在岗。",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "name"], name="staff_by_name")]

    def __str__(self) -> str:
        return self.name

    def age_on(self, day: date) -> int | None:
        """Full years on ``day``; a birthday known to the month counts from the first of that month."""
        if self.born is None:
            return None
        return full_years(self.born, day)

    @property
    def born_differs_from_identity(self) -> bool:
        """The archive's birth month goes before the identity number's; a difference is a remark (AMB-2)."""
        return bool(self.identity and self.born) and self.identity[6:12] != f"{self.born:%Y%m}"

    def current_tenures(self, on: date | None = None):
        return self.tenures.in_force(on or clock.today())
