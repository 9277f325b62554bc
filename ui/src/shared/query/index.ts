export { useAreas, useBasket, useConnection, useContracts, useDeliveries, useFollowProblems, useOrders, useSearches, useSettings, useSettingsFault } from "./facts";
export { keys } from "./keys";
export { useNow } from "./useNow";
