"""Ranked, explained, money-valued cross-sell and up-sell recommendations.

Examples
--------
>>> import upcross
>>> model = upcross.Recommender(factors=16).fit("examples/data/adventureworks/purchases.csv.gz")
>>> offers = model.recommend(["11000"], kinds=["cross_sell"], limit=5)
>>> len(offers)
5
"""

from upcross._als import Factors, fit_als
from upcross._assessment import Assessment, assess
from upcross._core import __version__
from upcross._errors import (
    FileError,
    InvalidArgumentError,
    InvalidInputError,
    NotFittedError,
    NumericalError,
    StoppedError,
    UnknownIdError,
    UpcrossError,
)
from upcross._evaluation import Evaluation
from upcross._explanation import Explanation
from upcross._recommendations import Recommendations
from upcross._recommender import Recommender
from upcross._table import Table

__all__ = [
    "Assessment",
    "Evaluation",
    "Explanation",
    "Factors",
    "FileError",
    "InvalidArgumentError",
    "InvalidInputError",
    "NotFittedError",
    "NumericalError",
    "Recommendations",
    "Recommender",
    "StoppedError",
    "Table",
    "UnknownIdError",
    "UpcrossError",
    "__version__",
    "assess",
    "fit_als",
]
