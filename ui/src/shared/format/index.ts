export * from "./coordinates";
export * from "./measures";
export * from "./money";
export * from "./times";
