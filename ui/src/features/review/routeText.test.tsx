import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Route } from "wouter";

import { renderApp } from "../../test/render";
import { fromRoute, orderPath } from "./routeText";

describe("names in a route", () => {
  it.each(["TAGUS-2026-07-K7M4", "PROJ/12 a", "Área?x#1", "100%"])("%s survives the router", (reference) => {
    renderApp(<Route path="/orders/:reference">{(params) => <output>{fromRoute(params.reference)}</output>}</Route>, orderPath(reference));
    expect(screen.getByRole("status").textContent).toBe(reference);
  });
});
