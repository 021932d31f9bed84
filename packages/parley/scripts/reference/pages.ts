import { format } from "oxfmt";
import { documentText } from "../../src/agent/document-files.ts";
import { languages } from "../../src/backend/documents.ts";
import { documentNames, type DocumentName } from "../../src/diagnostic/diagnostic.ts";
import { describe } from "../../src/schema/describe.ts";
import { convertExpressions } from "../../src/schema/expressions.ts";
import { formatterOptions } from "../../src/text/format.ts";
import { descriptionsModule, descriptionsOf } from "./descriptions.ts";
import { diagnosticsPage, type SampledDiagnostic } from "./diagnostics-page.ts";
import { examplesFrom, type ExampleSource } from "./examples.ts";
import { expressionExamples, expressionPage } from "./expression-page.ts";
import { languagePage } from "./language-page.ts";

/** A document of which parts are shown. */
export interface ExampleDocument {
  document: DocumentName;
  value: object;
}

const titles: Record<DocumentName, string> = {
  requirements: "Requirements",
  database: "Database",
  api: "API",
  program: "Program",
  scenario: "Scenarios",
};

const intros: Record<DocumentName, string> = {
  requirements:
    "What was said, and what it means exactly. People read and write it as an [outline](../outline.md); this is the document behind it.",
  database: "Tables, relations, constraints, and who reaches which rows.",
  api: "Operations, the shapes of what is sent and answered, and the errors.",
  program: "What each operation does, shared functions, jobs, and ports to code written by hand.",
  scenario: "The tests of a backend: stories, tables of cases, and who may call what.",
};

/** Tables of the samples that run, as Markdown. */
export interface KindTables {
  program: string;
  scenario: string;
}

/** The values that the pages show for each kind of node, by language. */
export function exampleValues(
  documents: readonly ExampleDocument[],
): Map<DocumentName, Map<string, unknown>> {
  return new Map(
    documentNames.map((name) => {
      const sources = documents.filter(({ document }) => document === name).map(sourceOf);
      return [name, examplesFrom(sources)];
    }),
  );
}

function sourceOf({ document, value }: ExampleDocument): ExampleSource {
  const { schema } = languages[document];
  return { schema, value: JSON.parse(documentText(document, value)) as unknown };
}

/** Every expression of the documents, as text. */
export function expressionTexts(documents: readonly ExampleDocument[]): Set<string> {
  const texts = new Set<string>();
  for (const source of documents) {
    const { schema, value } = sourceOf(source);
    convertExpressions(schema, value, (text) => {
      texts.add(text as string);
      return { value: text };
    });
  }
  return texts;
}

/** All generated files, formatted: the pages of \`docs/reference\` and the module of descriptions, by path. */
export async function referenceFiles(
  documents: readonly ExampleDocument[],
  diagnostics: readonly SampledDiagnostic[],
  kinds: KindTables,
): Promise<Map<string, string>> {
  const descriptions = descriptionsOf(documentNames.map((name) => languages[name].schema));
  const values = exampleValues(documents);
  const pages = documentNames.map((name): [string, string] => [
    `docs/reference/${name}.md`,
    languagePage({
      title: titles[name],
      intro: [intros[name], `A project keeps it in \`.parley/documents/${name}.json\`.`],
      schema: describe(languages[name].schema, descriptions),
      examples: values.get(name)!,
    }),
  ]);
  const files: [string, string][] = [
    ["docs/reference/README.md", indexPage()],
    [
      "docs/reference/expression.md",
      expressionPage(descriptions, expressionExamples(expressionTexts(documents))),
    ],
    ...pages,
    ["docs/reference/kinds.md", kindsPage(kinds)],
    ["docs/reference/diagnostics.md", diagnosticsPage(diagnostics)],
    ["packages/parley/src/backend/descriptions.ts", descriptionsModule(descriptions)],
  ];
  return new Map(
    await Promise.all(files.map(async ([path, text]) => [path, await formatted(path, text)] as const)),
  );
}

function kindsPage({ program, scenario }: KindTables): string {
  return [
    "# Kinds at work",
    "Every kind of statement and expression with the sample by which the tests prove it: checked, printed, compiled and called on a running server with a PostgreSQL behind it.",
    "## Program",
    "Each sample is a procedure of its own (`packages/parley/test/program/kinds.test.ts`). A room has 5 seats and costs 12.50.",
    program,
    "## Tests",
    "Statements and functions of scenarios, and the kinds of the seed's tests, lowered to them; below each stands what is printed for it (`packages/parley/test/scenario/kinds.test.ts`).",
    scenario,
    "",
  ].join("\n\n");
}

function indexPage(): string {
  return [
    "# Reference",
    "Every kind of node of the five languages, with its properties and an example, and every diagnostic. These pages are made from the schemas, their comments and the tests' documents: `npm run reference` writes them anew.",
    [
      ...documentNames.map((name) => `- [${titles[name]}](${name}.md): ${intros[name]}`),
      "- [Expressions](expression.md): conditions and values inside of all of them.",
      "- [Kinds at work](kinds.md): each kind of statement and expression in a sample that the tests run on a live server.",
      "- [Diagnostics](diagnostics.md): what can be wrong, and how to mend it.",
    ].join("\n"),
    "",
  ].join("\n\n");
}

async function formatted(path: string, text: string): Promise<string> {
  const { code, errors } = await format(path, text, formatterOptions);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  return code;
}
