"""Builds every data file of the program and of its sandbox. See ../README.md."""

import basemap
import place_index
import sandbox_earth
import sandbox_files


def main():
    sandbox_files.SANDBOX_DATA.mkdir(parents=True, exist_ok=True)
    sandbox_files.write_land()
    sandbox_files.write_towns()
    sandbox_earth.write()
    place_index.write()
    basemap.write()


if __name__ == "__main__":
    main()
