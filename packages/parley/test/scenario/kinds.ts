import { at } from "../../src/diagnostic/diagnostic.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import type { Backend } from "../../src/backend/documents.ts";
import type { Scenario, Scenarios } from "../../src/scenario/document.ts";
import { printScenarios } from "../../src/scenario/print/print.ts";
import { lowerSeed } from "../../src/scenario/seed-lower.ts";
import type { SeedStatement } from "../../src/scenario/seed.ts";
import { pascalCase } from "../../src/text/names.ts";
import { formatFiles } from "../../src/text/format.ts";
import { draftBackend } from "./drafts.ts";
import { seedExpressionKinds, seedStatementKinds, seedTest } from "./seed-kinds.ts";
import { beginning, functionKinds, scenarioKinds, statementKinds, written } from "./statement-kinds.ts";

/** A node kind of the language of tests, and the test that prints it. */
export interface Kind {
  language: "test" | "statement" | "function" | "seed statement" | "seed expression";
  kind: string;
  /** The test's name in the document. */
  name: string;
  scenario: Scenario;
}

const group = "kinds";

/** The tests of all kinds over the todo list, in a document of their own. */
export function allKinds(): { backend: Backend; kinds: Kind[] } {
  const drafted = draftBackend("todo");
  const common = { id: "", group, proves: [] };
  const kind = (language: Kind["language"], of: string, scenario: Scenario): Kind => {
    const name = `${language.replace(/ .*/, "")}${pascalCase(language.replace(/^\S+ ?/, ""))}${pascalCase(of)}`;
    return { language, kind: of, name, scenario: { ...scenario, id: `kinds/${name}`, title: name } };
  };
  const seeded = (statements: readonly SeedStatement[]): Scenario => {
    const lowered = lowerSeed(seedTest(statements), drafted.api, { id: "", group, title: "x" }, (keys) =>
      at("scenario", keys),
    );
    if (!lowered.scenario) throw new Error(renderForModels(lowered.diagnostics));
    return lowered.scenario;
  };
  const kinds: Kind[] = [
    ...Object.entries(scenarioKinds).map(([type, scenario]) => kind("test", type, scenario)),
    ...Object.entries(statementKinds).map(([type, { statements, alone }]) =>
      kind("statement", type, {
        ...common,
        type: "story",
        title: "",
        ...(alone ? { alone } : {}),
        statements,
      }),
    ),
    ...Object.entries(functionKinds).map(([name, conditions]) =>
      kind("function", name, {
        ...common,
        type: "story",
        title: "",
        statements: [
          ...beginning,
          ...conditions.map((text) => ({ type: "expect" as const, condition: written(text) })),
        ],
      }),
    ),
    ...Object.entries(seedStatementKinds).map(([type, sample]) =>
      kind("seed statement", type, seeded(sample)),
    ),
    ...Object.entries(seedExpressionKinds).map(([type, sample]) =>
      kind("seed expression", type, seeded(sample)),
    ),
  ];
  const scenario: Scenarios = { scenarios: Object.fromEntries(kinds.map((one) => [one.name, one.scenario])) };
  return { backend: { ...drafted, scenario }, kinds };
}

/** The table as Markdown: each kind with what is printed for its sample. */
export async function kindsMarkdown(): Promise<string> {
  const { backend, kinds } = allKinds();
  const rows = await Promise.all(
    kinds.map(async ({ language, kind, name, scenario }) => {
      const files = printScenarios({ scenarios: { [name]: scenario } }, backend.api, backend.database);
      const [printed] = await formatFiles(files.filter(({ path }) => path === `test/${group}.test.ts`));
      const code = (printed?.text ?? "").replace(/^import [^;]*;\n/gm, "").trim();
      return `### ${language}: \`${kind}\`\n\n\`\`\`ts\n${code}\n\`\`\``;
    }),
  );
  return rows.join("\n\n");
}
