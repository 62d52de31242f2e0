from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest
from cases import for_each

if TYPE_CHECKING:
    from pathlib import Path


def test_every_case_that_fails_is_named_and_hides_no_other() -> None:
    """All cases are tried, whatever one of them raises; the failure names those that failed, and holds what they raised."""
    tried = []

    @for_each("text", ["1", "b", "2", "d", "e"])
    def check(text: str) -> None:
        tried.append(text)
        if text == "d":
            pytest.fail("never a d")
        assert int(text) > 1

    with pytest.raises(BaseExceptionGroup) as failed:
        check()

    assert tried == ["1", "b", "2", "d", "e"]
    assert failed.value.message == "4 of 5 cases fail:\n  text='1'\n  text='b'\n  text='d'\n  text='e'"
    assert [type(error) for error in failed.value.exceptions] == [
        AssertionError,
        ValueError,
        pytest.fail.Exception,
        ValueError,
    ]


def test_cases_can_be_crossed() -> None:
    """One list of cases above another gives every pair, and a failure says of both which it was."""

    @for_each("a", [1, 2])
    @for_each(("b", "c"), [(1, 1), (2, 2)])
    def check(a: int, b: int, c: int) -> None:
        if (a, b, c) == (2, 1, 1):
            pytest.fail("a pair")

    with pytest.raises(BaseExceptionGroup, match=r"1 of 2 cases fail:\n  a=2") as failed:
        check()

    assert "1 of 2 cases fail:\n  b=1, c=1" in str(failed.value.exceptions[0])


@for_each("a", [0, 1])
@for_each("b", [0, 1])
def test_cases_share_the_fixtures_of_their_test(a: int, b: int, tmp_path: Path, home: Path) -> None:
    """A test over cases asks for fixtures as any test does, once for all its cases; but each case has an empty folder."""
    home.mkdir(exist_ok=True)
    (home / f"{a}{b}").touch()
    asked = inspect.signature(test_cases_share_the_fixtures_of_their_test).parameters

    assert list(asked) == ["tmp_path", "home"]
    assert len(list(home.iterdir())) == 2 * a + b + 1
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "left behind").touch()


def test_no_cases_are_an_error() -> None:
    """A test whose list of cases is empty would hold whatever the code does: it cannot be written."""
    with pytest.raises(AssertionError, match="tests nothing"):
        for_each("case", [])
