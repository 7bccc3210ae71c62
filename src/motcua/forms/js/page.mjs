// A page of questions while it is being filled in, without its looks: which questions are asked, what is worked out,
// which rules hold. The walk is forms/domain/engine.py's; after a change only what reads it is decided again, in order.
import { asKind, compile, rounded, toCel } from "./cel.mjs";
import { kept } from "./reading.mjs";

// Of answers with parts, all parts are texts.
const same = (a, b) => a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));

export class Page {
  constructor(program) {
    this.known = toCel(program.known);
    this.values = Object.create(null); // by field of this page: what expressions see
    this.item = program.item ? this.values : null; // in a group they are read as item.<id>
    this.typed = Object.create(null);
    this.hidden = new Set();
    this.sums = new Map();
    this.broken = new Set(); // places of the checks that don't hold
    this.steps = program.steps.map(([kind, field, expression, reads, ...more]) => ({
      kind, field, reads, more, run: compile(expression),
    }));
    this.readers = new Map(); // field -> places of the steps that read it
    this.steps.forEach((step, place) => {
      const about = step.kind === "check" ? [...step.reads, ...step.more[1], step.field] : step.reads;
      for (const name of new Set(about)) this.readers.set(name, [...(this.readers.get(name) ?? []), place]);
      if (step.kind === "sum") this.sums.set(step.field, null);
    });
    for (const field of [...Object.keys(program.fields), ...this.sums.keys()]) this.values[field] = null;
    this.due = new Uint8Array(this.steps.length).fill(1);
    this.names = (name) => {
      if (name === "item" && this.item) return this.item;
      if (!this.item && name in this.values) return this.values[name];
      return Object.hasOwn(this.known, name) ? this.known[name] : null;
    };
  }

  // What was typed into a question; `settle` then says what follows.
  set(field, value) {
    this.typed[field] = value;
    this.#update(field);
  }

  #update(field) {
    const value = this.hidden.has(field) ? null : (this.sums.has(field) ? this.sums.get(field) : (this.typed[field] ?? null));
    if (field in this.values && same(value, this.values[field])) return;
    this.values[field] = value;
    for (const place of this.readers.get(field) ?? []) this.due[place] = 1;
  }

  // Everything that changed: [kind, field, what], in the order of the page.
  settle() {
    const changes = [];
    for (let place = 0; place < this.steps.length; place++) {
      if (!this.due[place]) continue;
      this.due[place] = 0;
      const step = this.steps[place];
      this[step.kind](step, place, changes);
    }
    return changes;
  }

  // A condition that can't be decided doesn't hold.
  show(step, _place, changes) {
    const shown = this.#decided(step.run, false);
    if (shown !== this.hidden.has(step.field)) return;
    if (shown) this.hidden.delete(step.field);
    else this.hidden.add(step.field);
    changes.push(["show", step.field, shown]);
    this.#update(step.field);
    for (const each of this.readers.get(step.field) ?? []) if (this.steps[each].kind === "check") this.due[each] = 1;
  }

  // What its field wouldn't take is absent, as it is on the server.
  sum(step, _place, changes) {
    const [[kind, limits = {}]] = step.more;
    let value = null;
    try {
      value = asKind(step.run(this.names), kind);
      if (value !== null && kind === "decimal") value = rounded(value, limits.places);
      if (value !== null) value = kept(value, [kind, limits]);
    } catch {} // for want of an answer
    changes.push(["sum", step.field, value, kind]);
    this.sums.set(step.field, value);
    this.#update(step.field);
  }

  // A check waits for its answers; one that can't be decided is the server's business.
  check(step, place, changes) {
    const waits = this.hidden.has(step.field) || step.more[1].some((name) => this.values[name] === null);
    const holds = waits || this.#decided(step.run, true);
    if (holds !== this.broken.has(place)) return;
    if (holds) this.broken.delete(place);
    else this.broken.add(place);
    const first = [...this.broken].sort((a, b) => a - b).find((each) => this.steps[each].field === step.field);
    changes.push(["check", step.field, first === undefined ? "" : this.steps[first].more[0]]);
  }

  #decided(run, otherwise) {
    try {
      const value = run(this.names);
      return typeof value === "boolean" ? value : otherwise;
    } catch {
      return otherwise;
    }
  }
}
