"""The language of the system: variables in the order of POSIX, then what Windows and macOS say of themselves."""

import plistlib

import pytest

from flowxl.voice import system
from flowxl.voice.system import system_language


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_HK.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LC_CTYPE": "zh_CN.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_variables_count_in_the_order_of_posix(environ, language):
    """The first that is set and not empty."""
    assert system_language(environ, "linux") == language


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_the_system_is_asked_where_no_variable_is_set(platform):
    """And not where one is."""
    asked = {platform: lambda: "zh"}
    assert system_language({}, platform, asked) == "zh"
    assert system_language({"LANG": "en_US.UTF-8"}, platform, asked) == "en"
    assert system_language({}, "linux", asked) == "en"


@pytest.mark.parametrize(
    ("content", "language"),
    [
        (plistlib.dumps({"AppleLanguages": ["zh-Hans-CN", "en-CN"]}), "zh"),
        (plistlib.dumps({"AppleLanguages": ["en-GB"]}, fmt=plistlib.FMT_BINARY), "en"),
        (plistlib.dumps({}), "en"),
        (b"no list", "en"),
        (None, "en"),
    ],
)
def test_what_a_mac_prefers(content, language, tmp_path, monkeypatch):
    """The first of its languages; English where nothing can be read."""
    path = tmp_path / "preferences.plist"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(system, "PREFERENCES", path)
    assert system.ASKED["darwin"]() == language
