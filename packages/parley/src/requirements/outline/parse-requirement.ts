import { isDeepStrictEqual } from "node:util";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { statementOf } from "../print/statement.ts";
import type { Concept, Requirement, Requirements } from "../document.ts";
import { openCursor, type Cursor } from "./cursor.ts";
import { defaultKeyId, defaultKind } from "./defaults.ts";
import { sliceLine, type Item, type Line } from "./lines.ts";
import { splitMark } from "./marks.ts";
import { collectNamed, type Named } from "./named.ts";
import { refuseItems } from "./parse-attribute.ts";
import { readFormals } from "./parse-formal.ts";

const EXAMPLE = "- member may create, read own Loan";
const CITATION = /\s*\[((?:[^[\]"`]|"(?:[^"\\]|\\.)*")*)\]$/s;
const kinds = ["functional", "rule", "security", "quality"] as const;
const statuses = ["built", "assumed", "open", "declined"] as const;

interface Found {
  key?: string | undefined;
  mark?: string | undefined;
  requirement: Omit<Requirement, "id">;
  item: Item;
}

/**
 * The rules of an outline; those without a number get the next free one, or the one they had before. A rule that
 * says several things at once becomes as many, the first of which has its number and id.
 */
export function readRequirements(
  items: readonly Item[],
  concepts: Readonly<Record<string, Concept>>,
  previous: Requirements | undefined,
  diagnostics: Diagnostic[],
): Named<Requirement> {
  const found = items.flatMap((item) => readRule(item, concepts, diagnostics));
  const known = new Map(Object.entries(previous?.requirements ?? {}));
  const taken = new Set([...found.flatMap(({ key }) => key ?? []), ...known.keys()]);
  const given = new Set(found.flatMap(({ key }) => key ?? []));
  const requirements = collectNamed<Requirement>(diagnostics);
  let next = 1;
  for (const { key: written, mark, requirement, item } of found) {
    let key = written ?? keyBefore(requirement, known, given);
    if (key === undefined) {
      while (taken.has(`R${next}`)) next += 1;
      key = `R${next}`;
      taken.add(key);
    }
    given.add(key);
    requirements.add(key, { id: mark ?? known.get(key)?.id ?? defaultKeyId(key), ...requirement }, item);
  }
  return requirements;
}

/** The number under which the same was required before. */
function keyBefore(
  requirement: Omit<Requirement, "id">,
  known: ReadonlyMap<string, Requirement>,
  given: ReadonlySet<string>,
): string | undefined {
  for (const [key, before] of known) {
    if (given.has(key)) continue;
    const same = requirement.formal
      ? isDeepStrictEqual(before.formal, requirement.formal)
      : before.formal === undefined && before.statement === requirement.statement;
    if (same) return key;
  }
  return undefined;
}

function readRule(
  item: Item,
  concepts: Readonly<Record<string, Concept>>,
  diagnostics: Diagnostic[],
): Found[] {
  const { line: unmarked, id: mark } = splitMark(item);
  const { line, evidence } = splitCitation(unmarked, diagnostics);
  const cursor = openCursor(line, diagnostics, EXAMPLE);
  const key = /^R\d+$/.test(cursor.peekWord() ?? "") ? cursor.name("a number") : undefined;
  if (key !== undefined && !cursor.takeSymbol(":")) cursor.takeSymbol(".");
  const marks = readMarks(cursor);
  let formals: Requirement["formal"][] = [undefined];
  let statement: string | undefined;
  if (cursor.peekQuoted() && cursor.looksLike(/^"(?:[^"\\]|\\.)*"$/)) {
    statement = cursor.quoted("a sentence");
    if (statement === "") cursor.fail("a sentence");
  } else formals = readFormals(cursor, concepts);
  const details = readDetails(item.items, diagnostics);
  if (cursor.stopped()) return [];
  const { says, ...rest } = details;
  return formals.map((formal, index) => {
    const requirement = {
      kind: marks.kind ?? defaultKind(formal),
      statement: statement ?? says ?? statementOf(formal!),
      ...rest,
      evidence,
      status: marks.status ?? "built",
      ...(formal ? { formal } : {}),
    };
    return { ...(index === 0 ? { key, mark } : {}), requirement, item };
  });
}

function readMarks(cursor: Cursor): Partial<Pick<Requirement, "kind" | "status">> {
  const marks: Partial<Pick<Requirement, "kind" | "status">> = {};
  if (!cursor.takeSymbol("(")) return marks;
  do {
    const status = statuses.find((candidate) => cursor.takeWords(candidate));
    const kind = status ? undefined : kinds.find((candidate) => cursor.takeWords(candidate));
    if (status) marks.status = status;
    else if (kind) marks.kind = kind;
    else cursor.fail(`one of ${[...statuses, ...kinds].join(", ")}`, [...statuses, ...kinds]);
  } while (cursor.takeSymbol(","));
  cursor.expectSymbol(")");
  return marks;
}

function readDetails(
  items: readonly Item[],
  diagnostics: Diagnostic[],
): Pick<Requirement, "because" | "criteria"> & { says?: string } {
  const details: Pick<Requirement, "because" | "criteria"> & { says?: string } = {};
  for (const item of items) {
    const cursor = openCursor(item, diagnostics, "- because: libraries usually do");
    const label = ["says", "because", "criterion", "criteria"].find((word) => cursor.takeWords(word));
    if (!label) {
      cursor.fail("`says`, `because` or `criterion`", ["says", "because", "criterion"]);
      continue;
    }
    cursor.expectSymbol(":");
    if (label === "criteria") {
      cursor.expectWord("none");
      details.criteria = [];
      cursor.expectEnd();
      continue;
    }
    const words = cursor.prose("words");
    if (label === "says") details.says = words;
    else if (label === "because") details.because = words;
    else (details.criteria ??= []).push(words);
    refuseItems(item, diagnostics, EXAMPLE);
  }
  return details;
}

/** The line without the sentences it cites, and those: `[S1, S2]`, or `[S1] [S2]`. */
export function splitCitation(line: Line, diagnostics: Diagnostic[]): { line: Line; evidence: string[] } {
  const found = CITATION.exec(line.text);
  if (!found) return { line, evidence: [] };
  const inside = sliceLine(line, found.index + found[0].indexOf("[") + 1, line.text.length - 1);
  const cursor = openCursor(inside, diagnostics, "[S1, S2]");
  const evidence = cursor.atEnd() ? [] : cursor.list(() => cursor.name("a sentence such as S1"));
  cursor.expectEnd();
  const before = splitCitation(sliceLine(line, 0, found.index), diagnostics);
  return { line: before.line, evidence: [...before.evidence, ...evidence] };
}

/** A sentence of somebody, or part of one, that may be anything. */
export function readWords(item: Item, diagnostics: Diagnostic[]): string {
  refuseItems(item, diagnostics, "- Payment online");
  return openCursor(item, diagnostics, "- Payment online").prose("words");
}
