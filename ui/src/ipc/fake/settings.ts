import type { Check, Settings } from "../bindings";
import type { Commands } from "../transport";
import { switches } from "./switches";
import { ok, refused, sleep, world } from "./world";

type Nouns = "readSettings" | "readMonthSpending" | "writeSettings" | "chooseFolder" | "aboutProgram" | "runDoctor" | "takeRecordAsItIs";

let current: Settings = { theme: "system", downloadFolder: "/home/ana/Imagery", proxy: null, amountToType: "5000.00", orderLimit: null, monthLimit: null };

const FAULT = { words: "their file breaks off before its end", technical: "/home/ana/.local/share/swath/settings.json: EOF while parsing an object at line 4 column 3" };

export const settings: Pick<Commands, Nouns> = {
  readSettings: () => ok({ settings: current, unreadable: switches.unreadable ? FAULT : null }),
  readMonthSpending: () => ok([{ currency: "EUR", spent: "4210.00", open: "900.00" }]),
  writeSettings: (next) => {
    if (next.proxy !== null && !/^(https?|socks5):\/\/./u.test(next.proxy)) {
      return refused("invalidInput", "The proxy needs an address like http://proxy.example:3128.");
    }
    current = next;
    switches.unreadable = false;
    return ok(current);
  },
  chooseFolder: () => ok("/home/ana/Imagery/2026"),
  aboutProgram: () =>
    ok({ version: "0.1.0", dataFolder: "/home/ana/.local/share/swath", webview: "WebKitGTK 2.50.6", credits: ["Coast: GSHHG", "Borders: Natural Earth", "Places: GeoNames, CC BY 4.0"] }),
  runDoctor: async () => {
    await sleep(400);
    const host = world.connection.orderHost ?? "127.0.0.1";
    const seen: Omit<Check, "mayBeTaken">[] = [
      { name: "Order host", ok: true, detail: `${host} answered in 12 ms` },
      { name: "Search host", ok: true, detail: `${host} answered in 9 ms` },
      { name: "Data host", ok: true, detail: `${host} answered in 11 ms` },
      { name: "Token", ok: true, detail: "good for 59 minutes" },
      { name: "Contracts", ok: true, detail: `${String(world.contracts.length)} contracts` },
      { name: "Keychain", ok: false, detail: "no keychain answers on this computer; a key is kept for this run only" },
      { name: "Purchase record", ok: true, detail: "14 entries, unbroken" },
    ];
    return ok(seen.map((check) => ({ ...check, mayBeTaken: false })));
  },
  takeRecordAsItIs: () => ok({ name: "Order record", ok: true, detail: "15 entries, unbroken", mayBeTaken: false }),
};
