// What stays in view when panels take room from the map, as long as the user has not moved away from it.
import type { Bounds } from "./view";

export class KeptView {
  #kept: Bounds | null = null;
  #seen = false;
  readonly #sees: (bounds: Bounds) => boolean;

  /** `sees` tells whether the whole of some bounds is in view. */
  constructor(sees: (bounds: Bounds) => boolean) {
    this.#sees = sees;
  }

  keep(bounds: Bounds | null): void {
    this.#kept = bounds;
    this.moved();
  }

  /** The user, or the program, has moved the map. */
  moved(): void {
    this.#seen = this.#kept !== null && this.#sees(this.#kept);
  }

  /** What is to be shown again, once the map has another size; null when nothing was lost. */
  get lost(): Bounds | null {
    return this.#seen && this.#kept !== null && !this.#sees(this.#kept) ? this.#kept : null;
  }
}
