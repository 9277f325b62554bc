export { useAreas, useBasket, useConnection, useContracts, useDeliveries, useFollowProblems, useOrders, useSearches, useSettings, useSettingsFault, useUnreadableOrders } from "./facts";
export { keys } from "./keys";
export { useElapsed, useNow } from "./useNow";
