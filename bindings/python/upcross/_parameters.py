"""Parameters of a model, in the manners of scikit-learn."""

import inspect
from typing import Any, Self

import numpy as np

from upcross._errors import InvalidArgumentError, check_number, check_whole

WHOLE = {"factors": 4096, "iterations": 100_000, "horizon_days": 3660}
NUMBERS = ("unobserved_weight", "regularization", "half_life_days", "alpha", "lost_relevance")


class Parameters:
    """A class whose parameters are those of its constructor, kept under the same names."""

    @classmethod
    def _names(cls) -> list[str]:
        return [name for name in inspect.signature(cls.__init__).parameters if name != "self"]

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters of the constructor and their values.

        Examples
        --------
        >>> Recommender(factors=8).get_params()["factors"]
        8
        """
        return {name: getattr(self, name) for name in self._names()}

    def set_params(self, **params: Any) -> Self:
        """Sets parameters; raises InvalidArgumentError for a name that is none.

        Examples
        --------
        >>> Recommender().set_params(factors=8).factors
        8
        """
        for name, value in params.items():
            if name not in self._names():
                raise InvalidArgumentError(
                    f"no parameter {name!r}; expected one of {', '.join(self._names())}"
                )
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        defaults = {n: p.default for n, p in inspect.signature(type(self)).parameters.items()}
        told = [f"{n}={v!r}" for n, v in self.get_params().items() if v != defaults[n]]
        return f"{type(self).__name__}({', '.join(told)})"

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import Tags, TargetTags

        return Tags(estimator_type=None, target_tags=TargetTags(required=False))


def core_options(model: Any) -> dict[str, Any]:
    """A model's parameters as the core takes them; raises for those outside their range."""
    options: dict[str, Any] = {}
    for name, most in WHOLE.items():
        options[name] = check_whole(name, getattr(model, name), 1, most)
    options |= {name: check_number(name, getattr(model, name)) for name in NUMBERS}
    _check_choice("language", model.language, ("en", "de"))
    _check_choice("ranking", model.ranking, ("tuned", "factorization"))
    _check_choice("objective", model.objective, ("probability", "revenue", "margin"))
    options |= {"tuned": model.ranking == "tuned", "objective": model.objective}
    options["keep_suspected"] = bool(model.keep_suspected)
    options["seed"] = check_whole("seed", model.seed, 0, 2**64 - 1)
    options |= {name: getattr(model, name) or "" for name in ("family", "step")}
    if model.as_of is not None:
        options["as_of"] = _day(model.as_of)
    return options


def _check_choice(name: str, value: Any, choices: tuple[str, ...]) -> None:
    if value not in choices:
        *others, last = map(repr, choices)
        raise InvalidArgumentError(
            f"{name} is {value!r}; expected {', '.join(others)} or {last}"
        )


def _day(value: Any) -> int:
    """Days since 1970."""
    try:
        day = np.datetime64(value, "D")
    except (TypeError, ValueError):
        raise InvalidArgumentError(f"as_of is {value!r}; expected a date or 'YYYY-MM-DD'") from None
    if np.isnat(day):
        raise InvalidArgumentError(f"as_of is {value!r}; expected a date")
    return int(day.astype(np.int64))
