"""A user script for the profile of a test: looks from inside LibreOffice at what the add-in keeps."""

import gc
import json
import os
import sys
from typing import Any


def look(*_: Any) -> str:
    """Return as JSON: open books, answers and their listeners, whether a computation waits, and who computes."""
    component = sys.modules.get("flowxl_inside.component")  # not there before a function was asked
    state = component.STATE if component else {}
    books = list(state["books"].open.values()) if state else []
    answers = [one for book in books for one in (*book.live.values(), *book.fixed.values())]
    link = state["engine"]._link if state else None
    gc.collect()  # what only waits for the collector is not kept
    seen = {
        "soffice": os.getpid(),
        "worker": link and link.process.pid,
        "inside": bool(state) and state["engine"]._service is not None,
        "books": len(books),
        "live": sum(len(book.live) for book in books),
        "alive": sum(type(one).__name__ == "Live" for one in gc.get_objects()) if state else 0,
        "fixed": sum(len(book.fixed) for book in books),
        "listeners": sum(len(one.listeners) for one in answers),
        "waiting": any(book._waiting for book in books),
    }
    return json.dumps(seen)
