"""Are the database and the queue of DATABASE_URL and REDIS_URL there to be tested on?

python -m tools.services         says what does not answer, and fails
python -m tools.services tidy    drops what a broken-off run of the tests left on them
"""

import os
import re
import sys

import psycopg
import redis
from psycopg import sql


def main(arguments: list[str]) -> int:
    if arguments == ["tidy"]:
        tidy(os.environ["DATABASE_URL"])
        return 0
    silent = [*silent_database(os.environ["DATABASE_URL"]), *silent_queue(os.environ["REDIS_URL"])]
    print("\n".join(silent) or "PostgreSQL and Redis answer.")
    return 1 if silent else 0


def silent_database(address: str) -> list[str]:
    try:
        with maintenance(address):
            return []
    except psycopg.OperationalError as error:
        return [f"PostgreSQL does not answer: {str(error).splitlines()[0]}"]


def silent_queue(address: str) -> list[str]:
    try:
        redis.Redis.from_url(address, socket_connect_timeout=5).ping()
    except redis.RedisError as error:
        return [f"Redis does not answer: {error}"]
    return []


def maintenance(address: str) -> psycopg.Connection:
    """A connection to the server itself; the tests' own database does not exist yet."""
    return psycopg.connect(
        re.sub(r"/[^/?]*(\?|$)", r"/postgres\1", address), connect_timeout=5, autocommit=True
    )


def tidy(address: str) -> None:
    name = address.rsplit("/", 1)[1].split("?")[0]
    with maintenance(address) as server:
        left = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"test_{name}%"])
        for (database,) in left.fetchall():
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
