// What stays in view when panels take room from the map, as long as the user has not moved away from it.
import type { Bounds } from "./view";

export class KeptView {
  #kept: Bounds | null = null;
  #seen = false;
  readonly #shown: () => Bounds | null;

  /** `shown` tells what is in view. */
  constructor(shown: () => Bounds | null) {
    this.#shown = shown;
  }

  keep(bounds: Bounds | null): void {
    this.#kept = bounds;
    this.moved();
  }

  /** The user, or the program, has moved the map. */
  moved(): void {
    this.#seen = this.sees(this.#kept);
  }

  /** What is to be shown again, once the map has another size; null when nothing was lost. */
  get lost(): Bounds | null {
    return this.#seen && !this.sees(this.#kept) ? this.#kept : null;
  }

  /** Whether the whole of some bounds is in view. */
  sees(wanted: Bounds | null): boolean {
    const shown = this.#shown();
    return wanted !== null && shown !== null && wanted[0] >= shown[0] && wanted[1] >= shown[1] && wanted[2] <= shown[2] && wanted[3] <= shown[3];
  }
}
