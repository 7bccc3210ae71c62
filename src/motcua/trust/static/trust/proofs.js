// Checks a proof of the ledger in the browser: C2SP tlog-proof, checkpoints and signed notes, RFC 6962 trees.
// Written anew beside the Python, on WebCrypto alone. Nothing here talks to anybody.

export class Refusal extends Error {
  constructor(code) { super(code); this.code = code; }
}

const LARGEST = 256 * 1024;
const HEADER = "c2sp.org/tlog-proof@v1";
const DASH = "\u2014 ";
const ED25519 = 1;
const AT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/;
const AGENCY = /^(?:-|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const utf8 = new TextEncoder();

/** What a proof proves under one of `keys` (lines "name+hash+key"). Throws Refusal with the code of a sentence. */
export async function verify(text, keys) {
  const trusted = await Promise.all(keys.map(readKey));
  if (!trusted.length) throw new Refusal("key_none");
  const proof = readProof(text);
  const told = readTold(proof.extra);
  const checkpoint = await openNote(proof.note, trusted);
  const leaf = await sha256([0], await commitmentOf(told));
  await checkInclusion(leaf, proof, checkpoint);
  return { told, body: told.opened, index: proof.index, size: checkpoint.size, origin: checkpoint.origin, key: checkpoint.key };
}

/** Whether this browser can check anything at all. */
export async function able() {
  try {
    await crypto.subtle.importKey("raw", new Uint8Array(32), { name: "Ed25519" }, false, ["verify"]);
    return true;
  } catch {
    return false;
  }
}

function readProof(given) {
  if (given.length > LARGEST) throw new Refusal("too_large");
  const text = `${given.replaceAll("\r\n", "\n").trim()}\n`;
  const cut = text.indexOf("\n\n");
  const lines = text.slice(0, Math.max(cut, 0)).split("\n");
  if (cut < 0 || lines.shift() !== HEADER) throw new Refusal("no_proof");
  const extra = lines[0]?.startsWith("extra ") ? bytesOf(lines.shift().slice(6), "no_proof") : new Uint8Array();
  const index = /^index (0|[1-9]\d{0,18})$/.exec(lines.shift() ?? "");
  if (!index) throw new Refusal("no_proof");
  const path = lines.map((line) => bytesOf(line, "no_proof"));
  if (path.some((node) => node.length !== 32)) throw new Refusal("no_proof");
  return { extra, index: BigInt(index[1]), path, note: text.slice(cut + 2) };
}

function readTold(extra) {
  try {
    const told = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(extra));
    told.form = told.format ?? 1;
    const sound = /^[a-z0-9_.]+$/.test(told.action) && AT.test(told.at) && AGENCY.test(told.agency);
    const whole = told.salt === undefined ? isHex(told.body_hash, 32) : isHex(told.salt) && typeof told.body === "string";
    if (!sound || !whole) throw new Refusal("no_entry");
    told.opened = told.salt === undefined ? null : JSON.parse(told.body);
    if (told.form !== 1 && told.form !== 2) throw new Refusal("unknown_format");
    return told;
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal("no_entry");
  }
}

async function commitmentOf(told) {
  let hash = told.body_hash;
  if (told.opened) {
    const salt = fromHex(told.salt);
    hash = hex(await sha256(salt, utf8.encode(told.body)));
    if (told.holder && told.opened.subject !== told.holder) {
      const listed = hex(await sha256(salt, utf8.encode(told.holder)));
      if (!(told.opened.subjects ?? []).includes(listed)) throw new Refusal("holder");
    }
  }
  const lines = [`motcua-ledger-entry/${told.form}`, told.action, told.at, told.agency, hash];
  return sha256(utf8.encode(lines.map((line) => `${line}\n`).join("")));
}

/** RFC 9162, 2.1.3.2. */
async function checkInclusion(leaf, { index, path }, { size, root }) {
  if (index >= size) throw new Refusal("path");
  let [first, last, found] = [index, size - 1n, leaf];
  for (const node of path) {
    if (last === 0n) throw new Refusal("path");
    if (first & 1n || first === last) {
      found = await sha256([1], node, found);
      while (!(first & 1n) && first) [first, last] = [first >> 1n, last >> 1n];
    } else {
      found = await sha256([1], found, node);
    }
    [first, last] = [first >> 1n, last >> 1n];
  }
  if (last || hex(found) !== hex(root)) throw new Refusal("path");
}

/** The checkpoint of a note that a trusted key of its own log has signed. */
async function openNote(note, trusted) {
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || [...note].some((each) => each < " " && each !== "\n")) throw new Refusal("note");
  const text = note.slice(0, cut + 1);
  const [origin, size, encoded] = text.split("\n");
  const root = bytesOf(encoded ?? "", "note");
  if (!origin || !/^(?:0|[1-9]\d{0,18})$/.test(size ?? "") || root.length !== 32) throw new Refusal("note");
  let signed = null;
  for (const line of note.slice(cut + 2, -1).split("\n")) {
    const parts = line.startsWith(DASH) ? line.slice(DASH.length).split(" ") : [];
    const raw = parts.length === 2 ? bytesOf(parts[1], "note") : new Uint8Array();
    if (raw.length < 5) throw new Refusal("note");
    for (const key of trusted) {
      if (key.name !== parts[0] || hex(key.id) !== hex(raw.subarray(0, 4))) continue;
      if (!(await accepts(key, raw.subarray(4), utf8.encode(text)))) throw new Refusal("signature");
      if (key.name === origin) signed = key;
    }
  }
  if (!signed) throw new Refusal("key_unknown");
  return { origin, size: BigInt(size), root, key: signed.text };
}

async function accepts(key, signature, text) {
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", key.raw, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    throw new Refusal("no_crypto");
  }
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, text);
}

async function readKey(text) {
  const [name, id, ...rest] = text.trim().split("+");
  const key = bytesOf(rest.join("+"), "key_bad");
  if (!name || key.length !== 33 || key[0] !== ED25519) throw new Refusal("key_bad");
  const full = await sha256(utf8.encode(`${name}\n`), key);
  if (hex(full.subarray(0, 4)) !== id) throw new Refusal("key_bad");
  return { name, id: full.subarray(0, 4), raw: key.subarray(1), text: text.trim() };
}

async function sha256(...parts) {
  if (!globalThis.crypto?.subtle) throw new Refusal("no_crypto");
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

function bytesOf(text, code) {
  if (text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Refusal(code);
  return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
}

const hex = (bytes) => [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
const isHex = (text, length) => /^(?:[0-9a-f]{2})*$/.test(text ?? "!") && (!length || text.length === 2 * length);
const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (each) => Number.parseInt(each, 16));
