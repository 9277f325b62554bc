//! The connection form as typed, and the request it makes. Pure, so that every fault of a field has its words here.
import type { ConnectRequest, Environment, HostOverride } from "../../ipc";

/** The vendor's public hosts, shown when somebody wants to enter others. */
export const VENDOR_HOSTS: HostOverride = {
  authenticate: "https://authenticate.foundation.api.oneatlas.airbus.com",
  order: "https://order.api.oneatlas.airbus.com",
  search: "https://search.foundation.api.oneatlas.airbus.com",
  access: "https://access.foundation.api.oneatlas.airbus.com",
  data: "https://data.api.oneatlas.airbus.com",
};

export const HOST_NAMES: readonly { key: keyof HostOverride; label: string }[] = [
  { key: "authenticate", label: "Authentication host" },
  { key: "order", label: "Order host" },
  { key: "search", label: "Search host" },
  { key: "access", label: "Image host" },
  { key: "data", label: "Data host" },
];

export interface ConnectForm {
  environment: Environment;
  apiKey: string;
  /** Whether the key the program still has is used rather than a new one. */
  useKeptKey: boolean;
  ownHosts: boolean;
  hosts: HostOverride;
  proxy: string;
}

export type FormField = "apiKey" | "proxy" | keyof HostOverride;
export type FormFaults = Partial<Record<FormField, string>>;

/** What has to be corrected before the request can be made; empty when nothing has. */
export function faultsOf(form: ConnectForm): FormFaults {
  const faults: FormFaults = {};
  if (form.environment === "sandbox") {
    return faults;
  }
  if (!form.useKeptKey && form.apiKey.trim() === "") {
    faults.apiKey = "Paste the key from your vendor account";
  } else if (!form.useKeptKey && /\s/u.test(form.apiKey.trim())) {
    faults.apiKey = "A key has no spaces or line breaks: paste it again";
  }
  if (form.ownHosts) {
    for (const { key } of HOST_NAMES) {
      if (!isWebAddress(form.hosts[key], ["https:", "http:"])) {
        faults[key] = "Needs an address like https://order.example.com";
      }
    }
  }
  if (form.proxy.trim() !== "" && !isProxyAddress(form.proxy)) {
    faults.proxy = "Needs an address like http://proxy.example.com:3128";
  }
  return faults;
}

export function isProxyAddress(text: string): boolean {
  return isWebAddress(text, ["http:", "https:", "socks5:", "socks5h:"]);
}

function isWebAddress(text: string, schemes: string[]): boolean {
  const address = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  return address !== null && schemes.includes(address.protocol) && address.hostname !== "";
}

export function requestOf(form: ConnectForm): ConnectRequest {
  if (form.environment === "sandbox") {
    return { environment: "sandbox", apiKey: null, hosts: null, proxy: null };
  }
  return {
    environment: "live",
    apiKey: form.useKeptKey ? null : form.apiKey.trim(),
    hosts: form.ownHosts ? trimmed(form.hosts) : null,
    proxy: form.proxy.trim() === "" ? null : form.proxy.trim(),
  };
}

function trimmed(hosts: HostOverride): HostOverride {
  const clean = (host: string) => host.trim().replace(/\/+$/u, "");
  return {
    authenticate: clean(hosts.authenticate),
    order: clean(hosts.order),
    search: clean(hosts.search),
    access: clean(hosts.access),
    data: clean(hosts.data),
  };
}
