export { useAreas, useBasket, useConnection, useContracts, useDeliveries, useOrders, useSettings } from "./facts";
export { keys } from "./keys";
