"""Files of 任免审批表 as other programs write them."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

# A made-up number that passes its check; born 1985-03-12, a man
IDENTITY = "510101198503120011"
LIN = {
    "XingMing": "林木森",
    "XingBie": "男",
    "ChuShengNianYue": "198503",
    "MinZu": "汉族",
    "JianLi": "2003.09--2007.07  四川师范大学数学系学习\n2007.07--         实验学校教师",
    "JiangChengQingKuang": "无",
}


def lrmx(*, inside: str = "", **values: str) -> bytes:
    """One file with these elements in this order, and what else is put ``inside``."""
    said = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in values.items())
    return f'<?xml version="1.0" encoding="utf-8"?><Person>{said}{inside}</Person>'.encode()


def zipped(files: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return file.getvalue()
