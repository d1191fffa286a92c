"""Texts rendered from ``templates/``, which lies beside the package in the sources and inside it when installed."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

INSTALLED = Path(__file__).parent / "_templates"
SOURCES = Path(__file__).parent.parent / "templates"


def template_folder() -> Path:
    """Return the folder of the templates.

    Raises
    ------
    FileNotFoundError
        If neither place has them: the installation is damaged.
    """
    for folder in (INSTALLED, SOURCES):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"templates are neither in {INSTALLED} nor in {SOURCES}; install flowxl again")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # Plain text, never HTML, comes out of these templates.
    return Environment(  # noqa: S701
        loader=FileSystemLoader(template_folder()), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def render(template: str, /, **values: object) -> str:
    """Render a template; a value that is missing is an error."""
    return _environment().get_template(template).render(**values)
