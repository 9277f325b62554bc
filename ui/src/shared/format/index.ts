export * from "./billing";
export * from "./coordinates";
export * from "./measures";
export * from "./money";
export * from "./names";
export * from "./times";
