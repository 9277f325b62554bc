import { describe, expect, it } from "vitest";

import { VENDOR_HOSTS, faultsOf, requestOf, type ConnectForm } from "./request";

const live: ConnectForm = { environment: "live", apiKey: " k3y-of-the-vendor ", useKeptKey: false, ownHosts: false, hosts: VENDOR_HOSTS, proxy: "" };

describe("the connection form", () => {
  it("the sandbox needs nothing typed", () => {
    const form: ConnectForm = { ...live, environment: "sandbox", apiKey: "", proxy: "nonsense" };
    expect(faultsOf(form)).toEqual({});
    expect(requestOf(form)).toEqual({ environment: "sandbox", apiKey: null, hosts: null, proxy: null });
  });

  it("a pasted key loses the spaces around it", () => {
    expect(requestOf(live).apiKey).toBe("k3y-of-the-vendor");
  });

  it("an account needs a key unless the kept one is used", () => {
    expect(faultsOf({ ...live, apiKey: " " }).apiKey).toMatch(/Paste the key/);
    expect(faultsOf({ ...live, apiKey: " ", useKeptKey: true })).toEqual({});
    expect(requestOf({ ...live, useKeptKey: true }).apiKey).toBeNull();
  });

  it("a key broken over lines is refused", () => {
    expect(faultsOf({ ...live, apiKey: "half\nother" }).apiKey).toMatch(/no spaces/);
  });

  it("own hosts have to be web addresses", () => {
    const form: ConnectForm = { ...live, ownHosts: true, hosts: { ...VENDOR_HOSTS, order: "order.example.com" } };
    expect(Object.keys(faultsOf(form))).toEqual(["order"]);
  });

  it("own hosts lose their closing slash", () => {
    const form: ConnectForm = { ...live, ownHosts: true, hosts: { ...VENDOR_HOSTS, order: "https://order.example.com/ " } };
    expect(requestOf(form).hosts?.order).toBe("https://order.example.com");
  });

  it("a proxy has to say how it is reached", () => {
    expect(faultsOf({ ...live, proxy: "proxy.example.com" }).proxy).toMatch(/Needs an address/);
    expect(requestOf({ ...live, proxy: "http://proxy.example.com:3128" }).proxy).toBe("http://proxy.example.com:3128");
  });
});
