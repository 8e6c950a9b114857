"""What people read in English is spelled as the clinic spells it: American. Code, comments and docs are not read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = ("clinics", "exercises", "gait", "patients", "config")
NOT_READ = re.compile(r"/(migrations|training|weights|analysis|nasty)/")
BRITISH = re.compile(
    r"\b(?:colour\w*|centre[ds]?|programmes?|practis(?:e[ds]?|ing)|(?:kilo|centi|milli)?metres?|favour\w*|behaviour\w*"
    r"|(?:recogn|organ|summar|local|normal|minim|maxim|util)is(?:e[ds]?|ing|ation)|analys(?:e[ds]?|ing)|grey|licence\w*"
    r"|labell(?:ed|ing)|judgement|neighbour\w*|towards|ageing|anaesth\w*|paediat\w*|orthopaedic\w*|haem\w+|oedema"
    r"|catalogue[ds]?|postcodes?|whilst|learnt|fulfil|enrol|travell(?:ed|ing)|tyres?|physiotherap\w*)\b",
    re.IGNORECASE,
)
TAGS = re.compile(r"\{%(?!\s*(?:translate|blocktranslate)\b).*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
COMMENTS = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL)
MARKUP = re.compile(r"<[^>]*?>", re.DOTALL)
WORDED = re.compile(r"(?:aria-label|alt|title|placeholder|content)=\"([^\"]*)\"")


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = TAGS.sub(" ", COMMENTS.sub(" ", path.read_text()))
        yield str(path.relative_to(ROOT)), MARKUP.sub(" ", text) + " ".join(WORDED.findall(text))


def sentences() -> Iterator[tuple[str, str]]:
    """Strings of Python with a space or a capital that stand for themselves: no docstrings, no keys, no settings."""
    for room in READ:
        for path in sorted((ROOT / room).rglob("*.py")):
            if not NOT_READ.search(str(path)):
                for line, text in strings_of(path):
                    yield f"{path.relative_to(ROOT)}:{line}", text


def strings_of(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text())
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            is_read = re.search(r"[a-z] [a-z(]|^[A-Z][a-z]+$", node.value)
            if is_read:
                yield node.lineno, node.value


def tables() -> Iterator[tuple[str, str]]:
    for path in [
        *ROOT.glob("exercises/catalogue/*.toml"),
        ROOT / "gait/result/codes.toml",
        ROOT / "config/demo/practice.toml",
    ]:
        lines = (line.partition("#")[0] for line in path.read_text().splitlines())
        yield str(path.relative_to(ROOT)), "\n".join(line.partition("=")[2] for line in lines)


def british() -> list[str]:
    read = [*templates(), *sentences(), *tables()]
    assert len(read) > 1000
    return [f"{where}: {word}" for where, text in read for word in BRITISH.findall(text)]


def test_every_word_that_is_read_is_spelled_the_american_way() -> None:
    assert british() == []
