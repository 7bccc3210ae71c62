export { BROKEN, TABLE, asKind, compile, toCel } from "./cel.mjs";
