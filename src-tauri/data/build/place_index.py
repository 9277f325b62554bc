"""Writes places.tsv.gz, the list behind the place search (format: ../README.md)."""

import gzip
import unicodedata

import shapely
from pyogrio.raw import read

from labels import natural_earth_names
from names import ALSO_KNOWN_AS, country_names, place_name, population
from sources import DATA, geonames, natural_earth

LEAST_POPULATION = 1000
# Letters that no decomposition takes apart.
_PLAIN = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d",
                        "Ð": "D", "þ": "th", "Þ": "Th", "ß": "ss", "æ": "ae", "Æ": "Ae",
                        "œ": "oe", "Œ": "Oe", "ı": "i", "ə": "a", "Ə": "A", "’": "'", "‘": "'",
                        "ʼ": "'", "ħ": "h", "Ħ": "H"})


def plain(text: str) -> str:
    """The name in unaccented Latin letters."""
    apart = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(c for c in apart if not unicodedata.combining(c))


def _regions(places):
    """The state or province of each place, from Natural Earth; empty outside all of them."""
    meta, _, shapes, columns = read(natural_earth(), layer="states_provinces")
    fields = list(meta["fields"])
    names, codes = columns[fields.index("name")], columns[fields.index("iso_a2")]
    tree = shapely.STRtree(shapely.from_wkb(shapes))
    points = shapely.points([(p["lon"], p["lat"]) for p in places])
    who, where = tree.query(points, predicate="within")
    regions = [""] * len(places)
    for place, region in zip(who, where):
        if names[region] and codes[region] == places[place]["country"]:
            regions[place] = str(names[region])
    return regions


def rows():
    """The lines of the list, the most populous first."""
    countries = country_names(natural_earth_names())
    chosen = [p for p in geonames()
              if p["population"] >= LEAST_POPULATION or p["feature"] == "PPLC"]
    chosen.sort(key=lambda p: (-population(p), p["name"], p["id"]))
    for place, region in zip(chosen, _regions(chosen)):
        name = place_name(place)
        others = dict.fromkeys([plain(name), ALSO_KNOWN_AS.get((place["country"], name), ""),
                                plain(ALSO_KNOWN_AS.get((place["country"], name), ""))])
        other = ",".join(o for o in others if o and o != name)
        yield "\t".join([name, other, countries[place["country"]],
                         f"{place['lon']:.4f}", f"{place['lat']:.4f}", str(population(place)),
                         region])


def write():
    lines = list(rows())
    text = "\n".join(lines) + "\n"
    path = DATA / "places.tsv.gz"
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{path.name}: {len(lines)} places, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    write()
