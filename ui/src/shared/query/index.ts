export { useAreas, useBasket, useConnection, useContracts, useDeliveries, useOrders, useSettings } from "./facts";
export { keys } from "./keys";
export { useNow } from "./useNow";
