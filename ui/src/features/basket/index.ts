export { addScene } from "./addScene";
export { CommittedField } from "./CommittedField";
export { BasketPage } from "./BasketPage";
export { PaidBy } from "./PaidBy";
export { PayerDialog } from "./PayerDialog";
export { SceneThumbnail } from "./SceneThumbnail";
export { useCountries, useMarkets } from "./useLists";
export { byProduct, drawnKm2 } from "./groupFacts";
