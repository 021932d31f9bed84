import { checkTypeNames } from "../requirements/check/names.ts";
import type {
  Actor,
  Concept,
  Formal,
  Question,
  Requirement,
  Requirements,
  Sentence,
  Use,
} from "../requirements/document.ts";
import { defaultKind } from "../requirements/outline/defaults.ts";
import { statementOf } from "../requirements/print/statement.ts";
import { camelCase, pascalCase } from "../text/names.ts";
import { type DraftIndex, emptyIndex, indexClaim, indexOf } from "./draft-index.ts";

/** A requirement on its way; its number is given when a message has been read. */
export interface Claim {
  status: Requirement["status"];
  kind: Requirement["kind"];
  statement: string;
  evidence: string[];
  because?: string;
  criteria?: string[];
  formal?: Formal;
  /** Number and id, where it has them already. */
  key?: string;
  id?: string;
}

/** Something that should be asked, and what each answer brings, in the words of the outline. */
export interface Asking {
  question: Question;
  brings: Record<string, string>;
  /** The higher, the more hangs on it. */
  weight: number;
}

/** What is understood so far. */
export interface Draft {
  title?: string;
  name?: string;
  language?: string;
  description: string;
  actors: Record<string, Actor>;
  concepts: Record<string, Concept>;
  /** By identity: what is required, not how it is said. */
  claims: Map<string, Claim>;
  uses: Record<string, Use>;
  nonGoals: string[];
  askings: Map<string, Asking>;
  answers: Record<string, string>;
  sentences: Record<string, Sentence>;
  /** Numbers of requirements, also of those that are gone. */
  numbers: Map<string, string>;
  /** Words that name a concept or actor under another name. */
  aliases: Record<string, string>;
  /** Concepts that anybody may read because they are shared or shown. */
  shared: Set<string>;
  index: DraftIndex;
}

/** A record's own value: names come from what people write, `constructor` among them. */
export function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function emptyDraft(): Draft {
  return {
    description: "",
    actors: {},
    concepts: {},
    claims: new Map(),
    uses: {},
    nonGoals: [],
    askings: new Map(),
    answers: {},
    sentences: {},
    numbers: new Map(),
    aliases: {},
    shared: new Set(),
    index: emptyIndex(),
  };
}

/** A draft to try things on. */
export function copyOf(draft: Draft): Draft {
  const { actors, concepts, uses, aliases } = draft;
  const part = structuredClone({ actors, concepts, uses, aliases });
  const claims = new Map([...draft.claims].map(([identity, claim]) => [identity, structuredClone(claim)]));
  return {
    ...draft,
    ...part,
    claims,
    askings: new Map(draft.askings),
    shared: new Set(draft.shared),
    sentences: { ...draft.sentences },
    index: indexOf(part, claims.values()),
  };
}

/** How something has come to be required. */
export interface Basis {
  status: "built" | "assumed" | "open";
  evidence: readonly string[];
  because?: string;
}

/** What tells a requirement from others; two ways to say the same are one, and so are all accounts. */
export function identityOf(claim: Pick<Claim, "formal" | "statement">): string {
  if (claim.formal?.type === "account") return "account";
  return claim.formal ? JSON.stringify(claim.formal) : `"${claim.statement}"`;
}

export function claim(draft: Draft, formal: Formal, basis: Basis): void {
  add(draft, {
    formal,
    kind: defaultKind(formal),
    statement: statementOf(formal),
    ...basis,
    evidence: [...basis.evidence],
  });
}

/** What is not understood, or is no demand, is kept in the words in which it was said. */
export function claimWords(draft: Draft, statement: string, kind: Requirement["kind"], basis: Basis): void {
  add(draft, { kind, statement, ...basis, evidence: [...basis.evidence] });
}

function add(draft: Draft, found: Claim): void {
  const identity = identityOf(found);
  const before = draft.claims.get(identity);
  if (!before) {
    draft.claims.set(identity, found);
    indexClaim(draft.index, found);
    return;
  }
  if (before.formal?.type === "account" && found.formal?.type === "account") {
    before.formal = {
      type: "account",
      actors: [...new Set([...before.formal.actors, ...found.formal.actors])],
    };
  }
  const more = found.evidence.filter((key) => !before.evidence.includes(key));
  if (more.length > 0) before.evidence = [...before.evidence, ...more];
  if (before.status === "assumed" && found.status === "built") {
    before.status = "built";
    delete before.because;
  }
}

/** Of a concept; its plural and the key that leads to it have to fit into 40 characters as well. */
export const LONGEST_NAME = 37;

/** A name for a concept that neither the language nor the accounts have taken. */
export function conceptName(draft: Draft, words: readonly string[]): string {
  const plain =
    pascalCase(words.join(" "))
      .replaceAll(/[^A-Za-z0-9]/g, "")
      .replace(/^\d+/, "")
      .slice(0, LONGEST_NAME - 4) || "Thing";
  const capital = plain.charAt(0).toUpperCase() + plain.slice(1);
  const isTaken = (name: string): boolean =>
    Object.keys(draft.actors).some((kind) => pascalCase(kind) === name) ||
    checkTypeNames({ ...blank, concepts: { [name]: emptyConcept(name) } }).length > 0;
  return isTaken(capital) ? `${capital}Item` : capital;
}

const blank: Requirements = {
  name: "blank",
  title: "Blank",
  description: "",
  language: "en",
  actors: {},
  concepts: {},
  requirements: {},
  uses: {},
  nonGoals: [],
  questions: {},
  sentences: {},
};

function emptyConcept(name: string): Concept {
  return { id: camelCase(name), attributes: {}, references: {} };
}

export function ensureConcept(draft: Draft, name: string): Concept {
  return (draft.concepts[name] ??= { ...emptyConcept(name), id: freeId(draft, camelCase(name)) });
}

function freeId(draft: Draft, wanted: string): string {
  let id = wanted;
  for (let count = 2; draft.index.ids.has(id); count++) id = `${wanted}${count}`;
  draft.index.ids.add(id);
  return id;
}

export function ensureActor(draft: Draft, kind: string, actor: Omit<Actor, "id" | "attributes">): Actor {
  const before = own(draft.actors, kind);
  if (before) return before;
  const made: Actor = { id: freeId(draft, kind), ...actor, attributes: {} };
  draft.actors[kind] = made;
  return made;
}
