"""What does a person type to sign in, to set a password, or to give somebody a role?"""

from collections.abc import Collection
from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.contrib.auth.forms import PasswordChangeForm

from selection.accounts import roles, second_factor
from selection.accounts.acts import Role
from selection.accounts.models import Organisation, User

PASSWORD_HINT = "至少8位，不能全是数字，也不要用姓名、登录号或常见口令"


CODE_BOX = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


def count_guess(user: User) -> None:
    """A browser left open is no place to guess the password of whoever is signed in there."""
    if not ratelimit.consume(context.request, action="reauthenticate", user=user):
        raise forms.ValidationError("尝试次数过多，请过几分钟再试")


def new_password(label: str, hint: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, widget=widget, strip=False, help_text=hint)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, login.help_text = "登录号", "一般是您的工号"
        password.label, password.help_text = "口令", ""
        self.fields["remember"].label = "在这台设备上保持登录"
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)


class SecondStepForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.help_text = "验证码", "手机验证器里现在的6位数字；手机不在身边，填一个8位的恢复码"
        code.widget.attrs = CODE_BOX

    def clean_code(self) -> str:
        code = super().clean_code()
        if not second_factor.is_first_use(self.user, code):
            raise forms.ValidationError(second_factor.WRONG_CODE)
        return code


class PasswordAgainForm(forms.Form):
    """A browser left open is not enough: whoever is signed in gives the password once more."""

    password = forms.CharField(
        label="当前口令",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        count_guess(self.user)
        if not self.user.check_password(password):
            raise forms.ValidationError("当前口令不正确，请重新填写")
        return password


class SetUpSecondFactorForm(PasswordAgainForm):
    code = forms.CharField(
        label="验证码", max_length=12, help_text="验证器里现在的6位数字", widget=forms.TextInput(CODE_BOX)
    )

    def __init__(self, *args: Any, is_signed_in: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not is_signed_in:
            del self.fields["password"]


class SetPasswordForm(forms.Form):
    code = forms.CharField(
        label="设置口令码",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text="纸条上的15位字母和数字，大小写和短横都不要紧",
    )
    password = new_password("新口令", PASSWORD_HINT)
    again = new_password("再输一遍新口令")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", "两遍口令不一样，请重新输入")
        return given


class ChangePasswordForm(PasswordChangeForm):
    error_messages = {
        "password_mismatch": "两遍口令不一样，请重新输入",
        "password_incorrect": "当前口令不正确，请重新填写",
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        labels = {"old_password": "当前口令", "new_password1": "新口令", "new_password2": "再输一遍新口令"}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = PASSWORD_HINT if name == "new_password1" else ""

    def clean_old_password(self) -> str:
        count_guess(self.user)
        return super().clean_old_password()


class RoleForm(forms.Form):
    """One role of the person's own organisation; ``barred`` are not offered."""

    role = forms.ChoiceField(label="角色")

    def __init__(self, *args: Any, user: User, barred: Collection[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        assert user.organisation is not None
        offered = [role for role in roles.roles_of(user.organisation) if role not in barred]
        choices = [(role.value, role.label) for role in offered]
        self.fields["role"].choices = choices

    @property
    def chosen(self) -> Role:
        return Role(self.cleaned_data["role"])


class OrganisationForm(forms.ModelForm):
    """What a school prints on its papers about itself."""

    school_levels = forms.MultipleChoiceField(
        label="学段", choices=Organisation.Level.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Organisation
        fields = ("short_name", "school_levels", "document_code", "address", "phone", "duty_officer")
        help_texts = {
            "document_code": "发文字号里年份前面的字，如“校任〔2026〕3号”填“校任”",
            "phone": "公示和考察公告上的联系电话",
            "duty_officer": "公示和考察公告上的联系人",
        }
