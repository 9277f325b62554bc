// States the twin is put into, by a test or by the address: `?fake=underWay,held`.

export const switches = {
  /** An order of two scenes is under way from the start, and stays so. */
  underWay: false,
  /** The record holds the first scene of a review already. */
  held: false,
  /** The settings can't be read. */
  unreadable: false,
  /** The window was asked to close while an order is under way. */
  closing: false,
  /** Two orders can't be followed. */
  unfollowed: false,
  /** One order of the record can't be read. */
  illegible: false,
  /** Prices have five decimals. */
  exact: false,
  /** The vendor gives a price of nothing. */
  free: false,
  /** The vendor books another amount in another currency. */
  otherwise: false,
  /** The archive does not answer a search. */
  silent: false,
  /** A request takes half a minute. */
  slow: false,
  /** The archive holds hundreds of scenes over one place. */
  many: false,
};

const named = (new URLSearchParams(window.location.search).get("fake") ?? "").split(",");
for (const name of Object.keys(switches) as (keyof typeof switches)[]) {
  switches[name] = named.includes(name);
}
