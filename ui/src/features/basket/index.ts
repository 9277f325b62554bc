export { CommittedField } from "./CommittedField";
export { BasketPage } from "./BasketPage";
export { SceneThumbnail } from "./SceneThumbnail";
export { useCountries, useMarkets } from "./useLists";
export { byProduct, drawnKm2 } from "./groupFacts";
