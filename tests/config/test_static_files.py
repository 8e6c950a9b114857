"""Static files are collected and compressed when they have changed, and only then; a page's stylesheets become one."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as as_configured

from config.static_files import collect_if_changed

BACKEND = as_configured.STORAGES["staticfiles"]["BACKEND"]
"""As it is before a test asks for plain static files."""


@pytest.fixture(autouse=True)
def source(settings, tmp_path) -> Path:
    """One stylesheet, in a folder of its own, collected as the product does it."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "page.css").write_text("a { color: red }\n" * 50)
    settings.STANCE_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": BACKEND},
    }
    return folder


def collected(settings) -> list[str]:
    return sorted(path.name for path in Path(settings.STATIC_ROOT).glob("page.*.css"))


def sheet(settings) -> str:
    """page.css as browsers get it."""
    collect_if_changed()
    manifest = json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())
    return (Path(settings.STATIC_ROOT) / manifest["paths"]["page.css"]).read_text()


def test_the_second_time_there_is_nothing_to_do(settings):
    assert collect_if_changed()
    (once,) = collected(settings)
    assert not collect_if_changed()
    assert collected(settings) == [once]


def test_a_file_that_changed_in_the_same_second_and_size_is_noticed(settings, source):
    collect_if_changed()
    before = collected(settings)
    (source / "page.css").write_text("a { color: tan }\n" * 50)
    assert collect_if_changed()
    assert len(collected(settings)) == len(before) + 1


def test_what_was_removed_or_broken_off_is_collected_again(settings):
    collect_if_changed()
    (Path(settings.STATIC_ROOT) / "staticfiles.json").unlink()
    assert collect_if_changed()
    assert not collect_if_changed()


def test_a_stylesheet_holds_what_it_imports_in_the_place_of_the_import(settings, source):
    (source / "parts").mkdir()
    (source / "parts" / "first.css").write_text("a { color: red }")
    (source / "parts" / "second.css").write_text('@import "../vendor/third.css";\nb { color: blue }\n')
    (source / "vendor").mkdir()
    (source / "vendor" / "third.css").write_text("i { color: tan }\n")
    (source / "page.css").write_text('@import "parts/first.css";\n@import "parts/second.css";\nu { color: pink }\n')
    rules = [line for line in sheet(settings).splitlines() if line]
    assert rules == ["a { color: red }", "i { color: tan }", "b { color: blue }", "u { color: pink }"]


def test_a_stylesheet_has_another_name_once_a_part_of_it_changed(settings, source):
    (source / "part.css").write_text("a { color: red }\n")
    (source / "page.css").write_text('@import "part.css";\n')
    collect_if_changed()
    before = collected(settings)
    (source / "part.css").write_text("a { color: tan }\n")
    assert "tan" in sheet(settings)
    assert len(collected(settings)) == len(before) + 1


def test_a_part_that_names_files_by_its_own_folder_is_not_joined(settings, source):
    (source / "dot.svg").write_text("<svg/>")
    (source / "part.css").write_text("a { background: url(dot.svg) }\n")
    (source / "page.css").write_text('@import "part.css";\n')
    with pytest.raises(ValueError, match="cannot be joined"):
        collect_if_changed()
    (source / "page.css").write_text("a { background: url(dot.svg) }\n")
    assert re.search(r'url\("dot\.[0-9a-f]+\.svg"\)', sheet(settings))
