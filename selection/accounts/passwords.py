"""Which passwords are too weak, in words that say what to do?"""

from django.contrib.auth import password_validation as django


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"口令太短，至少要{self.min_length}位"


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "这个口令太常见，容易被猜到，请换一个"


class NotOnlyDigits(django.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "口令不能全是数字，请加上字母或汉字"


class NotTheName(django.UserAttributeSimilarityValidator):
    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "name"))

    def get_error_message(self) -> str:
        return "口令与姓名或登录号太接近，请换一个"
