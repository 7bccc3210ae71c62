// The page that checks proofs: takes a file, what was dropped or pasted, and says what it proves. All of it stays here.

const tool = document.getElementById("verify-tool");
const { able, Refusal, verify } = await import(tool.dataset.proofs);

const told = (id) => JSON.parse(document.getElementById(id).textContent);
const [said, actions, ownKeys] = [told("verify-said"), told("verify-actions"), told("verify-keys")];
const LINK = /^https?:\/\/\S+\/[tv]\/\S+$/;
const at = (id) => document.getElementById(id);
const [verdict, area, file, key] = ["verdict", "proof", "proof-file", "key"].map(at);

at("verify-off").hidden = true;
tool.hidden = false;
if (!(await able())) show("unable", said.unable, said.no_crypto, []);

at("verify-go").addEventListener("click", () => check(area.value));
file.addEventListener("change", () => file.files[0] && read(file.files[0]));
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  const [dropped] = event.dataTransfer.files;
  if (dropped) read(dropped);
  else read(new Blob([event.dataTransfer.getData("text")]));
});

async function read(blob) {
  if (blob.size > 256 * 1024) return refuse("too_large");
  area.value = await blob.text();
  return check(area.value);
}

async function check(text) {
  const link = LINK.exec(text.trim());
  if (link) return show("link", said.link, said.link_text, [[said.label_link, text.trim()]]);
  show("working", said.working, "", []);
  const own = key.value.trim();
  try {
    const found = await verify(text, own ? own.split("\n") : ownKeys);
    const outline = found.body === null;
    show("proven", outline ? said.outline : said.proven, outline ? said.outline_text : said.proven_text, rowsOf(found));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(error.code);
  }
}

function refuse(code) {
  if (code === "no_crypto") show("unable", said.unable, said.no_crypto, []);
  else show("refused", said.refused, said.refused_text, [[said.reason, said[code]]]);
}

/** What is proven, as pairs of words. */
function rowsOf({ told: entry, body, index, size, origin, key: signed }) {
  const moment = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: "medium" });
  const rows = [[said.label_action, `${actions[entry.action] ?? ""} (${entry.action})`.trim()]];
  rows.push([said.label_at, moment.format(new Date(entry.at))], [said.label_agency, entry.agency]);
  if (body) {
    rows.push([said.label_who, body.actor.name || said.none], [said.label_position, body.actor.position || said.none]);
    rows.push([said.label_why, body.why || said.none]);
    if (body.record) rows.push([said.label_record, body.record]);
    const facts = Object.entries(body.facts).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    if (facts.length) rows.push([said.label_facts, facts.join("; ")]);
    if (body.subjects) rows.push([said.label_listed, said.listed.replace("%(n)s", body.subjects.length)]);
    if (body.sealed) rows.push([said.label_sealed, `${body.sealed.basis} (${body.sealed.until})`]);
  }
  rows.push([said.label_log, origin], [said.label_key, signed]);
  rows.push([said.label_place, said.place.replace("%(index)s", index + 1n).replace("%(size)s", size)]);
  return rows;
}

function show(state, title, text, rows) {
  verdict.dataset.state = state;
  verdict.hidden = false;
  at("verdict-title").textContent = title;
  at("verdict-text").textContent = text;
  at("verdict-rows").replaceChildren(...rows.map(([name, value]) => {
    const row = document.createElement("div");
    row.className = "govuk-summary-list__row";
    row.append(cell("dt", "key", name), cell("dd", "value", value));
    return row;
  }));
  if (state !== "working") verdict.focus();
}

function cell(tag, part, text) {
  const made = document.createElement(tag);
  made.className = `govuk-summary-list__${part}`;
  made.textContent = text;
  return made;
}
