// The production options of the in-memory contracts, in the order and with the rules the vendor publishes.
import type { OptionCondition, OptionValue, ProductionOption } from "../bindings";

const ORTHO: OptionCondition = { option: "processing_level", values: ["ortho"], inverted: false };
const PROJECTED: OptionCondition = { option: "processing_level", values: ["projected"], inverted: false };
const NOT_PRIMARY: OptionCondition = { option: "processing_level", values: ["primary"], inverted: true };
const DISPLAY: OptionCondition = { option: "radiometric_processing", values: ["display"], inverted: false };
const NOT_DISPLAY: OptionCondition = { option: "radiometric_processing", values: ["basic", "reflectance"], inverted: false };

function value(id: string, label: string, onlyIf: OptionCondition | null = null): OptionValue {
  return { id, label, onlyIf };
}

function list(key: string, label: string, defaultValue: string, values: OptionValue[], patch: Partial<ProductionOption> = {}): ProductionOption {
  return { key, label, kind: "list", mandatory: "always", defaultValue, values, onlyIf: null, range: null, ...patch };
}

const SHARED: ProductionOption[] = [
  list("radiometric_processing", "Radiometry", "reflectance", [value("basic", "Basic"), value("reflectance", "Reflectance"), value("display", "Display")]),
  list("pixel_coding", "Pixel coding", "12bits", [value("8bits", "8 bits", DISPLAY), value("12bits", "12 bits", NOT_DISPLAY)]),
  list("projection_1", "Projection", "32629", [value("32629", "WGS 84 / UTM 29N"), value("4326", "WGS 84"), value("3857", "Web Mercator")], {
    mandatory: "whileConditionHolds", onlyIf: NOT_PRIMARY,
  }),
  list("dem_1", "Elevation model", "best_available", [value("best_available", "Best available"), value("SRTMV4", "SRTM v4"), value("WorldDEM4Ortho", "WorldDEM4Ortho")], {
    mandatory: "whileConditionHolds", onlyIf: ORTHO,
  }),
  { key: "elevation", label: "Elevation", kind: "number", mandatory: "never", defaultValue: null, values: [], onlyIf: PROJECTED, range: [-100, 10000] },
  list("image_format", "Format", "dimap_geotiff", [value("dimap_geotiff", "DIMAP GeoTIFF"), value("dimap_jpeg2000_regular", "DIMAP JPEG 2000")]),
  list("priority", "Priority", "standard", [value("standard", "Standard"), value("rush", "Rush")]),
  list("licence", "Licence", "standard", [value("standard", "Standard"), value("background_layer", "Background layer")]),
];

const PROCESSING = list("processing_level", "Processing", "ortho", [value("ortho", "Ortho"), value("projected", "Projected"), value("primary", "Primary")]);

const NEO_SPECTRAL = list("spectral_processing", "Spectral", "full_pms", [
  value("pansharpened", "Pansharpened, 4 bands"), value("full_pms", "Pansharpened, 6 bands"), value("full_bundle", "Bundle, 6 bands"), value("panchromatic", "Panchromatic"),
]);

const LEGACY_SPECTRAL = list("spectral_processing", "Spectral", "pansharpened", [
  value("pansharpened", "Pansharpened"), value("bundle", "Bundle"), value("multispectral", "Multispectral"), value("panchromatic", "Panchromatic"),
]);

export function productionOptions(backend: "legacy" | "neo"): ProductionOption[] {
  return [PROCESSING, backend === "neo" ? NEO_SPECTRAL : LEGACY_SPECTRAL, ...SHARED];
}

function holds(condition: OptionCondition | null, chosen: Map<string, string>): boolean {
  return condition === null || condition.values.includes(chosen.get(condition.option) ?? "") !== condition.inverted;
}

/** Drops what no longer holds and fills in the defaults, as the contract would. */
export function settleValues(options: ProductionOption[], values: { key: string; value: string }[]): { key: string; value: string }[] {
  const chosen = new Map(values.map(({ key, value: id }) => [key, id]));
  for (const option of options) {
    const current = chosen.get(option.key);
    const stands = option.kind !== "list" || option.values.some((one) => one.id === current && holds(one.onlyIf, chosen));
    if (!holds(option.onlyIf, chosen)) {
      chosen.delete(option.key);
    } else if (current === undefined || !stands) {
      const fallback = option.values.find((one) => one.id === option.defaultValue && holds(one.onlyIf, chosen)) ?? option.values.find((one) => holds(one.onlyIf, chosen));
      if (fallback !== undefined) {
        chosen.set(option.key, fallback.id);
      }
    }
  }
  return [...chosen].map(([key, id]) => ({ key, value: id }));
}
