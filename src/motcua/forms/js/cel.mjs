// The browser's twin of catalogue/domain/expressions.py and expression_functions.py. Both give the same answer to every
// expression that the server lets through: forms/tests/expressions.json is run by both, and so are random ones.
// Whole numbers are BigInt, texts strings; a value that can't be decided is thrown as BROKEN.
import { Parser } from "cel-parser";

export const BROKEN = { broken: true };
const broken = () => {
  throw BROKEN;
};
const parser = new Parser(
  { maxAstNodes: 1e5, maxDepth: 250, maxListElements: 1000, maxMapEntries: 0, maxCallArguments: 32 },
  { findMacro: () => undefined },
);

const isText = (value) => typeof value === "string";
const isWhole = (value) => typeof value === "bigint";
const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const needBool = (value) => (typeof value === "boolean" ? value : broken());
const inRange = (number) => (BigInt.asIntN(64, number) === number ? number : broken());

// Texts compare by code points, as UTF-8 bytes do; UTF-16 units would put emoji before the last letters of the plane.
const rank = (unit) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
const compareTexts = (a, b) => {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
};

const ordered = (a, b) => {
  if (isText(a) && isText(b)) return compareTexts(a, b);
  if ((isWhole(a) && isWhole(b)) || (typeof a === "boolean" && typeof b === "boolean")) return a < b ? -1 : a > b ? 1 : 0;
  return broken();
};

const equal = (a, b) => {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
};

const among = (value, all) => {
  if (Array.isArray(all)) return all.some((item) => equal(value, item));
  if (!isMap(all) || value === null || typeof value === "object") return broken();
  return isText(value) && Object.hasOwn(all, value); // a number may ask, and is no part
};

const part = (value, key) => (isMap(value) && Object.hasOwn(value, key) ? value[key] : broken());
const item = (value, index) => {
  if (isText(index)) return part(value, index);
  return Array.isArray(value) && isWhole(index) && index >= 0n && index < value.length ? value[Number(index)] : broken();
};

const wholes = (reckon) => (a, b) => (isWhole(a) && isWhole(b) ? inRange(reckon(a, b)) : broken());
const divided = (reckon) =>
  wholes((a, b) => (b === 0n || (b === -1n && a === -(2n ** 63n)) ? broken() : reckon(a, b)));
const BINARY = {
  "==": equal,
  "!=": (a, b) => !equal(a, b),
  "<": (a, b) => ordered(a, b) < 0,
  "<=": (a, b) => ordered(a, b) <= 0,
  ">": (a, b) => ordered(a, b) > 0,
  ">=": (a, b) => ordered(a, b) >= 0,
  in: among,
  "+": (a, b) => {
    if (isText(a) && isText(b)) return a + b;
    return Array.isArray(a) && Array.isArray(b) ? [...a, ...b] : plus(a, b);
  },
  "-": wholes((a, b) => a - b),
  "*": wholes((a, b) => a * b),
  "/": divided((a, b) => a / b),
  "%": divided((a, b) => a % b),
};
const plus = wholes((a, b) => a + b);

const size = (value) => {
  if (isText(value)) {
    let count = 0;
    for (const _letter of value) count++;
    return BigInt(count);
  }
  return BigInt(Array.isArray(value) ? value.length : isMap(value) ? Object.keys(value).length : broken());
};

// Dates are counted in days since 1970-01-01, as Date.UTC does for every year.
const DAY = 86_400_000;
const ordinal = (year, month, day) => new Date(0).setUTCFullYear(year, month - 1, day) / DAY;
const lastOf = (year, month) => new Date(ordinal(year, month + 1, 0) * DAY).getUTCDate();
const two = (number) => String(number).padStart(2, "0");
export const writtenDay = (year, month, day) => `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;

export const knownDate = (text) => {
  const found = isText(text) && /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (!found) return broken();
  const [year, month, day] = found.slice(1).map((digits) => (digits === undefined ? undefined : Number(digits)));
  const exists = year >= 1 && (month ?? 1) >= 1 && (month ?? 1) <= 12 && (day ?? 1) >= 1 && (day ?? 1) <= lastOf(year, month ?? 1);
  return exists ? [year, month, day] : broken();
};
const fullDay = (text) => {
  const parts = knownDate(text);
  return parts[2] === undefined ? broken() : parts;
};
const datePart = (place) => (text) => BigInt(knownDate(text)[place] ?? broken());
const small = (count) => (isWhole(count) && count > -(10n ** 9n) && count < 10n ** 9n ? Number(count) : broken());

const addDays = (text, count) => {
  const day = ordinal(...fullDay(text)) + small(count);
  if (day < ordinal(1, 1, 1) || day > ordinal(9999, 12, 31)) return broken();
  const date = new Date(day * DAY);
  return writtenDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
};
const addMonths = (text, count) => {
  const [year, month, day] = fullDay(text);
  const months = year * 12 + month - 1 + small(count);
  const [toYear, toMonth] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
  return toYear < 1 || toYear > 9999 ? broken() : writtenDay(toYear, toMonth, Math.min(day, lastOf(toYear, toMonth)));
};
const yearsBetween = (first, second) => {
  const [a, b] = [fullDay(first), fullDay(second)];
  const years = (from, to) => to[0] - from[0] - (to[1] * 100 + to[2] < from[1] * 100 + from[2] ? 1 : 0);
  return ordinal(...b) < ordinal(...a) ? BigInt(-years(b, a)) : BigInt(years(a, b));
};

// A decimal is its units and places: 72.5 is [725n, 1].
const MOST_DIGITS = 40;
const tens = (places) => 10n ** BigInt(places);
const absolute = (number) => (number < 0n ? -number : number);
const decimal = (value) => {
  if (isWhole(value)) return [value, 0];
  const found = isText(value) && value.length <= MOST_DIGITS + 2 && /^(-?)(0|[1-9]\d*)(?:\.(\d*[1-9]))?$/.exec(value);
  if (!found || value === "-0") return broken();
  const [, sign, whole, places = ""] = found;
  return [BigInt(whole + places) * (sign ? -1n : 1n), places.length];
};
const written = (units, places) => {
  while (places && units % 10n === 0n) [units, places] = [units / 10n, places - 1];
  const digits = String(absolute(units)).padStart(places + 1, "0");
  if (digits.length > MOST_DIGITS) return broken();
  const cut = digits.length - places;
  return (units < 0n ? "-" : "") + (places ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits);
};
const aligned = (first, second) => {
  const [[a, aPlaces], [b, bPlaces]] = [decimal(first), decimal(second)];
  const places = Math.max(aPlaces, bPlaces);
  return [a * tens(places - aPlaces), b * tens(places - bPlaces), places];
};
const halfUp = (numerator, denominator) => {
  const quotient = (2n * absolute(numerator) + absolute(denominator)) / (2n * absolute(denominator));
  return numerator < 0n === denominator < 0n ? quotient : -quotient;
};
const placesOf = (count) => (isWhole(count) && count >= 0n && count <= 10n ? Number(count) : broken());
const add = (first, second) => {
  const [a, b, places] = aligned(first, second);
  return written(a + b, places);
};
const subtract = (first, second) => {
  const [a, b, places] = aligned(first, second);
  return written(a - b, places);
};
const multiply = (first, second) => {
  const [[a, aPlaces], [b, bPlaces]] = [decimal(first), decimal(second)];
  return written(a * b, aPlaces + bPlaces);
};
const divide = (first, second, count) => {
  const [a, b] = aligned(first, second);
  const places = placesOf(count);
  return b === 0n ? broken() : written(halfUp(a * tens(places), b), places);
};
const round = (value, count) => {
  const [[units, own], places] = [decimal(value), placesOf(count)];
  return own <= places ? written(units, own) : written(halfUp(units, tens(own - places)), places);
};
const whole = (value) => {
  const [units, places] = decimal(value);
  return inRange(halfUp(units, tens(places)));
};
const compare = (first, second) => {
  const [a, b] = aligned(first, second);
  return a < b ? -1n : a > b ? 1n : 0n;
};

const listOf = (items, fits) => (Array.isArray(items) && items.every(fits) ? items : broken());
const isDecimal = (value) => isText(value) || isWhole(value);
const bestDecimal = (sign) => (items) => {
  if (!listOf(items, isDecimal).length) return broken();
  return written(...decimal(items.reduce((best, each) => (compare(each, best) === sign ? each : best))));
};
const best = (sign) => (items) => {
  if (!Array.isArray(items) || !items.length || !(items.every(isWhole) || items.every(isText))) return broken();
  return items.reduce((found, each) => (Math.sign(ordered(each, found)) === sign ? each : found));
};

const FUNCTIONS = {
  size,
  string: (value) => (isMap(value) || Array.isArray(value) || value === null ? broken() : String(value)),
  min: best(-1),
  max: best(1),
  sum: (items) => inRange(listOf(items, isWhole).reduce((total, each) => total + each, 0n)),
  days_between: (first, second) => BigInt(ordinal(...fullDay(second)) - ordinal(...fullDay(first))),
  years_between: yearsBetween,
  add_days: addDays,
  add_months: addMonths,
  year: datePart(0),
  month: datePart(1),
  day: datePart(2),
  earliest_day: (text) => {
    const [year, month = 1, day = 1] = knownDate(text);
    return writtenDay(year, month, day);
  },
  latest_day: (text) => {
    const [year, month = 12, day = lastOf(year, month)] = knownDate(text);
    return writtenDay(year, month, day);
  },
  decimal_add: add,
  decimal_subtract: subtract,
  decimal_multiply: multiply,
  decimal_divide: divide,
  decimal_round: round,
  decimal_whole: whole,
  decimal_compare: compare,
  decimal_sum: (items) => listOf(items, isDecimal).reduce((total, each) => add(total, each), "0"),
  decimal_min: bestDecimal(-1n),
  decimal_max: bestDecimal(1n),
};
const texts = (ask) => (a, b) => (isText(a) && isText(b) ? ask(a, b) : broken());
const METHODS = {
  size,
  contains: texts((a, b) => a.includes(b)),
  startsWith: texts((a, b) => a.startsWith(b)),
  endsWith: texts((a, b) => a.endsWith(b)),
};
export const TABLE = { functions: Object.keys(FUNCTIONS), methods: [...Object.keys(METHODS), "matches"] };

// `ask` is tried on each item; whichever gives `wanted` decides, a broken one only counts when none does.
const quantified = (wanted) => (items, ask) => {
  let failed = false;
  for (const each of items) {
    try {
      if (needBool(ask(each)) === wanted) return wanted;
    } catch {
      failed = true;
    }
  }
  return failed ? broken() : !wanted;
};
const LOOPS = {
  exists: quantified(true),
  all: quantified(false),
  exists_one: (items, ask) => items.filter((each) => needBool(ask(each))).length === 1,
  filter: (items, ask) => items.filter((each) => needBool(ask(each))),
  map: (items, ask, make) => (make ? items.filter((each) => needBool(ask(each))).map(make) : items.map(ask)),
};

// Every node becomes a function of the names and of the loop variables around it: [value, [value, ...]].
const compileLoop = (name, of, args, variables) => {
  const [, ...parts] = args;
  const inner = parts.map((each) => compileNode(each, [args[0].args, ...variables]));
  const from = compileNode(of, variables);
  return (names, around) => {
    const items = from(names, around);
    if (!Array.isArray(items)) return broken();
    return LOOPS[name](items, ...inner.map((run) => (each) => run(names, [each, around])));
  };
};

const compileMatches = (of, pattern) => {
  const folded = pattern.startsWith("(?i)");
  const test = new RegExp(folded ? pattern.slice(4) : pattern, folded ? "iu" : "u");
  return (names, around) => {
    const text = of(names, around);
    return isText(text) ? test.test(text) : broken();
  };
};

const compileCall = (call, args) => (names, around) => call(...args.map((arg) => arg(names, around)));

// `a && b` is false when either is, even if the other is broken; `a || b` likewise true.
const compileLogic = (left, right, decisive) => (names, around) => {
  let [first, failed] = [undefined, false];
  try {
    first = left(names, around);
  } catch {
    failed = true;
  }
  if (first === decisive) return decisive;
  const second = right(names, around);
  if (second === decisive) return decisive;
  return failed || first !== !decisive || second !== !decisive ? broken() : !decisive;
};

const compileNode = (node, variables) => {
  const inner = (each) => compileNode(each, variables);
  const { op, args } = node;
  switch (op) {
    case "value":
      return () => args;
    case "id": {
      const depth = variables.indexOf(args);
      if (depth < 0) return (names) => names(args);
      return (names, around) => {
        for (let i = depth; i; i--) around = around[1];
        return around[0];
      };
    }
    case ".": {
      const of = inner(args[0]);
      return (names, around) => part(of(names, around), args[1]);
    }
    case "[]":
      return compileCall(item, args.map(inner));
    case "list": {
      const items = args.map(inner);
      return (names, around) => items.map((each) => each(names, around));
    }
    case "call":
      return compileCall(FUNCTIONS[args[0]] ?? broken(), args[1].map(inner));
    case "rcall": {
      const [name, of, rest] = args;
      if (Object.hasOwn(LOOPS, name)) return compileLoop(name, of, rest, variables);
      if (name === "matches") return compileMatches(inner(of), rest[0].args);
      return compileCall(METHODS[name] ?? broken(), [of, ...rest].map(inner));
    }
    case "!_": {
      const of = inner(args);
      return (names, around) => !needBool(of(names, around));
    }
    case "-_": {
      const of = inner(args);
      return (names, around) => {
        const value = of(names, around);
        return isWhole(value) ? inRange(-value) : broken();
      };
    }
    case "&&":
      return compileLogic(...args.map(inner), false);
    case "||":
      return compileLogic(...args.map(inner), true);
    case "?:": {
      const [condition, then, otherwise] = args.map(inner);
      return (names, around) => (needBool(condition(names, around)) ? then : otherwise)(names, around);
    }
    default:
      return compileCall(BINARY[op] ?? broken(), args.map(inner));
  }
};

// A calculated decimal at the places of its field; typed digits as the one way of writing them.
export const rounded = (value, places) => round(value, BigInt(places));
export const decimalOf = (whole, rest = "") => written(BigInt(whole.replace("+", "") + rest), rest.length);

// JSON as both engines see it: whole numbers are BigInt, what is missing is null.
export const toCel = (value) => {
  if (typeof value === "number") return BigInt(value);
  if (Array.isArray(value)) return value.map(toCel);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toCel(each)]));
  return value ?? null;
};

// The expression as a function of `names`, itself a function from a name to its value. It throws BROKEN.
export const compile = (expression) => {
  const run = compileNode(parser.parse(expression), []);
  return (names) => run(names, undefined);
};

const BIGGEST = 10n ** 15n;
const KINDS = {
  yes_no: needBool,
  number: (value) => (isWhole(value) && absolute(value) <= BIGGEST ? Number(value) : broken()),
  decimal: (value) => written(...decimal(value)),
  date: (value) => writtenDay(...fullDay(value)),
  text: (value) => (isText(value) ? value.normalize("NFC") : broken()),
};
KINDS.money = KINDS.number;

// The result as a field of the kind keeps it (JSON); null stays null.
export const asKind = (value, kind) => (value === null ? null : KINDS[kind](value));
