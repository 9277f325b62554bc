export { useAreas, useBasket, useConnection, useContracts, useDeliveries, useOrders, useSearches, useSettings } from "./facts";
export { keys } from "./keys";
export { useNow } from "./useNow";
