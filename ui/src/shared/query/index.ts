export { useAreas, useBasket, useConnection, useContracts, useDeliveries, useOrders, useSearches, useSettings, useSettingsFault } from "./facts";
export { keys } from "./keys";
export { useNow } from "./useNow";
