// What stands in a page's boxes, as the server would clean it (forms/domain/cleaners.py). What the server couldn't read
// is null, as it is there; the finer rules of identifiers and e-mail addresses are the server's alone.
import { decimalOf, knownDate, writtenDay } from "./cel.mjs";

const BIGGEST = 10n ** 15n;
const orNull = (read) => {
  try {
    return read();
  } catch {
    return null;
  }
};

// White space and what is refused are the server's (kernel/texts.py), which are not quite a browser's.
const WHITE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const AROUND = new RegExp(`^${WHITE}|${WHITE}$`, "g");
const SPACES = new RegExp(WHITE, "g");
const REFUSED = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd-\uffff]/u;
const trim = (text) => text.replace(AROUND, "");
const composed = (raw) => {
  const readable = raw.replace(/[\u00ad\u200b\u2060\ufeff]/g, "");
  return REFUSED.test(readable) ? "" : readable.normalize("NFC");
};
const fitting = (text, most) => (text && [...text].length <= most ? text : null);

const line = (raw, { most = 200 } = {}) =>
  /[\n\r\v\f\x85\u2028\u2029]/.test(trim(raw)) ? null : fitting(trim(composed(raw).replace(SPACES, " ")), most);

const lines = (raw, { most = 4000 } = {}) => {
  const tidy = composed(raw).split(/\r\n?|[\n\v\f\x85\u2028\u2029]/).map((each) => trim(each.replace(SPACES, " ")));
  return fitting(trim(tidy.join("\n").replace(/\n{3,}/g, "\n\n")), most);
};

const within = (value, { min, max }) =>
  (min === undefined || value >= BigInt(min)) && (max === undefined || value <= BigInt(max)) ? value : null;

const whole = (raw, spec) => {
  const typed = trim(trim(raw).replace(/(?:đồng|đ|₫|vnđ|vnd)$/i, ""));
  const plain = /^[+-]?\d{1,16}$/.test(typed);
  if (!plain && !/^[+-]?\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+$/.test(typed)) return null;
  const value = BigInt(typed.replace(/[^\d-]/g, ""));
  return value >= -BIGGEST && value <= BIGGEST ? within(value, spec) : null;
};

const decimal = (raw, { places = 2 }) => {
  const typed = raw.replace(SPACES, "");
  const grouped = /^([+-]?\d{1,3}(?:([.,])\d{3})+)(?:(?!\2)[.,](\d{1,20}))?$/.exec(typed);
  let [whole, rest] = typed.replace(",", ".").split(".");
  if (!/^[+-]?\d{1,20}(?:[.,]\d{1,20})?$/.test(typed)) {
    if (!grouped) return null;
    [whole, rest] = [grouped[1].replace(/[.,]/g, ""), grouped[3]];
  }
  return rest?.length > places ? null : orNull(() => decimalOf(whole, rest));
};

const date = (boxes, { min, max, partial }) => {
  const [year, month, day] = ["year", "month", "day"].map((part) => trim(boxes[part] ?? ""));
  if (!/^\d{4}$/.test(year) || ![month, day].every((part) => /^\d*$/.test(part)) || (!partial && !(month && day))) return null;
  if (day && !month) return null;
  const text = [year, month, day].filter(Boolean).map((part) => part.padStart(2, "0")).join("-");
  const known = orNull(() => knownDate(text));
  if (!known) return null;
  const [first, last] = [orNull(() => writtenDay(known[0], known[1] ?? 1, known[2] ?? 1)), `${text}-99-99`.slice(0, 10)];
  return (min && last < min) || (max && first > max) ? null : text;
};

const address = (boxes, spec) => {
  const parts = Object.fromEntries(["province", "commune", "detail"].map((part) => [part, line(boxes[part] ?? "", spec)]));
  return parts.province && parts.commune && parts.detail ? parts : null;
};

const spaced = (raw) => line(raw, { most: 40 })?.replace(/[\s.-]/g, "") || null;
const taxCode = (raw) => spaced(raw)?.replace(/^(\d{10})(\d{3})$/, "$1-$2") ?? null;

const YES_NO = { yes: true, no: false };
const READ = {
  long_text: lines,
  number: whole,
  money: (raw, spec) => whole(raw, { min: 0, ...spec }),
  decimal,
  date,
  address,
  personal_id: spaced,
  tax_code: taxCode,
  choice: (raw) => raw || null,
  choices: (picked) => (picked.length ? picked : null),
  yes_no: (raw) => YES_NO[raw] ?? null,
};

// One answer from what was typed: a text, a list of ticked values, or the parts of a date or of an address.
export const cleaned = (typed, [kind, spec = {}]) => (READ[kind] ?? line)(typed, spec);

// A worked-out value as its field would keep it; null when it is beyond its limits.
export const kept = (value, [kind, spec]) => {
  if (kind === "yes_no") return value;
  const [year, month, day] = kind === "date" ? value.split("-") : [];
  return cleaned(kind === "date" ? { year, month, day } : String(value), [kind, spec]);
};

export const PARTS = { date: ["day", "month", "year"], address: ["province", "commune", "detail"] };

// What stands in the boxes called `name`.
export const typedIn = (boxes, name, [kind]) => {
  const one = (key) => {
    for (const box of boxes.get(key) ?? []) if (box.type !== "radio" || box.checked) return box.value;
    return "";
  };
  if (kind in PARTS) return Object.fromEntries(PARTS[kind].map((part) => [part, one(`${name}-${part}`)]));
  if (kind === "choices") return (boxes.get(name) ?? []).filter((box) => box.checked).map((box) => box.value);
  return one(name);
};
