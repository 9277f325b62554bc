import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";

import { world } from "../../ipc/fake";
import { formatUtcDate } from "../../shared/format";
import { renderApp } from "../../test/render";
import { SplitHandle } from "./SplitHandle";
import { useResults } from "./store";

const rows = () => world.scenes.slice(0, 2);

beforeEach(() => {
  const [one, other] = rows();
  useResults.setState({ selectedId: other?.id ?? null, previousId: one?.id ?? null, quicklook: { shown: true, opacity: 1, split: 0.5, kept: false } });
});

it("names the day of the picture on either side, also to those who don't see it", async () => {
  renderApp(<SplitHandle />);
  const [one, other] = rows().map(({ acquired }) => formatUtcDate(acquired));
  expect(await screen.findByText(new RegExp(one ?? "?"))).toBeTruthy();
  expect(await screen.findByText(new RegExp(other ?? "?"))).toBeTruthy();
  const slider = screen.getByRole("slider", { name: "Where the two pictures meet" });
  expect(slider.getAttribute("aria-valuetext")).toContain(`left of it ${one ?? "?"}`);
  expect(slider.getAttribute("aria-valuetext")).toContain(`right of it ${other ?? "?"}`);
});

it("is moved by the keys of a slider, and says how", () => {
  renderApp(<SplitHandle />);
  const slider = screen.getByRole("slider");
  const at = (key: string) => {
    fireEvent.keyDown(slider, { key });
    return useResults.getState().quicklook.split;
  };
  expect(screen.getByText("Drag, or press ← →")).toBeTruthy();
  expect([at("ArrowRight"), at("ArrowLeft"), at("PageUp"), at("Home"), at("ArrowLeft"), at("End")].map((share) => share?.toFixed(2))).toEqual(["0.52", "0.50", "0.60", "0.02", "0.02", "0.98"]);
});
