/** Whether this webview can draw the map at all; asked before a map is made, which would only throw. */
export function hasWebGl2(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}
