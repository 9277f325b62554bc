// Holds the editor's state and tells its subscribers; the reducer alone decides what an event means.
import type { Point } from "./ground";
import { hasWork, reduce } from "./reducer";
import type { Shape } from "./shape";
import type { Pixel, Snapped } from "./snap";
import type { EditorEvent, EditorState, Hit } from "./state";
import { IDLE } from "./state";

export type { Pixel } from "./snap";

/** A right click: where, and on what. */
export type MenuRequest = Pixel & { at: Point; hit: Hit | null };

/** A finished shape and the shapes it went through. */
export type Finished = (shape: Shape, steps: readonly Shape[]) => void;

/** Milliseconds the second click of a double click may take. */
const SETTLING = 500;

export class EditorSession {
  #state: EditorState = IDLE;
  #pixel: Pixel | null = null;
  #snapped: Snapped | null = null;
  #menu: MenuRequest | null = null;
  #endedAt = -Infinity;
  #onFinished: Finished | null = null;
  #onGivenUp: ((work: EditorState) => void) | null = null;
  readonly #subscribers = new Set<() => void>();

  get state(): EditorState {
    return this.#state;
  }

  get pixel(): Pixel | null {
    return this.#pixel;
  }

  get snapped(): Snapped | null {
    return this.#snapped;
  }

  /** True while pointer events belong to the editor and not to the scenes below. */
  get active(): boolean {
    return this.#state.mode !== "idle" && this.#state.mode !== "done";
  }

  /** False just after a shape was finished: the rest of that click or double click means nothing else. */
  get settled(): boolean {
    return performance.now() - this.#endedAt > SETTLING;
  }

  readonly getState = (): EditorState => this.#state;
  readonly getPixel = (): Pixel | null => this.#pixel;
  readonly getMenu = (): MenuRequest | null => this.#menu;

  readonly subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => {
      this.#subscribers.delete(subscriber);
    };
  };

  /** Says who takes over what is finished, and who offers back what was given up. */
  handle(onFinished: Finished | null, onGivenUp: ((work: EditorState) => void) | null): void {
    this.#onFinished = onFinished;
    this.#onGivenUp = onGivenUp;
  }

  dispatch(event: EditorEvent): void {
    const before = this.#state;
    const next = reduce(before, event);
    if (next === before) {
      return;
    }
    const wasActive = this.active;
    this.#state = next;
    this.#snapped = null;
    if (wasActive && !this.active) {
      this.#endedAt = performance.now();
    }
    this.#notify();
    if (next.mode === "done") {
      this.#onFinished?.(next.shape, next.steps);
    } else if (next.mode === "idle" && hasWork(before)) {
      this.#onGivenUp?.(before);
    }
  }

  point(pixel: Pixel | null, snapped: Snapped | null = null): void {
    this.#pixel = pixel;
    this.#snapped = snapped;
    this.#notify();
  }

  openMenu(menu: MenuRequest | null): void {
    this.#menu = menu;
    this.#notify();
  }

  #notify(): void {
    for (const subscriber of this.#subscribers) {
      subscriber();
    }
  }
}
