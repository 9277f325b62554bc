import type { Plugin } from "vite";

/** What dayjs writes on its prototype by assignment and inherits from `Object.prototype`. */
const ASSIGNED = /\b(\w+)\.(valueOf|toString)=(function\(\)\{return this\.\$d\.\w+\(\)\})/g;

/**
 * The shell freezes `Object.prototype` before the page runs, so that no script can change what all objects inherit. What is
 * inherited from a frozen object can be defined anew, and not assigned: dayjs, which the calendar needs, assigns two such names
 * and would end the page before it is drawn. They are defined instead.
 */
export function underFrozenPrototypes(): Plugin {
  return {
    name: "under-frozen-prototypes",
    apply: "build",
    transform(code, id) {
      if (!/\/dayjs\/(dayjs\.min|esm\/index)\.js/.test(id)) {
        return null;
      }
      let count = 0;
      const defined = code.replace(ASSIGNED, (_, object: string, name: string, value: string) => {
        count += 1;
        return `Object.defineProperty(${object},"${name}",{value:${value},writable:true,configurable:true})`;
      });
      if (count !== 2) {
        this.error(`dayjs is written in another way than is known: ${String(count)} of 2 assignments were found in ${id}`);
      }
      return { code: defined, map: null };
    },
  };
}
