import { checkDocument } from "../../src/backend/check.ts";
import { documentNames, languages, type Backend } from "../../src/backend/documents.ts";
import { catalogue } from "../../src/diagnostic/define.ts";
import { isError, type Diagnostic, type DocumentName } from "../../src/diagnostic/diagnostic.ts";
import { createMeter, isWanted, randomAt, type Context } from "../context.ts";
import { typecheckProjects, type BatchProject } from "../projects.ts";
import { count, rowsOf, type Finding, type PartResult, type Tally } from "../result.ts";
import { stackOf, wordsOf } from "../soundness/run.ts";
import { makeBases, type Base } from "./bases.ts";
import { judge } from "./judge.ts";
import { mutate, mutatorNames, type Broken } from "./mutate.ts";
import { nearnessOf } from "./place.ts";

const BATCH = 40;

interface Attempt {
  language: DocumentName;
  base: Base;
  broken: Broken;
  seed: string;
  diagnostics: Diagnostic[];
  project?: Map<string, string>;
}

interface Run {
  counts: Record<string, number>;
  /** `language outcome`. */
  outcomes: Tally;
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
    counts: { broken: 0 },
    outcomes: new Map(),
    rules: new Map(),
    house: new Map(),
    elsewhere: new Map(),
    findings: [],
  };
  const bases = await makeBases(context, Math.max(1, Math.min(12, Math.ceil(context.count / 25))));
  const wanted = documentNames.filter((language) => isWanted(context, language));
  const share = Math.ceil(context.count / wanted.length);
  for (const language of wanted) await breakLanguage(context, run, bases, language, share);
  return {
    part: "rejection",
    counts: run.counts,
    tables: [outcomeTable(run, wanted), ...ruleTables(run, wanted)],
    findings: run.findings,
    ms: 0,
  };
}

async function breakLanguage(
  context: Context,
  run: Run,
  bases: readonly Base[],
  language: DocumentName,
  share: number,
): Promise<void> {
  const meter = createMeter(context, `${language} broken`, share);
  const before = run.counts["broken"]!;
  // Requirements have no random bases.
  const own = language === "requirements" ? bases.filter(({ name }) => !name.startsWith("random")) : bases;
  let waiting: Attempt[] = [];
  for (let index = 0; run.counts["broken"]! - before < share && index < 12 * share; index++) {
    meter(run.counts["broken"]! - before);
    const { random, seed } = randomAt(context.seed, "broken", language, index);
    const base = own[index % own.length]!;
    const way = mutatorNames[Math.floor(random() * mutatorNames.length)]!;
    const broken = mutate(languages[language].schema, base.backend[language], way, random);
    if (!broken || !languages[language].zod.safeParse(broken.document).success) continue;
    const backend = { ...base.backend, [language]: broken.document } as Backend;
    let diagnostics: Diagnostic[];
    try {
      diagnostics = checkDocument(language, backend);
    } catch (error) {
      report(run, { language, base, broken, seed, diagnostics: [] }, "check throws", stackOf(error));
      continue;
    }
    const attempt: Attempt = { language, base, broken, seed, diagnostics };
    const verdict = await judge(context, language, backend);
    if ("files" in verdict) waiting.push({ ...attempt, project: verdict.files });
    else settle(run, attempt, "refused" in verdict ? verdict.refused : undefined);
    if (waiting.length < BATCH) continue;
    await compile(context, run, waiting);
    waiting = [];
  }
  await compile(context, run, waiting);
  meter(share);
}

async function compile(context: Context, run: Run, attempts: readonly Attempt[]): Promise<void> {
  if (attempts.length === 0) return;
  const clients = new Map(attempts.map(({ base }) => [base.name.replaceAll(" ", "-"), base.client]));
  const projects = attempts.map(({ base, project }, index): BatchProject => ({
    key: String(index),
    client: base.name.replaceAll(" ", "-"),
    files: project!,
  }));
  const { typechecker, dependencies } = context.host;
  const errors = await typecheckProjects(typechecker, await dependencies(), projects, clients);
  attempts.forEach((attempt, index) => {
    const found = errors.get(String(index));
    settle(run, attempt, found ? `typescript: ${wordsOf(found.slice(0, 1))}` : undefined);
  });
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
  run.counts["broken"]! += 1;
  count(run.outcomes, `${language} broken`);
  if (errors.length === 0) {
    count(run.outcomes, `${language} accepted`);
    report(run, attempt, "accepted", refusal);
    return;
  }
  const nearness = nearnessOf(diagnostics, broken);
  count(run.outcomes, `${language} ${nearness}`);
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

function outcomeTable(run: Run, wanted: readonly DocumentName[]) {
  const columns = [
    "broken",
    "exact",
    "near",
    "elsewhere",
    "accepted",
    "refused, though it would run",
    "still valid",
  ];
  const rows = wanted.map((language) => [
    language,
    ...columns.map((outcome) => run.outcomes.get(`${language} ${outcome}`) ?? 0),
  ]);
  return { title: "Broken documents, and where a rule said so", columns: ["language", ...columns], rows };
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
    { title: "Refused elsewhere", columns: ["what", "documents"], rows: rowsOf(run.elsewhere) },
  ];
}
