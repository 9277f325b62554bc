// What stays in view when panels take room from the map, as long as nobody has moved away from it.
import type { Bounds } from "./view";

export class KeptView {
  #kept: Bounds | null = null;
  #seen = false;
  /** What the map is on its way to. */
  #going: Bounds | null = null;
  /** Whether a person has moved the map since it was last brought to something. */
  #left = false;
  #size = "";
  readonly #sees: (bounds: Bounds) => boolean;

  /** `sees` tells whether the whole of some bounds is in view. */
  constructor(sees: (bounds: Bounds) => boolean) {
    this.#sees = sees;
  }

  keep(bounds: Bounds | null): void {
    this.#kept = bounds;
    this.#look();
  }

  /** The map is brought to where the whole of `bounds` is seen. */
  goesTo(bounds: Bounds): void {
    this.#going = bounds;
    this.#left = false;
  }

  /** A person moves the map by hand, by keys, or to a place that was asked for: from now on it stays where it is. */
  leaves(): void {
    this.#going = null;
    this.#left = true;
    this.#seen = false;
  }

  /** The map has come to rest. */
  rests(): void {
    this.#going = null;
    this.#look();
  }

  /**
   * The map was laid out anew, or something came to lie over it: so many CSS pixels are in sight. Gives what is to be shown again, or null: nothing was lost, the
   * map was moved by a person, or it only is drawn finer or coarser than before, at the same size.
   */
  resized(width: number, height: number): Bounds | null {
    const size = `${String(width)} ${String(height)}`;
    if (size === this.#size) {
      return null;
    }
    this.#size = size;
    if (this.#going !== null) {
      return this.#going;
    }
    return this.#seen && this.#kept !== null && !this.#sees(this.#kept) ? this.#kept : null;
  }

  #look(): void {
    this.#seen = !this.#left && this.#kept !== null && this.#sees(this.#kept);
  }
}

type Told = { originalEvent?: unknown };
/** What is needed of MapLibre's map. */
type Moving = {
  on: (event: "movestart" | "moveend" | "resize", told: (event: Told) => void) => unknown;
  getContainer: () => Pick<Element, "clientWidth" | "clientHeight">;
};

/** Tells `kept` of the map's moves and sizes, and lets `show` bring back what a panel has covered. `covered` is how many CSS pixels
 * a drawer covers at the map's right; the function that is returned is called when that has changed. */
export function followKept(map: Moving, kept: KeptView, covered: () => number, show: (bounds: Bounds) => void): () => void {
  const size = (): [number, number] => [map.getContainer().clientWidth - covered(), map.getContainer().clientHeight];
  kept.resized(...size());
  map.on("movestart", ({ originalEvent }) => {
    // Only what a hand or a key has begun carries its event.
    if (originalEvent !== undefined) {
      kept.leaves();
    }
  });
  map.on("moveend", () => {
    kept.rests();
  });
  const resized = () => {
    const lost = kept.resized(...size());
    if (lost !== null) {
      show(lost);
    }
  };
  map.on("resize", resized);
  return resized;
}
