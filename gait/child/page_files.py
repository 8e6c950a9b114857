"""The files that a page set as PDF may name: those given by address, and our own static ones. Nothing else."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class PageFiles:
    """by_address: pictures and the clinic's look. static_folders: (prefix, folder), looked through in this order."""

    by_address: dict[str, str]
    static_url: str
    static_folders: list[tuple[str, str]]

    def file_at(self, url: str) -> Path:
        """Raises ValueError for whatever else a page asks for."""
        address = unquote(urlsplit(url).path)
        if address in self.by_address:
            return Path(self.by_address[address])
        if not address.startswith(self.static_url):
            raise ValueError(f"a PDF may not ask for {url}")
        return self.static_file(address.removeprefix(self.static_url))

    def static_file(self, name: str) -> Path:
        for prefix, folder in self.static_folders:
            inside = name.removeprefix(prefix)
            path = (Path(folder) / inside.lstrip("/")).resolve()
            if name.startswith(prefix) and path.is_relative_to(Path(folder).resolve()) and path.is_file():
                return path
        raise ValueError(f"no static file {name}")
