import type { Definition } from "../../src/diagnostic/define.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { renderLocation } from "../../src/diagnostic/render.ts";
import { grouped } from "../../src/schema/remember.ts";
import { codeSpan, plainText } from "./markdown.ts";

/** A kind of diagnostic with one that a sample provoked, or what brings it about where no test can. */
export interface SampledDiagnostic {
  code: string;
  definition: Definition;
  sample?: Diagnostic;
  described?: string;
}

/** What an area is about, by the first part of its codes. */
const areas: Record<string, string> = {
  answer: "What a model answered, put together.",
  api: "The rules of API documents.",
  call: "What a model may answer at all.",
  cli: "The command line.",
  database: "The rules of database documents, and what a change of one does to rows that are there.",
  document: "Files of documents.",
  edit: "Changes that were made for another state of a document.",
  export: "What providers of models take of a schema.",
  expression: "Expressions, in all languages.",
  host: "This machine: packages, compiler, database, files, and the backend that runs here.",
  import: "What becomes of a schema or API that is taken over.",
  log: "The log of a project.",
  merge: "Files that their owner changed too.",
  model: "Answers of a model.",
  openapi: "What becomes of an OpenAPI description that is taken over.",
  outline: "The outline, the requirements' text form.",
  program: "The rules of program documents.",
  project: "The directory of a project.",
  provider: "Which model is asked, and where.",
  reading: "The conversation.",
  requirements: "The rules of requirements documents.",
  scenario: "The rules of scenario documents.",
  schema: "The shape of documents and answers.",
  seed: "Test functions of the older form, which become scenarios.",
};

/** One page with every code: how bad it is, what it says, how to mend it, and an example from a test. */
export function diagnosticsPage(diagnostics: readonly SampledDiagnostic[]): string {
  const byArea = grouped(diagnostics, ({ code }) => code.split("/")[0]!);
  const names = [...byArea.keys()].toSorted();
  const sections = names.flatMap((area) => [
    `## ${area}`,
    ...(areas[area] === undefined ? [] : [areas[area]]),
    ...byArea
      .get(area)!
      .toSorted((a, b) => (a.code < b.code ? -1 : 1))
      .map(entry),
  ]);
  return [
    "# Diagnostics",
    "Everything that can be wrong has a code. An `error` keeps a document from being built, a `warning` does not, an `info` is a note. What stands in braces is filled in.",
    names.map((area) => `[${area}](#${area})`).join(" · "),
    ...sections,
    "",
  ].join("\n\n");
}

function entry({ code, definition, sample, described }: SampledDiagnostic): string {
  const { severity, message, mend } = definition;
  const lines = [`### ${code}`, `${severity}: ${plainText(message)}`];
  if (mend !== undefined) lines.push(`Mend: ${plainText(mend)}`);
  if (sample) {
    const { fix } = sample;
    const more = fix && mend === undefined ? ` Mend: ${plainText(oneLine(fix.title))}` : "";
    lines.push(
      `Example, at ${codeSpan(oneLine(renderLocation(sample.at)))}: ${plainText(oneLine(sample.message))}${more}`,
    );
  }
  if (described !== undefined) lines.push(`Brought about by: ${plainText(described)}`);
  return lines.join("\n\n");
}

const LONGEST = 300;

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
