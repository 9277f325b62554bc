import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";

import { ignoreSecondPresses } from "../shared/ui/secondPress";

// A busy machine is slow, not wrong: what is waited for has the time that a test has.
configure({ asyncUtilTimeout: 30_000 });

// As in the window: what is pressed in a test is pressed under the same rule.
let stopIgnoring: (() => void) | undefined;
beforeEach(() => {
  stopIgnoring = ignoreSecondPresses(document);
});
afterEach(() => {
  cleanup();
  stopIgnoring?.();
});

// jsdom has neither; Mantine and the virtual list ask for both.
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    dispatchEvent: () => false,
  }) as MediaQueryList;

window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// A virtual list draws rows only in an element that has a height, and scrolls it, which jsdom leaves out.
Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 800 });
Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => 380 });
HTMLElement.prototype.scrollTo = () => undefined;
HTMLElement.prototype.scrollIntoView = () => undefined;

// There is no WebGL here; asking for it must not print that it is missing.
HTMLCanvasElement.prototype.getContext = () => null;
