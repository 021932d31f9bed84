import { checkDocument } from "../../src/backend/check.ts";
import { languages, type Backend } from "../../src/backend/documents.ts";
import { printReadme } from "../../src/backend/readme.ts";
import { printErd } from "../../src/database/print/erd.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { documentNames, isError } from "../../src/diagnostic/diagnostic.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { printOutline } from "../../src/requirements/outline/print.ts";
import { printReport } from "../../src/requirements/print/report.ts";
import { canonicalJson } from "../../src/schema/canonical.ts";
import { flatten } from "../../src/text/tree.ts";
import { draftBackend } from "../backend-files.ts";
import { createMeter, randomAt, type Context } from "../context.ts";
import { typecheckProjects, type BatchProject } from "../projects.ts";
import { randomRequirements } from "../requirements/random.ts";
import type { Shrinkable } from "../shrink.ts";
import { projectFiles } from "./project.ts";
import { bump, isAccepted, printed, report, wordsOf, type Drawn, type Run } from "./run.ts";

const BATCH = 25;

/** Random requirements, drawn again by their seed. */
export function drawRequirements(context: Context, ...place: (string | number)[]): Drawn<Requirements> {
  const { random, seed } = randomAt(context.seed, "requirements", ...place);
  return { document: randomRequirements(random, 1 + Math.floor(random() ** 2 * 8)), seed };
}

/** Random requirements: their drafts check, and print to a project that compiles; their outline reads the same. */
export async function soundRequirements(context: Context, run: Run): Promise<void> {
  const meter = createMeter(context, "requirements", context.count);
  let batch: { drawn: Drawn<Requirements>; backend: Backend }[] = [];
  for (
    let index = 0;
    (run.counts["requirements accepted"] ?? 0) < context.count && index < 2 * context.count;
    index++
  ) {
    meter(run.counts["requirements accepted"] ?? 0);
    const drawn = drawRequirements(context, index);
    if (!isAccepted(run, "requirements", drawn, () => checkRequirements(drawn.document))) continue;
    const backend = await printed(run, "requirements", drawn, () => draftBackend(drawn.document));
    if (!backend) continue;
    await printed(run, "requirements", drawn, () => [
      flatten(printReport(drawn.document, {})),
      flatten(printErd(backend.database)),
      flatten(printReadme(backend)),
    ]);
    checkOutline(run, drawn);
    if (!draftsCheck(run, drawn, backend)) continue;
    bump(run, "requirements with drafts that check");
    batch.push({ drawn, backend });
    if (batch.length < BATCH) continue;
    await compile(context, run, batch);
    batch = [];
  }
  await compile(context, run, batch);
  meter(context.count);
}

function draftsCheck(run: Run, { document, seed }: Drawn<Requirements>, backend: Backend): boolean {
  for (const name of documentNames.slice(1)) {
    const errors = checkDocument(name, backend).filter(isError);
    const [first] = errors;
    if (!first) continue;
    const kind = `${name} draft does not check: ${first.code}`;
    const place = "document" in first.at ? first.at.pointer : "";
    report(run, {
      language: "requirements",
      kind,
      message: `${first.message}\n${place}`,
      group: first.code,
      seed,
      sample: document,
      shrinkable: shrinkableOf(document, (smaller) => {
        const found = checkDocument(name, draftBackend(smaller)).find(isError);
        return found?.code === first.code;
      }),
    });
    return false;
  }
  return true;
}

function shrinkableOf(document: Requirements, shows: (smaller: Requirements) => boolean): Shrinkable {
  return {
    document: { requirements: document },
    isValid: (value) => {
      const { requirements } = value as { requirements: Requirements };
      if (!languages.requirements.zod.safeParse(requirements).success) return false;
      try {
        return !checkRequirements(requirements).some(isError);
      } catch {
        return false;
      }
    },
    shows: (value) => {
      try {
        return Promise.resolve(shows((value as { requirements: Requirements }).requirements));
      } catch {
        return Promise.resolve(false);
      }
    },
  };
}

/** The text form says all of it. */
function checkOutline(run: Run, { document, seed }: Drawn<Requirements>): void {
  const outline = printOutline(document);
  const { requirements, diagnostics } = parseOutline(outline);
  if (requirements && canonicalJson(requirements) === canonicalJson(document)) return;
  const message = requirements ? "The outline reads differently." : wordsOf(diagnostics);
  report(run, { language: "requirements", kind: "outline", message, seed, sample: { document, outline } });
}

async function compile(
  context: Context,
  run: Run,
  batch: readonly { drawn: Drawn<Requirements>; backend: Backend }[],
): Promise<void> {
  const clients = new Map<string, ReadonlyMap<string, string>>();
  const projects: BatchProject[] = [];
  for (const [index, { drawn, backend }] of batch.entries()) {
    const files = await printed(run, "requirements", drawn, () => projectFiles(backend));
    const client = await generateClient(printPrismaSchema(backend.database).text, {
      importFileExtension: "ts",
      cache: false,
    });
    if (!client.ok) {
      const message = wordsOf(client.diagnostics);
      report(run, {
        language: "requirements",
        kind: "prisma",
        message,
        seed: drawn.seed,
        sample: drawn.document,
      });
    } else if (files) {
      clients.set(`c${index}`, client.value);
      projects.push({ key: String(index), client: `c${index}`, files });
    }
  }
  if (projects.length === 0) return;
  const { typechecker, dependencies } = context.host;
  const errors = await typecheckProjects(typechecker, await dependencies(), projects, clients);
  bump(run, "drafted projects typechecked", projects.length);
  for (const [key, diagnostics] of errors) {
    const { drawn } = batch[Number(key)]!;
    const message = wordsOf(diagnostics);
    report(run, {
      language: "requirements",
      kind: "typescript",
      message,
      seed: drawn.seed,
      sample: drawn.document,
    });
  }
}
