"""The cluster of the proofs, an installation for each proof, and the demand that a proof can fail.

The tables are made as the models are; ``MIGRATED=1`` makes them by all migrations, which takes a minute.
``@guarded(name="what it then says")`` runs a proof once as the program is, and once more for every
named guard, taken out of it: then the proof has to fail, and with that sentence.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.proofs import sabotage
from tests.proofs.cluster import Cluster, Missing, programs
from tests.proofs.world import World


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    guards = getattr(metafunc.function, "guards", {})
    if "without" in metafunc.fixturenames:
        names = ["", *(name.replace("_", "-") for name in guards)]
        metafunc.parametrize("without", names, ids=[f"without-{name}" if name else "holds" for name in names])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    unguarded = {item.originalname for item in here if not getattr(item.function, "guards", None)}
    if unguarded:
        raise pytest.UsageError(f"proofs that name no guard: {', '.join(sorted(unguarded))}")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function):
    callspec = getattr(pyfuncitem, "callspec", None)
    without = callspec.params.get("without", "") if callspec else ""
    if not without:
        return (yield)
    says = pyfuncitem.function.guards[without.replace("-", "_")]
    try:
        yield
    except AssertionError as failure:
        if re.search(says, str(failure)):
            return True
        raise
    raise pytest.fail.Exception(f"{pyfuncitem.originalname} stays green without {without}", pytrace=False)


@pytest.fixture
def without() -> str:
    """The guard that is taken out; overridden where a proof names some."""
    return ""


@pytest.fixture(scope="session")
def binaries() -> Path:
    try:
        return programs()
    except Missing as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def cluster(binaries: Path) -> Iterator[Cluster]:
    own = Cluster()
    own.create("model")
    _migrate(own.address("model"))
    yield own
    own.remove()


@pytest.fixture(scope="session")
def sqlite_model() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="proofs-sqlite-"))
    _migrate(f"sqlite:///{folder / 'model.sqlite3'}")
    yield folder / "model.sqlite3"
    shutil.rmtree(folder)


def _migrate(address: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="proofs-migrate-"))
    world = World(address, folder)
    usual = world.environment["DJANGO_SETTINGS_MODULE"]
    try:
        if os.environ.get("MIGRATED"):
            world.manage("migrate")
        else:
            world.environment["DJANGO_SETTINGS_MODULE"] = "tests.proofs.unmigrated"
            world.manage("migrate", "--run-syncdb")
            world.environment["DJANGO_SETTINGS_MODULE"] = usual
            world.manage("migrate", "--fake")
    except subprocess.CalledProcessError as failed:
        raise RuntimeError(failed.stderr) from None
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def make_world(
    request: pytest.FixtureRequest, tmp_path: Path, without: str
) -> Iterator[Callable[..., World]]:
    """An installation on a database of its own, with or without a guard; ``empty`` has no table yet."""
    ends: list[Callable[[], None]] = []

    def make(vendor: str = "postgresql", empty: bool = False) -> World:
        folder = tmp_path / f"var-{len(ends)}"
        folder.mkdir()
        if vendor == "sqlite":
            file = folder / "selection.sqlite3"
            if not empty:
                shutil.copy(request.getfixturevalue("sqlite_model"), file)
            world = World(f"sqlite:///{file}", folder, without)
        else:
            cluster = request.getfixturevalue("cluster")
            name = f"proof_{os.urandom(4).hex()}"
            cluster.create(name, like=None if empty else "model")
            for statement in sabotage.STATEMENTS.get(without, ()):
                with cluster.connect(name) as database:
                    database.execute(statement)
            world = World(cluster.address(name), folder, without)
            world.database = name
            ends.append(lambda: cluster.drop(name))
        ends.append(world.end)
        return world

    yield make
    for end in reversed(ends):
        end()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()


@pytest.fixture
def key_folder(settings, tmp_path: Path) -> Path:
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"
    return settings.BALLOT_KEY_DIR


@pytest.fixture
def taken_out(monkeypatch: pytest.MonkeyPatch, without: str) -> None:
    """For a proof in the process of the tests: the guard is out until its end."""
    sabotage.take_out(without, monkeypatch.setattr)
