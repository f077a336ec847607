"""How do messages lie in the folder that serves as a queue where there is no Redis?

Kombu's filesystem transport makes the file of a message first and fills it afterwards. A worker that
looks in between takes an empty message, loses it and ends. Here a message appears under its name whole.
"""

import os
import uuid
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        """Kombu's file name, by which messages stand in order; the text is there before the name."""
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}"
        unfinished = os.path.join(self.data_folder_out, f"{name}.part")
        try:
            with open(unfinished, "w", encoding="utf-8") as file:
                file.write(dumps(payload))
            os.replace(unfinished, os.path.join(self.data_folder_out, f"{name}.{queue}.msg"))
        except OSError as error:
            raise ChannelError(f"a message could not be put on the queue {queue}") from error


class Transport(filesystem.Transport):
    Channel = Channel
