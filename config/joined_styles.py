"""A stylesheet that imports others is collected as one file with theirs inside: a page asks for one, not for thirty.

Where nothing is collected, browsers follow the imports themselves, to the same effect.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

Places = Mapping[str, tuple[Storage, str]]
"""By the name of each static file: the folder it comes from, and its path there."""

IMPORT = re.compile(r'^@import "([^":]+)";\n', re.MULTILINE)


class JoinedStylesStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths: Places, **options: Any) -> Iterator[tuple[str, str | None, bool | Exception]]:
        joined = {name: (Joined(paths), name) if name.endswith(".css") else place for name, place in paths.items()}
        yield from super().post_process(joined, **options)


@dataclass(frozen=True, slots=True)
class Joined:
    """Opens stylesheets as what they come to with all that they import."""

    places: Places

    def open(self, name: str) -> ContentFile:
        return ContentFile(self._text(name).encode())

    def _text(self, name: str) -> str:
        folder, path = self.places[name]
        with folder.open(path) as file:
            text = file.read().decode()
        return IMPORT.sub(lambda found: self._imported(posixpath.join(posixpath.dirname(name), found[1])), text)

    def _imported(self, name: str) -> str:
        text = self._text(posixpath.normpath(name))
        if "url(" in text:
            raise ValueError(f"{name} names files as seen from its own folder, so it cannot be joined to others")
        return text + "\n"
