"""Descriptions of desktops as files: what comes back, and what is refused."""

import json
import re

import pytest
from support.desktops import FOLDER, as_sent, desktop

from flowxl.desktop.environment_file import MAX_BYTES, read_environment
from flowxl.desktop.look import look
from flowxl.desktop.typed_json import MAX_ITEMS, MAX_TEXT
from flowxl.voice.faults import FlowXLError

HEALTHY = json.loads((FOLDER / "healthy.json").read_text(encoding="utf-8"))


def refused(tmp_path, content: bytes) -> FlowXLError:
    """Return why a file is refused."""
    path = tmp_path / "sent.json"
    path.write_bytes(content)
    with pytest.raises(FlowXLError) as caught:
        read_environment(path)
    return caught.value


@pytest.mark.parametrize("name", ["healthy", "stale_config", "mac", "mark_of_the_web"])
def test_what_is_written_is_read_again(name, tmp_path):
    """Also what is not there."""
    path = tmp_path / "desk.json"
    path.write_text(as_sent(desktop(name)), encoding="utf-8")
    assert read_environment(path) == desktop(name)


def test_this_machine_can_be_described(tmp_path):
    """Whatever it is; the file can be read elsewhere."""
    here = look()
    path = tmp_path / "here.json"
    path.write_text(as_sent(here), encoding="utf-8")
    assert read_environment(path) == here
    assert here.python.path in here.present


HOSTILE = {
    "no json": (b"no", "json"),
    "not utf-8": ("张".encode("gbk"), "json"),
    "a number that is none": (b'{"environment": NaN}', "json"),
    "nested deeply": (b"[" * 100_000, "json"),
    "a huge number": (b'{"environment": ' + b"9" * 5000 + b"}", "json"),
    "too large": (json.dumps(HEALTHY).encode() + b" " * MAX_BYTES, "json"),
    "a key twice": (b'{"environment": 1, "environment": 2}', "json"),
    "no object": (b"[1]", "environment"),
    "no environment": (b"{}", "environment"),
    "an environment that is a list": (b'{"environment": []}', "value"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_something_else(name, tmp_path):
    """It is refused with a sentence, not with a traceback."""
    content, kind = HOSTILE[name]
    error = refused(tmp_path, content)
    assert [fault.kind for fault in error.faults] == [kind]
    assert len(str(error)) < 1000
    assert error.faults[0].of("zh").startswith("sent.json")
    assert not re.search("[A-Za-z]+ [A-Za-z]+ [A-Za-z]+", error.faults[0].of("zh").partition("。")[0])


def test_a_missing_file_is_refused(tmp_path):
    """As one that cannot be read."""
    with pytest.raises(FlowXLError, match="cannot be read"):
        read_environment(tmp_path / "none.json")


WRONG = {
    "text for a number": (("python", "bits"), "64", "value"),
    "a boolean for a number": (("python", "bits"), True, "value"),
    "a number for a boolean": (("python", "store"), 0, "value"),
    "a negative number": (("python", "bits"), -64, "value"),
    "a number beyond the registry's": (("macros", "warnings"), 1 << 32, "value"),
    "a word that is not foreseen": (("excel", "edition"), "pirated", "value"),
    "a list for a word": (("excel", "edition"), [], "value"),
    "an escape code": (("flowxl",), "\x1b[2J", "value"),
    "half a letter": (("flowxl",), "\ud800", "value"),
    "a long text": (("flowxl",), "x" * (MAX_TEXT + 1), "value"),
    "a long list": (("others",), ["WPS"] * (MAX_ITEMS + 1), "value"),
    "a text for a list": (("others",), "WPS", "value"),
    "null where something must be": (("flowxl",), None, "value"),
    "an unknown key": (("python", "colour"), "red", "unknown"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_value_of_the_wrong_kind(name, tmp_path):
    """Where it is wrong is told."""
    (*above, key), value, kind = WRONG[name]
    document = json.loads(json.dumps(HEALTHY))
    place = document["environment"]
    for step in above:
        place = place[step]
    place[key] = value
    error = refused(tmp_path, json.dumps(document).encode())
    assert [fault.kind for fault in error.faults] == [kind]
    assert key in error.faults[0].where


def test_what_is_missing_and_what_is_strange_is_all_told(tmp_path):
    """But not without end."""
    document = {"environment": {"platform": "win32", "python": {}}, "extra": 1}
    error = refused(tmp_path, json.dumps(document).encode())
    assert {fault.kind for fault in error.faults} == {"unknown", "missing"}
    assert len(error.faults) == 5  # extra; path, version and bits of Python; flowxl
    many = {"environment": dict.fromkeys(map(str, range(1000)))}
    assert len(refused(tmp_path, json.dumps(many).encode()).faults) == 20
