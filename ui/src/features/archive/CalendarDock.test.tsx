import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";

import { world } from "../../ipc/fake";
import { renderApp } from "../../test/render";
import { CalendarDock, openFilter, useArchive } from ".";

beforeEach(() => {
  world.found = [...world.scenes];
  useArchive.getState().replaceFilter(openFilter());
  useArchive.getState().update({ searched: { areas: [], range: { from: null, to: null }, outcome: null } });
});

const dates = () => {
  const { dateFrom, dateTo } = useArchive.getState().filter;
  return [dateFrom, dateTo];
};

it("a press on a month makes it the dates, a drag to another makes a span of both", async () => {
  renderApp(<CalendarDock />, "/archive");
  const june = await screen.findByRole("button", { name: /^Jun 2025/ });
  fireEvent.pointerDown(june, { button: 0 });
  fireEvent.pointerUp(june);
  expect(dates()).toEqual(["2025-06-01", "2025-06-30"]);
  fireEvent.pointerDown(june, { button: 0 });
  fireEvent.pointerEnter(screen.getByRole("button", { name: /^Aug 2025/ }));
  fireEvent.pointerUp(june);
  expect(dates()).toEqual(["2025-06-01", "2025-08-31"]);
});

it("over several areas it says of what ground a share is", async () => {
  const areas = ["Tagus", "Porto"].map((name) => ({ id: name, name, key: name }));
  useArchive.getState().update({ searched: { areas, range: { from: null, to: null }, outcome: null } });
  renderApp(<CalendarDock />, "/archive");
  const june = await screen.findByRole("button", { name: /^Jun 2025/ });
  expect(june.getAttribute("aria-label")).toMatch(/best scene \d+\s% of one area, .* together they cover about \d+\s% of all areas/);
});

it("with Shift a span goes on from where it began, and all dates come back with one press", async () => {
  renderApp(<CalendarDock />, "/archive");
  fireEvent.click(await screen.findByRole("button", { name: /^Jul 2025/ }), { detail: 0 });
  fireEvent.click(screen.getByRole("button", { name: /^Sep 2025/ }), { shiftKey: true, detail: 1 });
  expect(dates()).toEqual(["2025-07-01", "2025-09-30"]);
  fireEvent.click(screen.getByRole("button", { name: "Any date" }));
  expect(dates()).toEqual([null, null]);
});
