//! Names in a route. The router gives them half decoded: it leaves what separates parts of an address as it was.

/** The name a part of the route stands for: contract ids and references may hold slashes, spaces and percent signs. */
export function fromRoute(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function orderPath(reference: string): string {
  return `/orders/${encodeURIComponent(reference)}`;
}
