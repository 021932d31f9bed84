import { isError, type Diagnostic, type DocumentName } from "../../src/diagnostic/diagnostic.ts";
import { languages } from "../../src/backend/documents.ts";
import { cover, createCoverage, type Coverage } from "../coverage.ts";
import { count, type Finding, type Tally } from "../result.ts";

/** What a run of the soundness part gathers. */
export interface Run {
  counts: Record<string, number>;
  /** Codes by which documents were refused, by language. */
  refusals: Tally;
  coverage: Partial<Record<DocumentName, Coverage>>;
  findings: Finding[];
  /** Milliseconds by what was done in them: of the clock, and of this process alone. */
  times: Map<string, { clock: number; process: number }>;
}

export function createRun(): Run {
  return { counts: {}, refusals: new Map(), coverage: {}, findings: [], times: new Map() };
}

/** Does something and notes how long it took. */
export function timed<Result>(run: Run, name: string, work: () => Result): Result {
  const began = { clock: performance.now(), process: processorTime() };
  const ended = (): void => {
    const before = run.times.get(name) ?? { clock: 0, process: 0 };
    run.times.set(name, {
      clock: before.clock + performance.now() - began.clock,
      process: before.process + processorTime() - began.process,
    });
  };
  const result = work();
  if (result instanceof Promise) return result.finally(ended) as Result;
  ended();
  return result;
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A document that was drawn, and by what it is drawn again. */
export interface Drawn<Document> {
  document: Document;
  seed: string;
}

/**
 * Checks a random document: one that its schema or a rule refuses is counted by the rule; a check that throws is a
 * finding. True where it is accepted.
 */
export function isAccepted(
  run: Run,
  language: DocumentName,
  { document, seed }: Drawn<unknown>,
  check: () => readonly Diagnostic[],
): boolean {
  bump(run, `${language} drawn`);
  const parsed = languages[language].zod.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    count(run.refusals, `${language} schema: ${issue?.path.length ?? 0} deep, ${issue?.message}`);
    return false;
  }
  let diagnostics: readonly Diagnostic[];
  try {
    diagnostics = timed(run, "check", check);
  } catch (error) {
    report(run, { language, kind: "check throws", message: stackOf(error), seed, sample: document });
    return false;
  }
  const errors = diagnostics.filter(isError);
  for (const code of new Set(errors.map((error) => error.code))) count(run.refusals, `${language} ${code}`);
  if (errors.length > 0) return false;
  bump(run, `${language} accepted`);
  cover((run.coverage[language] ??= createCoverage(languages[language].schema)), document);
  return true;
}

/** Runs a printer on an accepted document; one that throws is a finding. */
export async function printed<Result>(
  run: Run,
  language: string,
  { document, seed }: Drawn<unknown>,
  print: () => Result | Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await print();
  } catch (error) {
    report(run, { language, kind: "printer throws", message: stackOf(error), seed, sample: document });
    return undefined;
  }
}

export function report(run: Run, finding: Omit<Finding, "part">): void {
  run.findings.push({ part: "soundness", ...finding });
}

export function bump(run: Run, name: string, more = 1): void {
  run.counts[name] = (run.counts[name] ?? 0) + more;
}

export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.stack ?? error.message).split("\n").slice(0, 6).join("\n");
}

/** The first errors of a judge, as one text. */
export function wordsOf(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .slice(0, 3)
    .map(({ code, message, at }) => `${code} ${message} ${JSON.stringify(at)}`)
    .join("\n");
}
