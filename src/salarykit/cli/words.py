"""The words that options take, for help texts and for the shell's completion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["WORDS", "completing", "currency_codes", "listed"]

WORDS: Final = {
    "age-method": ("compound", "simple"),
    "average": ("mean", "median"),
    "add": (
        *("value", "rate", "rate_on", "rate_staleness", "rate_kind", "rate_step", "rate_flag"),
        *("age_factor", "nominal", "parity"),
    ),
    "combine": ("product", "min", "mean"),
    "compression": ("zstd", "snappy", "gzip", "lz4", "none"),
    "day-count": ("months", "act/365"),
    "fail-on": ("error", "warning", "info"),
    "format": ("parquet", "csv"),
    "guard": ("warn", "refuse"),
    "interval": ("beta", "wilson", "bootstrap", "none"),
    "layout": ("stack-overflow", "oews", "lca", "ashe", "eurostat", "ai-jobs", "job-posting"),
    "quantile-method": (
        *("kish_linear", "kish_hazen", "kish_median_unbiased"),
        *("inverted_cdf", "averaged_inverted_cdf", "hazen", "harrell_davis"),
    ),
    "shape": ("gauss", "exp", "linear"),
    "source": ("ecb", "ecb-sdmx", "forex-python", "frankfurter", "nbp", "world-bank"),
    "split-method": ("log_mean", "shapley"),
    "ties": ("min", "max", "average", "dense", "ordinal"),
    "uncertainty": ("auto", "none", "holm", "max_t"),
}
"""The words of the library, repeated here so that `--help` need not load it; a test compares them."""


def listed(name: str) -> str:
    """Return the words of an option as part of a sentence.

    Examples:
        >>> listed("average"), listed("shape")
        ('mean or median', 'gauss, exp or linear')
    """
    *most, last = WORDS[name]
    return f"{', '.join(most)} or {last}"


def completing(name: str) -> Callable[[str], list[str]]:
    """Return the function that completes the words of an option.

    Examples:
        >>> completing("shape")("l")
        ['linear']
    """

    def complete(incomplete: str) -> list[str]:
        return [word for word in WORDS[name] if word.startswith(incomplete)]

    return complete


def currency_codes(incomplete: str) -> list[str]:
    """Return the currency codes that begin with a text.

    Examples:
        >>> currency_codes("us"), currency_codes("TR")
        (['USD'], ['TRL', 'TRY'])
    """
    from salarykit.currency.codes import CODES

    return sorted(code for code in CODES if code.startswith(incomplete.upper()))
