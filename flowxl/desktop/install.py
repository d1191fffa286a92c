"""Setting up a desktop: which interpreter Excel starts, and the add-in; planned first, so that it can be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from flowxl.desktop.addin import digest, plan_addin_removal
from flowxl.desktop.changes import Change, make, read
from flowxl.desktop.configuration import BOOK_FOLDER, INTERPRETER, ConfigFile, Entry, edit, fits, parse, render
from flowxl.desktop.folders import Folders
from flowxl.desktop.record import Record, Wrote
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place


def plan_install(folders: Folders, interpreter: str, addin: bytes) -> list[Change]:
    """Return what ``flowxl install`` changes.

    Parameters
    ----------
    folders
        Folders of the person.
    interpreter
        Full path of the program that Excel shall start: see ``folders.program``.
    addin
        The add-in, as ``flowxl.workbook.addin.write_addin`` writes it.

    Returns
    -------
    list of Change
        Configuration, the copy of what it was before, add-in, and our note about them. Done twice, it changes nothing.

    Raises
    ------
    FlowXLError
        If the configuration cannot be read, or cannot name this interpreter.
    """
    _check_path(interpreter, folders.encoding)
    record = Record.read(folders.record)
    config = read_own(folders)
    values = {INTERPRETER: interpreter, BOOK_FOLDER: "False"}
    entries = edit(config.entries if config else (), values)
    before = read(folders.config)
    new = replace(
        record,
        created=record.created if record.wrote else before is None,
        wrote=tuple(_wrote(record, config, values)),
        addin=digest(addin),
    )
    content = render(entries, folders.encoding)
    changes = [Change.of(folders.config, content)]
    if before is not None and before != content and (not record.wrote or (config and config.slips)):
        changes.insert(0, Change.of(folders.backup, before))
    return [*changes, Change.of(folders.addin, addin), Change.of(folders.record, new.content())]


def _wrote(record: Record, config: ConfigFile | None, values: Mapping[str, str]) -> list[Wrote]:
    """Return what we set, with what was there before the first time; a value that a person set since is theirs."""
    found = []
    old = {one.key: one for one in record.wrote}
    for key, value in values.items():
        current = config.get(key) if config else None
        ours = key in old and current == old[key].value
        found.append(Wrote(key, value, old[key].before if ours else current))
    return found


def plan_uninstall(folders: Folders) -> list[Change]:
    """Return what ``flowxl install --uninstall`` changes: only what we put in goes.

    Returns
    -------
    list of Change
        A configuration that nobody touched since is what it was before us, to the byte; else only our keys change.

    Raises
    ------
    FlowXLError
        If the configuration or our note cannot be read.
    """
    record = Record.read(folders.record)
    addin, _ = plan_addin_removal(folders)
    changes = [addin, Change.of(folders.record, None)]
    if not record.wrote:
        return changes
    config = read_own(folders)
    if config is not None:
        ours = {one.key: one.before for one in record.wrote if config.get(one.key) == one.value}
        entries = edit(config.entries, ours)
        before = read(folders.backup)
        restored = before is not None and _same(parse(before, "", folders.encoding).entries, entries)
        content = before if restored else render(entries, folders.encoding)
        empty = record.created and not entries
        changes.insert(0, Change.of(folders.config, None if empty else content))
    return [*changes, Change.of(folders.backup, None)]


def install(folders: Folders, interpreter: str, addin: bytes) -> list[Change]:
    """Set this desktop up; see ``plan_install``.

    Raises
    ------
    OSError
        If a file cannot be written; then everything is as before.
    """
    changes = plan_install(folders, interpreter, addin)
    make(changes)
    return changes


def uninstall(folders: Folders) -> list[Change]:
    """Take out what we put in; see ``plan_uninstall``."""
    changes = plan_uninstall(folders)
    make(changes)
    if folders.settings.is_dir() and not any(folders.settings.iterdir()):
        folders.settings.rmdir()
    return changes


def _same(old: Iterable[Entry], new: Iterable[Entry]) -> bool:
    """Whether Excel takes the same settings from both."""
    return [(e.name, e.value) for e in edit(old, {})] == [(e.name, e.value) for e in edit(new, {})]


def read_own(folders: Folders) -> ConfigFile | None:
    """Read the person's configuration to change it.

    Raises
    ------
    FlowXLError
        If it is in another encoding: to change it could destroy it.
    """
    content = read(folders.config)
    if content is None:
        return None
    config = parse(content, str(folders.config), folders.encoding)
    if any(slip.startswith("letters") for slip in config.slips):
        fault = Fault("encoding.configuration", Place(str(folders.config)), encoding=folders.encoding)
        raise FlowXLError(Message("desktop.configuration"), [fault])
    return config


def _check_path(interpreter: str, encoding: str) -> None:
    """Refuse an interpreter that the configuration cannot name.

    Raises
    ------
    FlowXLError
        If Excel's side would read another path, for it expands %…% and reads the code page of the machine.
    """
    faults = []
    if not fits(interpreter, encoding):
        faults.append(Fault("letters", Place(interpreter), encoding=encoding))
    if set(interpreter) & set('%"\r\n'):
        faults.append(Fault("signs", Place(interpreter)))
    if faults:
        raise FlowXLError(Message("desktop.program"), faults)
