"""How does a roster file come in?"""

from django import forms


class UploadForm(forms.Form):
    file = forms.FileField(
        label="名册文件",
        help_text="只收.xlsx，不超过5MB、5000行；上传后先看预览，确认之前不会写入名册",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,
    )
