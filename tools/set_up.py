"""How a bare Debian becomes a machine on which the demo or the tests run.

    python3 -m tools.set_up demo | reset | test | browser | proofs

Every step leaves a stamp that holds the hash of what it was made from, so a step that is done is
skipped, and one that was broken off is done again. Only the standard library is used.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tools import free_fonts, preconditions
from tools.preconditions import ROOT, Obstacle, var_dir

VENV = ROOT / ".venv"
BIN = VENV / "bin"
MODULES = ROOT / "node_modules"
PAPERS = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk"]
PACKAGES = {
    "demo": PAPERS,
    "test": [*PAPERS, "poppler-utils", "qpdf"],
    "browser": [*PAPERS, "poppler-utils", "qpdf", "chromium"],
    "proofs": [*PAPERS, "poppler-utils", "qpdf", "postgresql"],
}


def main(arguments: list[str]) -> None:
    purpose = arguments[0] if len(arguments) == 1 else ""
    steps = {"demo": demo, "reset": reset, "test": test, "browser": browser, "proofs": proofs}
    if purpose not in steps:
        raise Obstacle("用法：python3 -m tools.set_up demo|reset|test|browser|proofs")
    preconditions.require_python()
    preconditions.require_own_folders()
    steps[purpose]()


def demo() -> None:
    preconditions.require_stopped()
    preconditions.require_port(os.environ.get("PORT", "8000"))
    debian_packages("demo")
    fonts()
    python_packages("base")
    front_end("base")
    var_dir().mkdir(mode=0o700, parents=True, exist_ok=True)


def reset() -> None:
    """Start over: what was entered goes, the site's own fonts stay."""
    preconditions.require_stopped()
    preconditions.require_port(os.environ.get("PORT", "8000"))
    if (var_dir() / "secrets").is_dir():
        say("清空演示数据")
        for path in var_dir().iterdir():
            if path.is_dir() and path.name != "fonts":
                shutil.rmtree(path)
            elif path.is_file():
                path.unlink()
    demo()


def test() -> None:
    debian_packages("test")
    fonts()
    python_packages("dev")
    front_end("dev")


def browser() -> None:
    debian_packages("browser")
    test()


def proofs() -> None:
    debian_packages("proofs")
    test()


def debian_packages(purpose: str) -> None:
    wanted = PACKAGES[purpose]
    if shutil.which("dpkg-query") is None:
        say(f"这台机器不是 Debian，请自行确认已装有：{' '.join(wanted)}")
        return
    missing = [name for name in wanted if name not in installed(wanted)]
    if not missing:
        return
    if os.geteuid() != 0:
        line = f"sudo apt-get update && sudo apt-get install -y {' '.join(missing)}"
        raise Obstacle(f"缺少系统软件包，请运行下面这一行后重试：\n\n    {line}\n")
    timed(f"安装系统软件包 {' '.join(missing)}", lambda: install(missing))


def installed(names: list[str]) -> set[str]:
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names],
        capture_output=True,
        text=True,
    )
    rows = [line.split() for line in answer.stdout.splitlines()]
    return {row[0] for row in rows if row[1:] == ["installed"]}


def install(names: list[str]) -> None:
    apt = ["apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0"]
    run(["dpkg", "--configure", "-a"], "系统软件包的上次安装没有完成，请运行 dpkg --configure -a 查看原因。")
    run([*apt, "update"], "未能取得系统软件包目录，请检查网络后重试。")
    run(
        [*apt, "install", "--no-install-recommends", *names],
        f"未能安装系统软件包，请检查网络后重试，或自行运行：apt-get install -y {' '.join(names)}",
    )


def fonts() -> None:
    """The free 仿宋 and its family; the papers can be printed without."""
    if not free_fonts.missing():
        return
    fetched = []
    timed("取得开源的公文字体", lambda: fetched.append(free_fonts.fetch()))
    if not all(fetched):
        say(free_fonts.WITHOUT)


def python_packages(lock: str) -> None:
    """Install a lock into ``.venv``; an installation that was broken off begins anew.

    The lock is complete, so pip resolves nothing: left to itself it takes a dependency's extra
    (``coverage[toml]``) for a package of its own and wants its newest release, which no hash covers.
    """
    file = ROOT / "requirements" / f"{lock}.txt"
    stamp, incomplete = VENV / f".{lock}", VENV / ".incomplete"
    key = digest(file, sys.version.split()[0])
    if is_stamped(stamp, key) and not incomplete.exists() and (BIN / "python").exists():
        return
    if incomplete.exists() or not has_pip():
        timed("建立虚拟环境 .venv", make_venv)
    incomplete.touch()
    failed = "未能安装 Python 依赖，请检查网络后重试。"
    pip = [str(BIN / "python"), "-m", "pip", "-qq", "--disable-pip-version-check", "--no-input", "install"]
    timed("安装 Python 依赖", lambda: run([*pip, "--no-deps", "--require-hashes", "-r", str(file)], failed))
    stamp.write_text(key)
    if lock == "dev":
        (VENV / ".base").write_text(digest(ROOT / "requirements/base.txt", sys.version.split()[0]))
    incomplete.unlink()


def has_pip() -> bool:
    """Whether pip is there, whole: the list of its files is the last one to be written."""
    if not (BIN / "python").exists():
        return False
    question = "import importlib.metadata as m, sys; sys.exit(not m.files('pip'))"
    return subprocess.run([str(BIN / "python"), "-c", question], capture_output=True).returncode == 0


def make_venv() -> None:
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], "未能建立虚拟环境，请检查磁盘空间后重试。")


def front_end(lock: str) -> None:
    """Install the front-end packages with the Node that the Python lock brings; ``npm ci`` begins anew."""
    stamp = MODULES / f".{lock}"
    key = digest(ROOT / "package-lock.json", lock)
    if is_stamped(stamp, key) or is_stamped(MODULES / ".dev", digest(ROOT / "package-lock.json", "dev")):
        return
    command = [str(BIN / "npm"), "ci", "--loglevel=error", *([] if lock == "dev" else ["--omit=dev"])]
    timed("安装前端组件", lambda: run(command, "未能安装前端组件，请检查网络后重试。"))
    stamp.write_text(key)


def digest(file: Path, *also: str) -> str:
    return hashlib.sha256(file.read_bytes() + "\0".join(also).encode()).hexdigest()


def is_stamped(stamp: Path, key: str) -> bool:
    return stamp.is_file() and stamp.read_text() == key


def run(command: list[str], sentence: str) -> None:
    if subprocess.run(command, cwd=ROOT, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}).returncode:
        raise Obstacle(sentence)


def timed(title: str, work: Callable[[], None]) -> None:
    say(f"{title} …")
    start = time.monotonic()
    work()
    say(f"{title}：用时 {time.monotonic() - start:.0f} 秒")


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
    except KeyboardInterrupt:
        sys.exit("已中断；再次运行会接着做完。")
