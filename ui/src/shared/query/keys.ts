// The keys of every cached fact, and which facts an event makes stale. The only place that knows both.
import type { SceneFilter, Sort } from "../../ipc";

export const keys = {
  connection: ["connection"] as const,
  contracts: ["contracts"] as const,
  workspace: (contractId: string) => ["contracts", contractId, "workspace"] as const,
  productTypes: (contractId: string) => ["contracts", contractId, "productTypes"] as const,
  markets: (contractId: string) => ["contracts", contractId, "markets"] as const,
  deliveryTypes: (contractId: string) => ["contracts", contractId, "deliveryTypes"] as const,
  countries: ["countries"] as const,
  areas: ["areas"] as const,
  example: (name: string) => ["example", name] as const,
  readText: (text: string) => ["readText", text] as const,
  places: (text: string) => ["places", text] as const,
  archive: ["archive"] as const,
  scenes: (filter: SceneFilter, sort: Sort[], page: number) => ["archive", "scenes", filter, sort, page] as const,
  facets: (filter: SceneFilter) => ["archive", "facets", filter] as const,
  footprints: (filter: SceneFilter) => ["archive", "footprints", filter] as const,
  scene: (id: string) => ["archive", "scene", id] as const,
  basket: ["basket"] as const,
  review: (contractId: string, kind: string) => ["basket", "review", contractId, kind] as const,
  orders: ["orders"] as const,
  order: (reference: string) => ["orders", reference] as const,
  quotation: (quotationId: string) => ["quotation", quotationId] as const,
  deliveries: ["deliveries"] as const,
  settings: ["settings"] as const,
  about: ["about"] as const,
};
