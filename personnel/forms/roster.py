"""How do files of the register come in?"""

from django import forms


class UploadForm(forms.Form):
    file = forms.FileField(
        label="名册文件",
        help_text="只收.xlsx，不超过5MB、5000行；上传后先看预览，确认之前不会写入名册",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,
    )


class SheetUploadForm(forms.Form):
    file = forms.FileField(
        label="任免审批表文件",
        help_text="一份.lrmx，或装有不超过100份的.zip，不超过20MB；上传后先看有哪些差别，确认之前不会写入",
        widget=forms.FileInput(attrs={"accept": ".lrmx,.zip"}),
        allow_empty_file=True,
    )
