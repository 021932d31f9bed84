import type { Report } from "../agent/report.ts";
import type { Requirement, Requirements } from "../requirements/document.ts";
import { sentenceStatuses } from "../requirements/sentences.ts";
import { counted, duration, tokens } from "./figures.ts";
import { openQuestions } from "./questions.ts";
import { shellWord, type Paint } from "./terminal.ts";

export interface SummaryOptions {
  paint: Paint;
  /** As the user wrote it. */
  directory: string;
  /** How this program is called. */
  command: string;
  verified: boolean;
}

const mostListed = 12;

/** What a run came to: what was understood, assumed and left open, the figures, and how to go on. */
export function summaryText(
  requirements: Requirements,
  report: Report | undefined,
  options: SummaryOptions,
): string {
  const { paint } = options;
  const parts = [
    paint.bold(requirements.title),
    listed(paint, "Understood", understood(requirements)),
    listed(paint, "Assumed, since nobody said", assumed(requirements)),
    listed(paint, "Left open", leftOpen(requirements)),
    questions(requirements, options),
    figures(report, options),
    nextSteps(options),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function listed(paint: Paint, title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const shown = items.slice(0, mostListed).map((item) => `  - ${item}`);
  const more = items.length - mostListed;
  const rest = more > 0 ? [paint.dim(`  … and ${more} more in docs/requirements.md`)] : [];
  return [`${paint.bold(title)} ${paint.dim(`(${items.length})`)}`, ...shown, ...rest].join("\n");
}

/** What people can do comes before the rules, and both before mere structure. */
function understood({ requirements }: Requirements): string[] {
  return Object.values(requirements)
    .filter(({ status }) => status === "built")
    .toSorted((a, b) => weight(a) - weight(b))
    .map(({ statement }) => statement);
}

function weight({ formal }: Requirement): number {
  if (formal?.type === "permission") return 0;
  return formal?.type === "structure" ? 2 : 1;
}

function assumed({ requirements }: Requirements): string[] {
  return Object.values(requirements)
    .filter(({ status }) => status === "assumed")
    .map(({ statement, because }) => (because ? `${statement} (${because})` : statement));
}

/** Requirements that are open, and sentences that nothing was made of, in their own words. */
function leftOpen(requirements: Requirements): string[] {
  const open = Object.values(requirements.requirements).filter(({ status }) => status === "open");
  const quoted = new Set(open.flatMap(({ evidence }) => evidence));
  const unused = Object.entries(sentenceStatuses(requirements)).flatMap(([key, { status }]) => {
    const sentence = requirements.sentences[key];
    return status === "open" && sentence && !quoted.has(key) ? [`“${sentence.text.trim()}”`] : [];
  });
  const stated = open.map(({ statement, evidence }) => {
    const words = evidence.flatMap((key) => requirements.sentences[key]?.text.trim() ?? []);
    const isQuoted = words.length === 0 || words.some((text) => statement.includes(text));
    return isQuoted ? statement : `${statement} (“${words.join(" ")}”)`;
  });
  return [...stated, ...unused];
}

function questions(requirements: Requirements, { paint, directory, command }: SummaryOptions): string {
  const open = openQuestions(requirements);
  if (open.length === 0) return "";
  const lines = open.flatMap(([key, { text, choices, default: usual }]) => [
    `  ${paint.cyan(key)}: ${text}`,
    ...Object.entries(choices).map(([choice, meaning]) => {
      const isTaken = choice === usual;
      return `    ${isTaken ? "*" : " "} ${choice}: ${meaning}${isTaken ? paint.dim(" (taken)") : ""}`;
    }),
  ]);
  const how = paint.dim(`  Answer with: ${command} answer <question> <choice> ${shellWord(directory)}`);
  return [`${paint.bold("Questions")} ${paint.dim(`(${open.length})`)}`, ...lines, how].join("\n");
}

function figures(report: Report | undefined, { paint, verified }: SummaryOptions): string {
  if (!report) return "";
  const { tests, operations, typecheck, boot, documents, sentences, edits, usage, ms } = report;
  const head = verified ? paint.green("Verified") : paint.red("Not verified");
  // What is built holds; that says nothing of what is not.
  const rest =
    verified && sentences.open > 0
      ? paint.yellow(`, but ${sentences.open} of ${counted(sentences.total, "sentence")} left open`)
      : "";
  const lines = [
    `${paint.bold(head)} in ${duration(ms.total)}${rest}`,
    `  ${counted(documents.models, "table")}, ${counted(operations.total, "operation")}, ${counted(documents.scenarios, "test")}`,
    `  types: ${counted(typecheck.errors, "error")} in ${counted(typecheck.files, "file")}; ${boot.ok ? `starts in ${duration(boot.ms)}` : "does not start"}`,
    `  tests: ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped; ${operations.tested} of ${counted(operations.total, "operation")} tested`,
    // Where nothing ran, all are untested.
    ...namesLine("not tested", operations.tested > 0 ? operations.untested : []),
    `  requirements: ${report.requirements.covered} of ${report.requirements.total} proved, ${report.requirements.open} open`,
    ...namesLine("not proved", report.requirements.unproved, "docs/requirements.md says what they are"),
    `  sentences: ${sentences.built} built, ${sentences.assumed} assumed, ${sentences.open} open`,
  ];
  if (usage.calls > 0) {
    const taken = edits.withdrawn > 0 ? `, ${edits.withdrawn} taken back` : "";
    const spent = tokens(usage.input + usage.output);
    lines.push(
      `  model: ${counted(usage.calls, "call")}, ${spent}, ${counted(edits.accepted, "edit")}${taken}`,
    );
  }
  return lines.join("\n");
}

const mostNamed = 12;

function namesLine(label: string, names: readonly string[], remark?: string): string[] {
  if (names.length === 0) return [];
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  const remarked = remark === undefined ? "" : ` (${remark})`;
  return [`    ${label}: ${names.slice(0, mostNamed).join(", ")}${more}${remarked}`];
}

function nextSteps({ paint, directory, command, verified }: SummaryOptions): string {
  const place = shellWord(directory);
  const steps = verified
    ? [
        [`${command} run ${place}`, "starts it here"],
        [`cd ${place} && npm ci && npm start`, "starts it on its own"],
        [`${command} new ${place} -m "…"`, "says more, and rebuilds what changes"],
      ]
    : [
        [`${command} check ${place}`, "says what is wrong with the documents"],
        [`${command} log ${place}`, "shows what happened"],
        [`${command} new ${place} -m "…"`, "says more, and builds again"],
      ];
  const width = Math.max(...steps.map(([words]) => words!.length));
  const lines = steps.map(([words, what]) => `  ${paint.cyan(words!.padEnd(width))}  ${paint.dim(what!)}`);
  return [paint.bold("Next"), ...lines].join("\n");
}
