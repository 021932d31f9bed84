import { printPrismaSchema } from "../../src/database/print/schema.ts";
import type { Backend } from "../../src/backend/documents.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { refused } from "../../test/expression/diagnostics-samples.ts";
import { samples, wholeCatalogue } from "../../test/reference/diagnostics.ts";
import type { SpoiledDocument } from "../../test/reference/diagnostic-sample.ts";
import { draftBackend } from "../backend-files.ts";
import { isWanted, valueOf, type Context } from "../context.ts";
import type { Finding, PartResult } from "../result.ts";
import type { CompiledBase } from "./bases.ts";
import { breakages } from "./breakages.ts";
import { judgeExpressions } from "./expressions.ts";
import { isIndependent, judgeAll, judgeOf, type BrokenBackend } from "./judge.ts";
import { sense } from "./sense.ts";

const areas = ["requirements", "database", "api", "program", "scenario", "expression"];

/**
 * Every rule of the languages, by documents that were broken by hand to provoke it: the samples of the diagnostics, and
 * others where no tool minds those. Each rule is refused by a tool behind Parley, or says why none could mind.
 */
export async function fuzzRules(context: Context): Promise<PartResult> {
  const isAsked = (code: string): boolean => {
    const area = code.split("/")[0]!;
    return areas.includes(area) && isWanted(context, area);
  };
  const said = await refusals(context, isAsked);
  const rules = [...(await wholeCatalogue())].filter(
    ([code, { severity }]) => severity === "error" && isAsked(code),
  );
  const findings: Finding[] = [];
  const report = (code: string, kind: string, message: string): void => {
    findings.push({
      part: "rules",
      language: code.split("/")[0]!,
      kind,
      message,
      seed: code,
      sample: undefined,
    });
  };
  const counts = { rules: rules.length, "refused by a tool": 0, "never printed": 0, "of sense": 0 };
  const rows = rules.map(([code]) => {
    const all = said.get(code) ?? [];
    const told = all.find((words) => words !== undefined && isIndependent(words));
    const unprinted = all.find((words) => words !== undefined);
    const reason = sense[code];
    if (told !== undefined) {
      counts["refused by a tool"] += 1;
      if (reason !== undefined) report(code, "said to be of sense alone", `${code}: ${told}`);
      return [code, judgeOf(told), shortened(told)];
    }
    if (unprinted !== undefined) counts["never printed"] += 1;
    else if (reason !== undefined) counts["of sense"] += 1;
    else
      report(
        code,
        "no tool minds",
        `${code} is no rule of sense, and what breaks it is refused by nobody else`,
      );
    return [
      code,
      unprinted === undefined ? "none" : judgeOf(unprinted),
      reason ?? shortened(unprinted ?? ""),
    ];
  });
  const table = {
    title: "Rules, and who else refuses what breaks them",
    columns: ["rule", "judge", "words"],
    rows,
  };
  return { part: "rules", counts, tables: [table], findings, ms: 0 };
}

/** What was said of every breakage, by rule. */
async function refusals(
  context: Context,
  isAsked: (code: string) => boolean,
): Promise<Map<string, (string | undefined)[]>> {
  const said = new Map<string, (string | undefined)[]>();
  const note = (code: string, words: string | undefined): void => {
    said.set(code, [...(said.get(code) ?? []), words]);
  };
  const byHand = [
    ...samples.flatMap((sample) =>
      "spoiled" in sample && sample.spoiled ? [{ code: sample.code, spoiled: sample.spoiled }] : [],
    ),
    ...breakages,
  ].filter(({ code }) => isAsked(code));
  const prepare = preparing();
  const broken: BrokenBackend[] = [];
  for (const { spoiled } of byHand) broken.push(await prepare(spoiled()));
  const verdicts = await judgeAll(context, broken, { thorough: true });
  byHand.forEach(({ code }, index) => note(code, verdicts[index]));
  const texts = [...refused.map(([text, code]) => ({ text, code })), ...moreTexts].filter(({ code }) =>
    isAsked(code),
  );
  const words = await judgeExpressions(context, texts);
  texts.forEach(({ code }, index) => note(code, words[index]));
  return said;
}

const moreTexts = [
  { code: "expression/syntax", text: "row." },
  { code: "expression/always-null", text: 'null ?? "a"' },
  { code: "expression/missing-property", text: "{ note: row.note }", type: "{ title: string }" },
  { code: "expression/wrong-type", text: "row.title", type: "boolean" },
  { code: "expression/no-common-type", text: 'row.paid ? 1 : "a"', type: "number" },
];

/** Makes whole backends of the documents of a sample; those that share a base share its client. */
function preparing(): (spoiled: SpoiledDocument) => Promise<BrokenBackend> {
  const bases = new Map<string, CompiledBase>();
  const clients = new Map<string, ReadonlyMap<string, string>>();
  return async ({ language, whole, broken }) => {
    const backend = (language === "requirements" ? draftBackend(whole.requirements!) : whole) as Backend;
    const database = language === "database" ? undefined : (broken.database ?? backend.database);
    const schema = database && printPrismaSchema(database).text;
    if (schema !== undefined && !clients.has(schema)) {
      clients.set(schema, valueOf(await generateClient(schema, { importFileExtension: "ts" })));
    }
    const key = JSON.stringify([whole, schema]);
    const base = bases.get(key) ?? {
      name: `by-hand-${bases.size}`,
      backend,
      client: clients.get(schema ?? "") ?? new Map<string, string>(),
    };
    bases.set(key, base);
    return { language, base, backend: { ...backend, ...broken } };
  };
}

function shortened(words: string): string {
  return words.split("\n")[0]!.slice(0, 160);
}
