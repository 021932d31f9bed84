import { checkDocument } from "../../src/backend/check.ts";
import { languages, type Backend } from "../../src/backend/documents.ts";
import { catalogue } from "../../src/diagnostic/define.ts";
import {
  documentNames,
  isError,
  type Diagnostic,
  type DocumentName,
} from "../../src/diagnostic/diagnostic.ts";
import { createMeter, isWanted, randomAt, type Context } from "../context.ts";
import { count, rowsOf, type Finding, type PartResult, type Table, type Tally } from "../result.ts";
import { stackOf } from "../soundness/run.ts";
import { makeBases, makeRequirementBases, type CompiledBase } from "./bases.ts";
import { isIndependent, judgeAll, judgeOf, type BrokenBackend } from "./judge.ts";
import { mutate, mutatorNames, type Broken } from "./mutate.ts";
import { nearnessOf } from "./place.ts";

/** Documents that are judged at once. */
const BATCH = 120;
const MOST_BASES = 24;
/** Shares of the count: other judges than Parley see little of what is wrong with a program or a test. */
const SHARES: Readonly<Record<DocumentName, number>> = {
  requirements: 4,
  database: 8,
  api: 6,
  program: 1,
  scenario: 1,
};
/** Attempts that are made for each that counts, at most. */
const MOST_ATTEMPTS = 25;

interface Attempt extends BrokenBackend {
  broken: Broken;
  seed: string;
  diagnostics: Diagnostic[];
}

interface Run {
  counts: Record<string, number>;
  /** `language outcome`. */
  outcomes: Tally;
  /** Who refused what was broken. */
  judges: Tally;
  /** Rules that said something, by code; and those that said something which no other judge minds. */
  rules: Tally;
  house: Tally;
  elsewhere: Tally;
  findings: Finding[];
}

/**
 * Valid documents, broken at one place in ways that follow from the types of their values. Where a tool behind Parley
 * refuses what is printed without asking the rules, some rule must have refused the document, and at that place.
 */
export async function fuzzRejection(context: Context): Promise<PartResult> {
  const run: Run = {
    counts: { broken: 0, "not printed": 0 },
    outcomes: new Map(),
    judges: new Map(),
    rules: new Map(),
    house: new Map(),
    elsewhere: new Map(),
    findings: [],
  };
  const wanted = documentNames.filter((language) => isWanted(context, language));
  const shares = wanted.reduce((sum, language) => sum + SHARES[language], 0);
  const size = Math.max(1, Math.min(MOST_BASES, Math.ceil(context.count / 25)));
  const bases = wanted.some((language) => language !== "requirements") ? await makeBases(context, size) : [];
  for (const language of wanted) {
    const own = language === "requirements" ? await makeRequirementBases(context, size) : bases;
    const share = Math.ceil((context.count * SHARES[language]) / shares);
    await breakLanguage(context, run, own, language, share);
  }
  return {
    part: "rejection",
    counts: run.counts,
    tables: [...outcomeTables(run, wanted), ...ruleTables(run, wanted)],
    findings: run.findings,
    ms: 0,
  };
}

async function breakLanguage(
  context: Context,
  run: Run,
  bases: readonly CompiledBase[],
  language: DocumentName,
  share: number,
): Promise<void> {
  const meter = createMeter(context, `${language} broken`, share);
  const before = run.counts["broken"]!;
  const done = (): number => run.counts["broken"]! - before;
  for (let index = 0; done() < share && index < MOST_ATTEMPTS * share;) {
    const waiting: Attempt[] = [];
    const most = Math.min(BATCH, 5 * (share - done()) + 5);
    for (; waiting.length < most && index < MOST_ATTEMPTS * share; index++) {
      const attempt = breakOne(context, run, bases[index % bases.length]!, language, index);
      if (attempt) waiting.push(attempt);
    }
    const verdicts = await judgeAll(context, waiting);
    waiting.forEach((attempt, position) => settle(run, attempt, verdicts[position]));
    meter(done());
  }
}

/** Breaks a base at one place; `undefined` where nothing was broken, or the schema refuses it. */
function breakOne(
  context: Context,
  run: Run,
  base: CompiledBase,
  language: DocumentName,
  index: number,
): Attempt | undefined {
  const { random, seed } = randomAt(context.seed, "broken", language, index);
  const way = mutatorNames[Math.floor(random() * mutatorNames.length)]!;
  const broken = mutate(languages[language].schema, base.backend[language], way, random);
  if (!broken || !languages[language].zod.safeParse(broken.document).success) return undefined;
  const backend = { ...base.backend, [language]: broken.document } as Backend;
  const attempt = { language, base, backend, broken, seed };
  try {
    return { ...attempt, diagnostics: checkDocument(language, backend) };
  } catch (error) {
    report(run, { ...attempt, diagnostics: [] }, "check throws", stackOf(error));
    return undefined;
  }
}

/** Counts what became of an attempt. */
function settle(run: Run, attempt: Attempt, refusal: string | undefined): void {
  const { language, broken, diagnostics } = attempt;
  const errors = diagnostics.filter(isError);
  for (const code of new Set(errors.map((error) => error.code))) count(run.rules, code);
  if (refusal === undefined) {
    count(run.outcomes, `${language} ${errors.length > 0 ? "refused, though it would run" : "still valid"}`);
    for (const code of new Set(errors.map((error) => error.code))) count(run.house, code);
    return;
  }
  const kind = isIndependent(refusal) ? "broken" : "not printed";
  run.counts[kind]! += 1;
  count(run.outcomes, `${language} ${kind}`);
  count(run.judges, `${language}: ${judgeOf(refusal)}`);
  if (errors.length === 0) {
    count(run.outcomes, `${language} ${kind} accepted`);
    report(run, attempt, "accepted", refusal);
    return;
  }
  const nearness = nearnessOf(diagnostics, broken);
  count(run.outcomes, `${language} ${kind} ${nearness}`);
  if (nearness === "elsewhere") {
    const [error] = errors;
    const place = "document" in error!.at ? error!.at.pointer : "";
    count(
      run.elsewhere,
      `${broken.kind} -> ${error!.code} (such as /${broken.nodes[1]!.join("/")} -> ${place})`,
    );
  }
}

function report(run: Run, { language, broken, seed }: Attempt, kind: string, message: string): void {
  const place = `/${broken.nodes[1]!.join("/")}`;
  run.findings.push({
    part: "rejection",
    language,
    kind: `${kind}, ${broken.kind}`,
    message: `${message}\n${place}`,
    seed,
    sample: broken.document,
  });
}

function outcomeTables(run: Run, wanted: readonly DocumentName[]): Table[] {
  const places = ["exact", "near", "elsewhere", "accepted"];
  const table = (title: string, kind: string, more: readonly string[]): Table => ({
    title,
    columns: ["language", kind, ...places, ...more],
    rows: wanted.map((language) => {
      const of = (outcome: string): number => run.outcomes.get(`${language} ${outcome}`) ?? 0;
      return [language, of(kind), ...places.map((place) => of(`${kind} ${place}`)), ...more.map(of)];
    }),
  });
  const harmless = ["refused, though it would run", "still valid"];
  return [
    table("Refused by a tool behind Parley, and where a rule said so", "broken", harmless),
    table(
      "Never printed, or drafted to what Parley's own rules refuse, and where a rule said so",
      "not printed",
      [],
    ),
  ];
}

function ruleTables(run: Run, wanted: readonly DocumentName[]) {
  const codes = [...catalogue].filter(
    ([code, { severity }]) =>
      severity === "error" && wanted.some((language) => code.startsWith(`${language}/`)),
  );
  return [
    {
      title: "Rules, and how many broken documents each of them refused",
      columns: ["rule", "documents", "of these no tool minds"],
      rows: codes.map(([code]) => [code, run.rules.get(code) ?? 0, run.house.get(code) ?? 0]),
    },
    { title: "Who refused", columns: ["judge", "documents"], rows: rowsOf(run.judges) },
    { title: "Refused elsewhere", columns: ["what", "documents"], rows: rowsOf(run.elsewhere) },
  ];
}
