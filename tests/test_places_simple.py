from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from salarykit.places.gazetteer import all_names
from salarykit.places.lookup import _structs
from salarykit.places.resolving import PlaceText
from salarykit.places.simple import simple_text, simple_texts

WORDS = [
    *all_names()[::997],
    *(
        "Zürich",
        "Saint-Denis",
        "St. John's",
        "東京都",
        "İzmir",
        "ſt",
        "Łódź",
        "हैदराबाद",
        "e\u0301vora",
        "\u0301",
        "२३",
    ),
    *(
        "remote",
        "Remote - ",
        "hybrid",
        "WFH",
        "onſite",
        "office",
        "n/a",
        "DE",
        "germany",
        "state of",
        "area",
        "Area",
    ),
    *("12", "(Oder)", "\u2028", "\u00a0", "\t", "x" * 120),
]
SEPARATORS = [" ", " ", ", ", ",", "-", " - ", "  ", " , "]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=4).map(
    lambda pairs: "".join(word + separator for word, separator in pairs)
)


@given(st.lists(st.none() | TEXTS | TEXTS.map(str.strip) | st.text(max_size=8), max_size=20))
def test_a_column_is_taken_apart_as_its_texts_are_one_by_one(texts: list[str | None]) -> None:
    """Arrow finds the same parts in the texts of a column as the pattern does in each."""
    each = [simple_text(text) if text else None for text in texts]

    assert list(zip(*(column.to_pylist() for column in simple_texts(texts)), strict=True)) == [
        tuple(parts or (None, None, None)) for parts in each
    ]


def test_misspelt_names_of_a_column_are_resolved_as_one_by_one() -> None:
    """A letter that is left out or changed has the same answer in a column as in texts that are resolved one by one."""
    chance = random.Random(20_240_628)  # noqa: S311 - no secret
    forms = ["{}", "{} Area", "{}, DE", "{}, TX", "{}, 日本", "{}, zz", "de {}", "Remote - {}, US"]
    rows = []
    for name in chance.sample(all_names(), 2_000):
        at = chance.randrange(len(name) + 3)
        spelt = name[:at] + chance.choice(["", "q", "e"]) + name[at + 1 :]
        country = chance.choice([None, None, None, "DE", "US", "nowhere"])
        rows.append(
            PlaceText(chance.choice(forms).format(spelt), country, chance.choice([None, "EUR", "USD"]))
        )

    assert _structs(rows, at_once=True).to_pylist() == _structs(rows, at_once=False).to_pylist()
