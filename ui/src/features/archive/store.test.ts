import { expect, it } from "vitest";

import { openFilter } from "./filter";
import { useArchive } from "./store";

it("dates and constellations outlive the program, what was chosen for a moment does not", async () => {
  useArchive.getState().replaceFilter({ ...openFilter(), dateFrom: "2024-03-01", dateTo: "2024-05-31", constellations: ["SPOT"], maxCloud: 12, keptOnly: true });
  const kept = localStorage.getItem("swath.archive") ?? "";
  useArchive.setState({ filter: openFilter(), datesChosen: false });
  localStorage.setItem("swath.archive", kept);
  await useArchive.persist.rehydrate();
  const { filter, datesChosen } = useArchive.getState();
  expect(filter).toEqual({ ...openFilter(), dateFrom: "2024-03-01", dateTo: "2024-05-31", constellations: ["SPOT"], maxCloud: 12 });
  expect(datesChosen).toBe(true);
  useArchive.getState().suggestDates({ from: "2026-01-01", to: null });
  expect(useArchive.getState().filter.dateFrom).toBe("2024-03-01");
});

it("a filter of an older program has what it lacks as it is when nothing is chosen", async () => {
  localStorage.setItem("swath.archive", JSON.stringify({ state: { filter: { maxCloud: 5 } }, version: 1 }));
  useArchive.setState({ filter: openFilter(), datesChosen: false });
  localStorage.setItem("swath.archive", JSON.stringify({ state: { filter: { maxCloud: 5 } }, version: 1 }));
  await useArchive.persist.rehydrate();
  expect(useArchive.getState().filter).toEqual({ ...openFilter(), maxCloud: 5 });
});
