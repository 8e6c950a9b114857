"""Static files are collected and compressed when they have changed, and only then."""

from pathlib import Path

import pytest

from config.static_files import collect_if_changed


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
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    return folder


def collected(settings) -> list[str]:
    return sorted(path.name for path in Path(settings.STATIC_ROOT).glob("page.*.css"))


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
