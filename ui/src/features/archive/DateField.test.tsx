import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import { ipc } from "../../ipc";
import { renderApp } from "../../test/render";
import { DateField } from "./DateField";
import { openFilter } from "./filter";
import { useArchive } from "./store";

const set = () => [useArchive.getState().filter.dateFrom, useArchive.getState().filter.dateTo];

beforeEach(() => {
  useArchive.setState({ filter: { ...openFilter(), dateFrom: "2024-01-01", dateTo: "2024-06-30" }, datesChosen: true });
});

async function open() {
  // The sandbox's clock is that of the test: days to come are days after it.
  const status = await ipc.connectionStatus();
  ipc.connectionStatus = () => Promise.resolve({ ...status, sandboxTime: "2026-11-30T12:00:00Z" });
  renderApp(<DateField />);
  await userEvent.click(await screen.findByRole("button", { name: /^Dates:/ }));
  await waitFor(() => { expect(screen.getByRole("textbox", { name: "From" })).toBeTruthy(); });
}

async function type(field: "From" | "To", text: string) {
  const input = screen.getByRole("textbox", { name: field });
  await userEvent.clear(input);
  await userEvent.type(input, `${text}{Enter}`);
}

it("reads what people type, and shows it as dates are shown everywhere", async () => {
  await open();
  await type("From", "15.01.2024");
  expect(set()).toEqual(["2024-01-15", "2024-06-30"]);
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "From" }).value).toBe("15 Jan 2024");
  await type("From", "jan 2025");
  expect(set()).toEqual(["2025-01-01", "2025-01-31"]);
  expect(screen.getByText("Set to all of January 2025.")).toBeTruthy();
});

it("says what it could not read, and changes nothing", async () => {
  await open();
  for (const [text, why] of [["30 February 2025", /There is no 30 February 2025/], ["3000-01-01", /still to come/], ["someday", /no date that can be read/]] as const) {
    await type("From", text);
    expect(screen.getByText(why)).toBeTruthy();
    expect(set()).toEqual(["2024-01-01", "2024-06-30"]);
  }
});

it("refuses a range that runs backwards, and offers to swap it", async () => {
  await open();
  await type("From", "2025-03-01");
  expect(screen.getByText(/The first day, 1 March 2025, lies after the last, 30 June 2024/)).toBeTruthy();
  expect(set()).toEqual(["2024-01-01", "2024-06-30"]);
  await userEvent.click(screen.getByRole("button", { name: "Swap them" }));
  expect(set()).toEqual(["2024-06-30", "2025-03-01"]);
});

it("asks which number is the month where both could be", async () => {
  await open();
  await type("From", "2/3/2024");
  expect(set()).toEqual(["2024-01-01", "2024-06-30"]);
  await userEvent.click(screen.getByRole("button", { name: "2 March 2024" }));
  expect(set()).toEqual(["2024-03-02", "2024-06-30"]);
});

it("keeps what it could not read when it closes, and says so at the button", async () => {
  await open();
  const input = screen.getByRole("textbox", { name: "To" });
  await userEvent.clear(input);
  await userEvent.type(input, "summer{Escape}");
  expect(await screen.findByRole("button", { name: /what was typed last is not set/ })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: /^Dates:/ }));
  expect(await screen.findByDisplayValue("summer")).toBeTruthy();
});

it("takes two presses in the calendar", async () => {
  await open();
  await userEvent.click(await screen.findByRole("button", { name: "10 June 2024" }));
  await userEvent.click(screen.getByRole("button", { name: "3 June 2024" }));
  expect(set()).toEqual(["2024-06-03", "2024-06-10"]);
});

it("keeps the keyboard: on the day that was picked, and at the button once a choice within has closed it", async () => {
  await open();
  await userEvent.click(await screen.findByRole("button", { name: "10 June 2024" }));
  const last = screen.getByRole("button", { name: "17 June 2024" });
  await userEvent.click(last);
  expect(set()).toEqual(["2024-06-10", "2024-06-17"]);
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "17 June 2024" }));
  await userEvent.keyboard("{Escape}");
  const button = screen.getByRole("button", { name: /^Dates:/ });
  await waitFor(() => {
    expect(document.activeElement).toBe(button);
  });
  await userEvent.click(button);
  await userEvent.click(await screen.findByRole("button", { name: "Last 3 years" }));
  await waitFor(() => {
    expect(document.activeElement).toBe(button);
  });
});

it("the calendar goes to the month of a day that is typed", async () => {
  await open();
  await type("To", "2024-03-20");
  expect(await screen.findByRole("button", { name: "20 March 2024" })).toBeTruthy();
});
