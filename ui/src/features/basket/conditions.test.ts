import { describe, expect, it } from "vitest";

import type { OptionCondition, ProductionOption } from "../../ipc";
import { holds, inWords, numberFault, standingOf, valueStandings } from "./conditions";

const processing: ProductionOption = {
  key: "processing_level",
  label: "Processing",
  kind: "list",
  mandatory: "always",
  defaultValue: "ortho",
  values: [
    { id: "ortho", label: "Ortho", onlyIf: null },
    { id: "projected", label: "Projected", onlyIf: null },
    { id: "primary", label: "Primary", onlyIf: null },
  ],
  onlyIf: null,
  range: null,
};

const onlyOrtho: OptionCondition = { option: "processing_level", values: ["ortho"], inverted: false };
const notPrimary: OptionCondition = { option: "processing_level", values: ["primary"], inverted: true };

function option(patch: Partial<ProductionOption>): ProductionOption {
  return { ...processing, key: "dem_1", label: "Elevation model", mandatory: "whileConditionHolds", onlyIf: onlyOrtho, ...patch };
}

function chosen(level: string): Map<string, string> {
  return new Map([["processing_level", level]]);
}

describe("conditions of production options", () => {
  it("a condition holds only for the values it names", () => {
    expect(holds(onlyOrtho, chosen("ortho"))).toBe(true);
    expect(holds(onlyOrtho, chosen("primary"))).toBe(false);
  });

  it("an inverted condition holds for every other value", () => {
    expect(holds(notPrimary, chosen("ortho"))).toBe(true);
    expect(holds(notPrimary, chosen("primary"))).toBe(false);
  });

  it("a condition on an option without a value does not hold", () => {
    expect(holds(onlyOrtho, new Map())).toBe(false);
    expect(holds(notPrimary, new Map())).toBe(true);
  });

  it("no condition always holds", () => {
    expect(holds(null, new Map())).toBe(true);
  });

  it("the reason uses the labels of the contract", () => {
    expect(inWords(onlyOrtho, [processing])).toBe("only with ortho");
    expect(inWords(notPrimary, [processing])).toBe("not with primary");
    expect(inWords({ ...onlyOrtho, values: ["ortho", "projected"] }, [processing])).toBe("only with ortho or projected");
  });

  it("an unknown value in a condition is named by its id", () => {
    expect(inWords({ ...onlyOrtho, values: ["level_3"] }, [processing])).toBe("only with level_3");
  });

  it("an option is mandatory only while its condition holds", () => {
    expect(standingOf(option({}), chosen("ortho"), [processing])).toEqual({ available: true, mandatory: true, condition: "only with ortho" });
    expect(standingOf(option({}), chosen("primary"), [processing])).toEqual({ available: false, mandatory: false, condition: "only with ortho" });
  });

  it("a value that cannot be chosen carries its reason", () => {
    const coding = option({
      onlyIf: null,
      values: [
        { id: "8bits", label: "8 bits", onlyIf: { option: "processing_level", values: ["primary"], inverted: false } },
        { id: "12bits", label: "12 bits", onlyIf: null },
      ],
    });
    expect(valueStandings(coding, chosen("ortho"), [processing])).toMatchObject([
      { available: false, condition: "only with primary" },
      { available: true, condition: null },
    ]);
  });
});

describe("numbers of production options", () => {
  it("an empty number means no value", () => {
    expect(numberFault(" ", [-100, 10000])).toBeNull();
  });

  it("a number outside its range is refused with the range", () => {
    expect(numberFault("10001", [-100, 10000])).toBe("Needs -100 to 10000");
    expect(numberFault("12.5", [-100, 10000])).toBeNull();
  });

  it("what is no number is refused", () => {
    expect(numberFault("high", null)).toBe("Needs a number");
  });
});
