import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkDocument } from "../src/backend/check.ts";
import type { Backend } from "../src/backend/documents.ts";
import { draftProgram } from "../src/blueprint/program.ts";
import { draftScenarios, unwitnessed } from "../src/blueprint/scenario.ts";
import { documentNames, isError, keysOf } from "../src/diagnostic/diagnostic.ts";
import { verifyProject, type Verification, type VerifyPhase } from "../src/host/verify.ts";
import { succeedingOperations } from "../src/scenario/calls.ts";
import { randomApi } from "../test/random/api.ts";
import { randomProgram } from "../test/random/program.ts";
import { draftBackend, filesOfBackend } from "./backend-files.ts";
import { isWanted, randomAt, type Context } from "./context.ts";
import { bump, createRun, report, stackOf, wordsOf, type Run } from "./soundness/run.ts";
import { noRequirements } from "./soundness/chain.ts";
import { drawDatabase } from "./soundness/database.ts";
import { drawRequirements } from "./soundness/requirements.ts";
import type { Finding, PartResult } from "./result.ts";

/** What a backend is made from: `drafted` from requirements; the others over a random database and API. */
const kinds = ["drafted", "drafted", "generic", "programmed"] as const;
type Kind = (typeof kinds)[number];

interface Subject {
  kind: Kind;
  seed: string;
  backend: Backend;
}

/**
 * Whole random backends, each typechecked, migrated, started and tested by the tests that are derived for it: from
 * random requirements, from a random API, and a random API with random procedures, which is not tested.
 */
export async function fuzzBackends(context: Context, count: number): Promise<PartResult> {
  const run = createRun();
  const { url } = await context.host.server();
  const before = process.env["TEST_DATABASE_URL"];
  // One server for all of them.
  process.env["TEST_DATABASE_URL"] = url;
  const directory = join(tmpdir(), `parley-fuzz-${process.pid}`);
  await mkdir(directory, { recursive: true });
  const wanted = kinds.filter((kind) => isWanted(context, kind));
  try {
    for (let index = 0, done = 0; done < count && index < 6 * count; index++) {
      const kind = wanted[index % wanted.length];
      const subject = kind && draw(context, run, kind, index);
      if (!subject) continue;
      done++;
      await verify(context, run, subject, directory);
      context.progress(`${done} of ${count}: ${subject.kind}, ${run.findings.length} findings`);
    }
  } finally {
    if (before === undefined) delete process.env["TEST_DATABASE_URL"];
    else process.env["TEST_DATABASE_URL"] = before;
    await rm(directory, { recursive: true, force: true });
  }
  const { counts } = run;
  return {
    part: "backends",
    counts,
    tables: [shareTable(counts)],
    findings: run.findings.map((finding): Finding => ({ ...finding, part: "backends" })),
    ms: 0,
  };
}

/** A backend whose documents all check; others are counted by the document that did not. */
function draw(context: Context, run: Run, kind: Kind, index: number): Subject | undefined {
  const { random, seed } = randomAt(context.seed, "backend", index);
  try {
    const backend = kind === "drafted" ? drafted(context, index) : overApi(context, kind, random, index);
    const broken = documentNames.find((name) => checkDocument(name, backend).some(isError));
    if (broken === undefined) return { kind, seed, backend };
    bump(run, `${kind}: ${broken} does not check`);
    if (kind === "drafted" && broken !== "requirements") {
      const message = wordsOf(checkDocument(broken, backend).filter(isError));
      report(run, {
        language: kind,
        kind: "draft does not check",
        message,
        seed,
        sample: backend.requirements,
      });
    }
  } catch (error) {
    report(run, { language: kind, kind: "draft throws", message: stackOf(error), seed, sample: undefined });
  }
  return undefined;
}

function drafted(context: Context, index: number): Backend {
  return draftBackend(drawRequirements(context, "backend", index).document);
}

function overApi(context: Context, kind: Kind, random: () => number, index: number): Backend {
  const { document: database } = drawDatabase(context, "backend", index);
  const api = randomApi(random, database, 1 + Math.floor(random() * 6));
  const program =
    kind === "generic"
      ? draftProgram(noRequirements, database, api)
      : randomProgram(random, database, api, 6);
  // What random procedures do is nobody's to foretell.
  const scenario = kind === "generic" ? draftScenarios(noRequirements, database, api) : { scenarios: {} };
  return { requirements: noRequirements, database, api, program, scenario };
}

async function verify(context: Context, run: Run, subject: Subject, directory: string): Promise<void> {
  const { kind, seed, backend } = subject;
  bump(run, `${kind} backends`);
  const fail = (what: string, message: string): void =>
    report(run, { language: kind, kind: what, message, seed, sample: backend });
  let verification: Verification;
  try {
    verification = await verifyProject(directory, await filesOfBackend(backend), {
      typechecker: context.host.typechecker,
      dependencies: await context.host.dependencies(),
    });
  } catch (error) {
    return fail("throws", stackOf(error));
  }
  const reached = new Set(verification.phases.filter(({ ok }) => ok).map(({ phase }) => phase));
  const steps: VerifyPhase[] = ["typecheck", "boot", "tests"];
  for (const phase of steps) if (reached.has(phase)) bump(run, `${kind} through ${phase}`);
  const { tests } = verification;
  if (tests) {
    bump(run, `${kind} tests passed`, tests.passed);
    bump(run, `${kind} tests failed`, tests.failed);
  }
  countWitnesses(run, subject, verification);
  const isEmptyOfTests = tests && tests.tests.length === 0;
  if (verification.ok || isEmptyOfTests) return;
  const failed = verification.phases.find(({ ok }) => !ok);
  const errors = verification.diagnostics.filter(isError);
  for (const error of errors.slice(0, 5)) fail(failed?.phase ?? "verify", wordsOf([error]));
}

/** Operations that some passed test has called with success. */
function countWitnesses(run: Run, { kind, seed, backend }: Subject, { tests }: Verification): void {
  const { api, scenario } = backend;
  const passed = tests?.tests.filter(({ status }) => status === "passed").map(({ name }) => name) ?? [];
  const witnessed = new Set<string>();
  for (const one of Object.values(scenario.scenarios)) {
    if (!passed.some((name) => name.includes(one.title))) continue;
    for (const operation of succeedingOperations({ scenarios: { one } })) witnessed.add(operation);
  }
  const operations = Object.keys(api.operations);
  // What failed is told already.
  const isSilent = kind === "programmed" || !tests || tests.failed > 0;
  const excused = new Set(
    unwitnessed(backend).map(({ at }) => keysOf("pointer" in at ? at.pointer : "").at(-1)),
  );
  for (const name of operations) {
    if (isSilent || witnessed.has(name) || excused.has(name)) continue;
    const message = `${name} has no test that calls it with success, and nothing says why.`;
    report(run, { language: kind, kind: "no witness", message, seed, sample: backend });
  }
  bump(run, `${kind} operations`, operations.length);
  bump(run, `${kind} operations with a witness`, operations.filter((name) => witnessed.has(name)).length);
}

function shareTable(counts: Readonly<Record<string, number>>) {
  const columns = [
    "backends",
    "through typecheck",
    "through boot",
    "through tests",
    "tests passed",
    "tests failed",
    "operations",
    "operations with a witness",
  ];
  const rows = [...new Set(kinds)].map((kind) => [
    kind,
    ...columns.map((name) => counts[`${kind} ${name}`] ?? 0),
  ]);
  return { title: "Whole backends", columns: ["made from", ...columns], rows };
}
