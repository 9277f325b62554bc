import { fireEvent, render, screen } from "@testing-library/react";
import type { MockInstance } from "vitest";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { useTextScale } from "../shared/session";
import { useWindowKeys } from "./useWindowKeys";

function Page({ covered = false }: { covered?: boolean }) {
  useWindowKeys();
  return (
    <>
      <button type="button">Plain</button>
      <input aria-label="Field" defaultValue="two words" />
      {covered && (
        <div role="dialog" aria-modal="true" aria-label="Question">
          <button type="button">Yes</button>
        </div>
      )}
    </>
  );
}

describe("keys of the window", () => {
  let back: MockInstance<() => void>;
  let forward: MockInstance<() => void>;

  beforeEach(() => {
    back = vi.spyOn(window.history, "back").mockImplementation(() => undefined);
    forward = vi.spyOn(window.history, "forward").mockImplementation(() => undefined);
    useTextScale.setState({ scale: 1 });
  });

  it("go back and forward from wherever nothing is typed", () => {
    render(<Page />);
    fireEvent.keyDown(screen.getByRole("button", { name: "Plain" }), { key: "ArrowLeft", altKey: true });
    fireEvent.keyDown(document.body, { key: "]", metaKey: true });
    expect(back).toHaveBeenCalledOnce();
    expect(forward).toHaveBeenCalledOnce();
  });

  it("stay on the page while somebody types, since there they move by a word", () => {
    render(<Page />);
    fireEvent.keyDown(screen.getByRole("textbox", { name: "Field" }), { key: "ArrowLeft", altKey: true });
    expect(back).not.toHaveBeenCalled();
  });

  it("stay on the page behind a dialog, where its change can't be seen", () => {
    render(<Page covered />);
    fireEvent.keyDown(screen.getByRole("button", { name: "Yes" }), { key: "ArrowLeft", altKey: true });
    expect(back).not.toHaveBeenCalled();
  });

  it("leave the plain and the shifted arrow alone", () => {
    render(<Page />);
    fireEvent.keyDown(document.body, { key: "ArrowLeft" });
    fireEvent.keyDown(document.body, { key: "ArrowLeft", altKey: true, shiftKey: true });
    expect(back).not.toHaveBeenCalled();
  });

  it("draw the page larger and smaller, also out of a field", () => {
    render(<Page />);
    const field = screen.getByRole("textbox", { name: "Field" });
    fireEvent.keyDown(field, { key: "+", ctrlKey: true });
    fireEvent.keyDown(field, { key: "=", metaKey: true });
    expect(useTextScale.getState().scale).toBe(1.5);
    fireEvent.keyDown(field, { key: "-", ctrlKey: true });
    expect(useTextScale.getState().scale).toBe(1.25);
    fireEvent.keyDown(field, { key: "0", ctrlKey: true });
    expect(useTextScale.getState().scale).toBe(1);
  });
});
