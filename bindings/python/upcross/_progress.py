"""A progress bar over long calls."""

import time
from collections.abc import Callable
from typing import Any

AFTER_SECONDS = 2.0


class Bar:
    """Shows the stages of a call by tqdm: at once, or by itself after two seconds.

    Parameters
    ----------
    progress : bool, callable or None
        True for a bar at once, False for none, None for one after two seconds where tqdm is
        installed; or what is called with (stage, done, total).
    """

    def __init__(self, progress: bool | Callable[[str, int, int], Any] | None) -> None:
        self._call = progress if callable(progress) else None
        self._begin = time.monotonic() + (0.0 if progress is True else AFTER_SECONDS)
        self._tqdm = None if progress is False or self._call else _tqdm(required=progress is True)
        self._bar: Any = None
        self._stage = ""

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._call:
            self._call(stage, done, total)
        elif self._tqdm and time.monotonic() >= self._begin:
            self._show(stage, done, total)

    def _show(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self._close()
            self._stage = stage
            self._bar = self._tqdm(total=total or None, desc=stage, unit_scale=True, leave=False)
        self._bar.total = total or None
        self._bar.n = done
        self._bar.refresh()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._bar, self._stage = None, ""


def _tqdm(required: bool) -> Any:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        if required:
            raise ImportError("progress=True needs tqdm: pip install upcross[progress]") from None
        return None
    return tqdm
