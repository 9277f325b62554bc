import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { renderApp } from "../../test/render";
import { Button } from "./Button";
import { ConfirmButton } from "./ConfirmButton";
import { TURNED_MS, Turning } from "./Turning";

afterEach(() => {
  vi.useRealTimers();
});

function Search({ onCancel, again = false }: { onCancel: () => void; again?: boolean }) {
  const [running, setRunning] = useState(again);
  return running ? (
    <Button onClick={onCancel}>Cancel</Button>
  ) : (
    <Button
      onClick={() => {
        setRunning(true);
      }}
    >
      Search
    </Button>
  );
}

describe("a second press", () => {
  it("does not cancel what the first has begun", async () => {
    const [cancel, user] = [vi.fn(), userEvent.setup()];
    render(<Search onCancel={cancel} />);
    await user.dblClick(screen.getByRole("button", { name: "Search" }));
    expect(screen.getByRole("button", { name: "Cancel" })).toBeTruthy();
    expect(cancel).not.toHaveBeenCalled();
    await user.tripleClick(screen.getByRole("button", { name: "Cancel" }));
    expect(cancel).toHaveBeenCalledTimes(3);
  });

  it("by Enter or Space does not either, held or struck twice; another key between them makes it a first", async () => {
    for (const key of ["{Shift}{Enter>3/}", "{Shift}{Enter}{Enter}", "{Shift}[Space][Space]"]) {
      const [cancel, user] = [vi.fn(), userEvent.setup()];
      const { unmount } = render(<Search onCancel={cancel} />);
      screen.getByRole("button", { name: "Search" }).focus();
      await user.keyboard(key);
      expect(screen.getByRole("button", { name: "Cancel" })).toBeTruthy();
      expect(cancel).not.toHaveBeenCalled();
      await user.keyboard("{Shift}{Enter}");
      expect(cancel).toHaveBeenCalledTimes(1);
      unmount();
    }
  });

  it("is a press like the first where nothing turned", async () => {
    const [press, user] = [vi.fn(), userEvent.setup()];
    render(<Button onClick={press}>Zoom in</Button>);
    await user.tripleClick(screen.getByRole("button"));
    expect(press).toHaveBeenCalledTimes(3);
    await user.keyboard("{Enter}{Enter}");
    expect(press).toHaveBeenCalledTimes(5);
  });

  it("does not turn a choice back, nor a box, whose words are pressed", async () => {
    const user = userEvent.setup();
    function Choices() {
      const [on, setOn] = useState(false);
      return (
        <>
          <button type="button" aria-pressed={on} onClick={() => { setOn(!on); }}>Kept</button>
          <label><input type="checkbox" /> Only kept ones</label>
        </>
      );
    }
    render(<Choices />);
    await user.dblClick(screen.getByRole("button", { name: "Kept" }));
    expect(screen.getByRole("button", { name: "Kept", pressed: true })).toBeTruthy();
    await user.dblClick(screen.getByText("Only kept ones"));
    expect(screen.getByRole<HTMLInputElement>("checkbox").checked).toBe(true);
    await user.click(document.body);
    await user.click(screen.getByText("Only kept ones"));
    expect(screen.getByRole<HTMLInputElement>("checkbox").checked).toBe(false);
  });

  it("does not press what has come to lie under the pointer", async () => {
    const [begun, user] = [vi.fn(), userEvent.setup()];
    // The place under the pointer is the same while another thing is drawn there.
    function Place() {
      const [open, setOpen] = useState(false);
      return <div>{open ? <button type="button" onClick={begun}>Not yet</button> : <button type="button" onClick={() => { setOpen(true); }}>Accept for 6,109.36 €</button>}</div>;
    }
    render(<Place />);
    await user.dblClick(screen.getByRole("button"));
    expect(screen.getByRole("button", { name: "Not yet" })).toBeTruthy();
    expect(begun).not.toHaveBeenCalled();
  });

  it("is no answer to the question of the first", async () => {
    const [remove, user] = [vi.fn(), userEvent.setup()];
    renderApp(<ConfirmButton confirm="Remove it" onConfirm={remove}>Remove</ConfirmButton>);
    await user.dblClick(screen.getByRole("button"));
    expect(remove).not.toHaveBeenCalled();
    await user.click(document.body);
    await user.click(screen.getByRole("button", { name: "Remove" }));
    await user.click(document.body);
    expect(remove).not.toHaveBeenCalled();
  });
});

describe("a control that turns by itself", () => {
  it("is not pressed by a hand that was on its way to what it was", () => {
    vi.useFakeTimers();
    const [cancel, search] = [vi.fn(), vi.fn()];
    const shown = (running: boolean) => (
      <Turning meaning={String(running)}>
        {running ? <Button onClick={cancel}>Cancel</Button> : <Button onClick={search}>Search</Button>}
      </Turning>
    );
    const { rerender } = render(shown(true));
    const press = () => {
      screen.getByRole("button").click();
    };
    rerender(shown(false));
    press();
    vi.advanceTimersByTime(TURNED_MS - 1);
    press();
    expect(search).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    press();
    expect(search).toHaveBeenCalledTimes(1);
    // It turned because it was pressed: what it is now may be pressed.
    rerender(shown(true));
    press();
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});
