import { get_dmmf as readPrisma } from "@prisma/prisma-schema-wasm";
import { languages, type Backend } from "../../src/backend/documents.ts";
import { checkDocument } from "../../src/backend/check.ts";
import { documentNames, isError, type DocumentName } from "../../src/diagnostic/diagnostic.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { draftBackend, errorsFrom, filesOfBackend } from "../backend-files.ts";
import { isWanted, type Context } from "../context.ts";
import type { NamedBackend } from "../drafted.ts";
import { differingFiles, typecheckProjects, type BatchProject } from "../projects.ts";
import { count, type Finding, type PartResult, type Tally } from "../result.ts";
import { stackOf, wordsOf } from "../soundness/run.ts";
import { applyAndUndo } from "../soundness/postgres.ts";
import { compareData, compareTypeScript, type Replacements } from "./compare.ts";
import { markdownSkeleton } from "./markdown.ts";
import { replaceStrings, stringPositions, type Position } from "./positions.ts";
import { sqlTokens } from "./sql.ts";
import { benignString, hostileStrings } from "./strings.ts";

const names = Object.keys(hostileStrings);
/** Places of one kind that are tried in a document. */
const MOST_OF_A_KIND = 4;
/** Projects that are compiled at once. */
const BATCH = 25;

export interface HostileInput extends NamedBackend {
  /** How many rounds it takes; as many as the others when absent. */
  rounds?: number;
}

interface Run {
  counts: Record<string, number>;
  accepted: Tally;
  refused: Tally;
  findings: Finding[];
}

/**
 * Hostile texts in every string of the five documents that is bound to nothing. A rule may refuse one; what is accepted
 * must print to the same program as harmless words in its place. Each round gives every place another text.
 */
export async function fuzzHostile(
  context: Context,
  inputs: readonly HostileInput[],
  rounds = Math.min(context.count, names.length),
): Promise<PartResult> {
  const run: Run = {
    counts: { documents: 0, places: 0, texts: 0, refused: 0 },
    accepted: new Map(),
    refused: new Map(),
    findings: [],
  };
  for (const input of inputs) {
    for (const language of documentNames) {
      if (!isWanted(context, language)) continue;
      try {
        await attack(context, run, input, language, Math.min(rounds, input.rounds ?? rounds));
      } catch (error) {
        report(run, language, "throws", stackOf(error), input.name, undefined);
      }
    }
  }
  const kinds = [...new Set([...run.accepted.keys(), ...run.refused.keys()])].toSorted();
  return {
    part: "hostile",
    counts: run.counts,
    tables: [
      {
        title: "Places and what became of hostile texts there",
        columns: ["place", "printed", "refused"],
        rows: kinds.map((kind) => [kind, run.accepted.get(kind) ?? 0, run.refused.get(kind) ?? 0]),
      },
    ],
    findings: run.findings,
    ms: 0,
  };
}

/** A project with hostile texts, as printed. */
interface Printed {
  seed: string;
  files: ReadonlyMap<string, string>;
}

interface Placed {
  position: Position;
  text: string;
  name: string;
}

async function attack(
  context: Context,
  run: Run,
  { name, backend }: HostileInput,
  language: DocumentName,
  rounds: number,
): Promise<void> {
  const positions = somePositions(language, backend);
  const harmless = positions.map((position, index): Placed => ({
    position,
    text: benignString(index),
    name: "plain",
  }));
  const free = keepAccepted(language, backend, [], harmless);
  const before = await filesOfBackend(withTexts(language, backend, free));
  run.counts["places"]! += free.length;
  const printed: Printed[] = [];
  for (let round = 0; round < rounds; round++) {
    const wanted = free.map(({ position }, index): Placed => {
      const own = names[(index * 7 + round) % names.length]!;
      return { position, text: hostileStrings[own]!, name: own };
    });
    const kept = keepAccepted(language, backend, free, wanted);
    for (const placed of wanted) {
      const tally = kept.includes(placed) ? run.accepted : run.refused;
      count(tally, `${language}: ${placed.position.kind}`);
    }
    run.counts["texts"]! += kept.length;
    run.counts["refused"]! += wanted.length - kept.length;
    run.counts["documents"]! += 1;
    const isHostile = new Map(kept.map((placed) => [placed.position, placed]));
    const texts = free.map((placed) => isHostile.get(placed.position) ?? placed);
    const hostile = withTexts(language, backend, texts);
    const seed = `${name} ${language} round ${round}`;
    let after: Map<string, string>;
    try {
      after = await filesOfBackend(hostile);
    } catch (error) {
      report(run, language, "printer throws", stackOf(error), seed, kept.map(summary));
      continue;
    }
    const replacements = free.map(({ text }, index) => ({ from: text, to: texts[index]!.text }));
    const differences = compareFiles(before, after, replacements);
    for (const { path, kind, message } of differences) {
      report(run, language, kind, `${path}: ${message}`, seed, { path, after: after.get(path) });
    }
    if (differences.some(({ kind }) => kind === "shape")) continue;
    printed.push({ seed, files: after });
    context.progress(`${seed}: ${kept.length} of ${free.length} places`);
  }
  await judge(context, run, language, before, printed);
}

/** Some places of every kind, spread over the document. */
function somePositions(language: DocumentName, backend: Backend): Position[] {
  const byKind = new Map<string, Position[]>();
  for (const position of stringPositions(languages[language].schema, backend[language])) {
    // What requirements compare with decides what is drafted from them; as printed it is told by the later documents.
    if (language === "requirements" && position.kind.endsWith("(literal)")) continue;
    byKind.set(position.kind, [...(byKind.get(position.kind) ?? []), position]);
  }
  return [...byKind.values()].flatMap((all) => {
    const step = Math.max(1, Math.floor(all.length / MOST_OF_A_KIND));
    return all.filter((_, index) => index % step === 0).slice(0, MOST_OF_A_KIND);
  });
}

/** The backend with other texts in one document; what is drafted from requirements is drafted again. */
function withTexts(language: DocumentName, backend: Backend, texts: readonly Placed[]): Backend {
  const document = replaceStrings(backend[language], texts);
  if (language === "requirements") return draftBackend(document as Backend["requirements"]);
  return { ...backend, [language]: document };
}

/** Those of the texts that every rule lets stand, over a document that has the `fixed` ones where none of them is. */
function keepAccepted(
  language: DocumentName,
  backend: Backend,
  fixed: readonly Placed[],
  wanted: readonly Placed[],
): Placed[] {
  const kept: Placed[] = [];
  const passes = (candidates: readonly Placed[]): boolean => {
    const own = new Map(candidates.map((placed) => [placed.position, placed]));
    const others = fixed.filter(({ position }) => !own.has(position));
    const texts = [...others, ...candidates];
    const document = replaceStrings(backend[language], texts);
    if (!languages[language].zod.safeParse(document).success) return false;
    // Drafts are total for requirements without errors, so these are looked at first.
    if (checkDocument(language, { ...backend, [language]: document }).some(isError)) return false;
    return errorsFrom(language, withTexts(language, backend, texts)).length === 0;
  };
  const tryOut = (candidates: readonly Placed[]): void => {
    if (candidates.length === 0) return;
    if (passes([...kept, ...candidates])) {
      kept.push(...candidates);
      return;
    }
    if (candidates.length === 1) return;
    const middle = Math.ceil(candidates.length / 2);
    tryOut(candidates.slice(0, middle));
    tryOut(candidates.slice(middle));
  };
  tryOut(wanted);
  return kept;
}

function compareFiles(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  replacements: Replacements,
): { path: string; kind: "shape" | "text"; message: string }[] {
  const gone = [...before.keys()].filter((path) => !after.has(path));
  const more = [...after.keys()].filter((path) => !before.has(path));
  const found = [...gone, ...more].map((path) => ({
    path,
    kind: "shape" as const,
    message: "a file comes or goes",
  }));
  return [
    ...found,
    ...[...after].flatMap(([path, text]) => {
      const original = before.get(path);
      if (original === undefined || original === text) return [];
      const difference = compareFile(path, original, text, replacements);
      return difference ? [{ path, ...difference }] : [];
    }),
  ];
}

function compareFile(path: string, before: string, after: string, replacements: Replacements) {
  try {
    if (path.endsWith(".ts")) return compareTypeScript(path, before, after, replacements);
    if (path.endsWith(".json")) return compareData(JSON.parse(before), JSON.parse(after), replacements);
    if (path.endsWith(".sql")) {
      const withoutComments = (sql: string) => sqlTokens(sql).filter(({ type }) => type !== "comment");
      return compareData(withoutComments(before), withoutComments(after), replacements);
    }
    // Documentation is a comment there, and has lost what no comment can hold.
    if (path.endsWith(".prisma")) {
      return compareData(prismaModel(before), prismaModel(after), replacements, new Set(["documentation"]));
    }
    if (path.endsWith(".md")) return compareData(markdownSkeleton(before), markdownSkeleton(after), []);
    return { kind: "shape" as const, message: "a fixed file changed" };
  } catch (error) {
    return { kind: "shape" as const, message: stackOf(error) };
  }
}

function prismaModel(schema: string): unknown {
  return JSON.parse(readPrisma(JSON.stringify({ prismaSchema: [["a.prisma", schema]], noColor: true })));
}

/** The compiler's and PostgreSQL's word on printed projects, as far as they differ from the harmless one. */
async function judge(
  context: Context,
  run: Run,
  language: DocumentName,
  before: ReadonlyMap<string, string>,
  printed: readonly Printed[],
): Promise<void> {
  const clients = new Map<string, ReadonlyMap<string, string>>();
  const projects: BatchProject[] = [];
  for (const { seed, files } of [{ seed: "harmless", files: before }, ...printed]) {
    for (const [path, sql] of files) {
      if (!path.endsWith(".sql") || (files !== before && before.get(path) === sql)) continue;
      const problem = await applyAndUndo(await context.host.scratch(), sql);
      if (problem !== undefined) report(run, language, "postgresql", problem, seed, sql);
    }
    const schema = files.get("prisma/schema.prisma")!;
    if (files !== before && schema === before.get("prisma/schema.prisma")) {
      projects.push({ key: seed, files: differingFiles(files, before), over: "harmless" });
      continue;
    }
    const client = await generateClient(schema, { importFileExtension: "ts" });
    if (client.ok) {
      const name = `c${projects.length}`;
      clients.set(name, client.value);
      projects.push({ key: seed, files, client: name });
    } else report(run, language, "prisma", wordsOf(client.diagnostics), seed, schema);
  }
  const { typechecker, dependencies } = context.host;
  for (let start = 0; start < projects.length; start += BATCH) {
    const [whole] = projects;
    const batch = [...(start === 0 ? [] : [whole!]), ...projects.slice(start, start + BATCH)];
    const errors = await typecheckProjects(typechecker, await dependencies(), batch, clients);
    for (const [seed, diagnostics] of errors)
      report(run, language, "typescript", wordsOf(diagnostics), seed, undefined);
  }
}

function summary({ position, name }: Placed): string {
  return `/${position.keys.join("/")} ${name}`;
}

function report(
  run: Run,
  language: string,
  kind: string,
  message: string,
  seed: string,
  sample: unknown,
): void {
  run.findings.push({ part: "hostile", language, kind, message, seed, sample });
}
