import { sentenceCase, titleCase } from "../../text/names.ts";
import { join, lines, markdown, markdownCode, paragraphs, text, when, type Text } from "../../text/text.ts";
import type { Actor, Attribute, Concept, Requirement, Requirements } from "../document.ts";
import { relationsOf } from "../nouns.ts";
import { sentenceStatuses } from "../sentences.ts";
import { enumerate } from "./statement.ts";

/** What carries and what proves each requirement, by its key. */
export type Trace = Readonly<Record<string, { operations: readonly string[]; tests: readonly string[] }>>;

const kindTitles: readonly (readonly [Requirement["kind"], string])[] = [
  ["functional", "What people can do"],
  ["rule", "Rules"],
  ["security", "Security"],
  ["quality", "Quality"],
];

/** The requirements report as Markdown: who, what, which rules, what is assumed or open, and the trace of each. */
export function printReport(requirements: Requirements, trace: Trace = {}): Text {
  const stated = Object.entries(requirements.requirements);
  const withStatus = (status: Requirement["status"]): [string, Requirement][] =>
    stated.filter(([, requirement]) => requirement.status === status);
  return text`
    ${paragraphs([
      text`# ${markdown(requirements.title)}`,
      ...words(requirements.description),
      figures(requirements),
      ...section("Actors", Object.entries(requirements.actors).map(actorLine), lines),
      ...section("Concepts", Object.entries(requirements.concepts).map(conceptPart), paragraphs),
      ...kindTitles.flatMap(([kind, title]) => {
        const found = withStatus("built").filter(([, requirement]) => requirement.kind === kind);
        return section(
          title,
          found.map(([key, it]) => requirementPart(key, it, requirements)),
          lines,
        );
      }),
      ...section(
        "Assumed",
        withStatus("assumed").map(([key, it]) => requirementPart(key, it, requirements)),
        lines,
      ),
      ...section(
        "Open",
        withStatus("open").map(([key, it]) => requirementPart(key, it, requirements)),
        lines,
      ),
      ...section("Questions", Object.values(requirements.questions).map(questionPart), lines),
      ...section("Not wanted", notWanted(requirements), lines),
      ...section("What was said", sentenceLines(requirements), lines),
      ...section("Trace", traceTable(requirements, trace), lines),
    ])}

  `;
}

function section(title: string, parts: readonly Text[], set: (parts: readonly Text[]) => Text): Text[] {
  return parts.length === 0 ? [] : [text`## ${markdown(title)}`, set(parts)];
}

function words(description: string | undefined): Text[] {
  return (description ?? "")
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== "")
    .map(markdown);
}

function count(values: readonly { status: string }[], status: string): string {
  return `${values.filter((value) => value.status === status).length} ${status}`;
}

/** Requirements and sentences, counted by status. */
function figures(requirements: Requirements): Text {
  const stated = Object.values(requirements.requirements);
  const said = Object.values(sentenceStatuses(requirements));
  const parts = [
    `${stated.length} requirements: ${["built", "assumed", "open", "declined"].map((status) => count(stated, status)).join(", ")}.`,
    ...(said.length > 0
      ? [
          `${said.length} sentences: ${["built", "assumed", "open"].map((status) => count(said, status)).join(", ")}.`,
        ]
      : []),
  ];
  return markdown(parts.join(" "));
}

function actorLine([kind, actor]: [string, Actor]): Text {
  const attributes = Object.entries(actor.attributes).map(([name, attribute]) =>
    attributeText(name, attribute),
  );
  const described = actor.description ? `: ${actor.description}` : "";
  return text`
    - **${markdown(titleCase(kind))}** (${markdown(arising(actor))})${markdown(described)}
      ${lines(attributes)}
  `;
}

function arising(actor: Actor): string {
  switch (actor.arises) {
    case "signUp":
      return "signs up";
    case "registered":
      return `registered by ${enumerate(actor.by ?? [], "or") || "nobody"}`;
    case "bootstrap":
      return "the first one comes with the installation";
    default:
      return actor.arises satisfies never;
  }
}

function conceptPart([name, concept]: [string, Concept]): Text {
  const relations = relationsOf({ type: "concept", name, concept, attributes: concept.attributes });
  const { lifecycle, membership, parent } = concept;
  const members = [
    when(
      membership === true && parent !== undefined,
      () => text`- ${markdown(`says who has joined its ${parent!.as}`)}`,
    ),
    ...relations.map(({ name: relation, role, target, optional }) => {
      const what = { owner: "owned by", parent: "part of", reference: "refers to" }[role];
      return text`- ${markdownCode(relation)}: ${markdown(`${what} ${target}${optional ? ", optional" : ""}`)}`;
    }),
    ...Object.entries(concept.attributes).map(([attribute, it]) => attributeText(attribute, it)),
    when(lifecycle !== undefined, () => lifecycleText(lifecycle!)),
  ];
  return paragraphs([text`### ${markdown(titleCase(name))}`, ...words(concept.description), lines(members)]);
}

function lifecycleText({ attribute, states, initial, transitions }: NonNullable<Concept["lifecycle"]>): Text {
  const moves = Object.entries(transitions).map(
    ([action, { from, to }]) =>
      text`  - ${markdownCode(action)}: ${markdown(`${enumerate(from, "or")} to ${to}`)}`,
  );
  const head = text`- ${markdownCode(attribute)}: ${markdown(`${enumerate(states, "or")}; first ${initial}`)}`;
  return lines([head, ...moves]);
}

function attributeText(name: string, attribute: Attribute): Text {
  const { type, values, minimum, maximum, list, optional, unique, server } = attribute;
  const parts = [
    `${list ? "list of " : ""}${values ? enumerate(values, "or") : type}`,
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...(optional ? ["optional"] : []),
    ...(unique ? ["unique"] : []),
    ...(server ? ["set by the server"] : []),
    ...(attribute.default === undefined ? [] : [`otherwise ${attribute.default}`]),
  ];
  const described = attribute.description ? `. ${attribute.description}` : "";
  return text`- ${markdownCode(name)}: ${markdown(`${parts.join(", ")}${described}`)}`;
}

function requirementPart(key: string, requirement: Requirement, { sentences }: Requirements): Text {
  const quotes = requirement.evidence.map((name) =>
    Object.hasOwn(sentences, name) ? sentences[name]!.text : name,
  );
  const details = [
    ...(requirement.because === undefined ? [] : [text`- Because: ${markdown(requirement.because)}`]),
    ...(requirement.criteria ?? []).map((criterion) => text`- Accepted when: ${markdown(criterion)}`),
    ...quotes.map((quote) => text`- Said: ${markdown(`“${quote}”`)}`),
  ];
  return text`
    - **${markdown(key)}** ${statementText(requirement.statement)}
      ${lines(details)}
  `;
}

/** A statement's words; what it has in backticks stays code. */
function statementText(statement: string): Text {
  const parts = statement.split(/(`[^`]+`)/).filter((part) => part !== "");
  return join(
    parts.map((part) => {
      if (/^`[^`]+`$/.test(part)) return markdownCode(part.slice(1, -1));
      return join([when(/^\s/.test(part), text` `), markdown(part), when(/\S\s+$/.test(part), text` `)]);
    }),
  );
}

function questionPart(question: Requirements["questions"][string]): Text {
  const taken = question.answer ?? question.default;
  const meaning = Object.hasOwn(question.choices, taken) ? question.choices[taken]! : taken;
  const how = question.answer === undefined ? "Nobody answered, so" : "Answer";
  return text`
    - ${markdown(question.text)}
      - ${markdown(`${how}: ${meaning}`)}
  `;
}

function notWanted(requirements: Requirements): Text[] {
  const declined = Object.values(requirements.requirements)
    .filter(({ status }) => status === "declined")
    .map(({ statement }) => statement);
  return [...requirements.nonGoals, ...declined].map((words) => text`- ${markdown(words)}`);
}

function sentenceLines(requirements: Requirements): Text[] {
  return Object.entries(sentenceStatuses(requirements)).map(([key, { status, requirements: citing }]) => {
    const carried = citing.length > 0 ? `, ${enumerate(citing)}` : "";
    return text`- ${markdown(`“${requirements.sentences[key]!.text}” (${status}${carried})`)}`;
  });
}

function traceTable(requirements: Requirements, trace: Trace): Text[] {
  const rows = Object.entries(requirements.requirements).map(([key, { kind, status }]) => {
    const { operations = [], tests = [] } = Object.hasOwn(trace, key) ? trace[key]! : {};
    const cells = [key, sentenceCase(kind), status, operations.join(", "), tests.join("; ")];
    return text`| ${join(
      cells.map((cell) => markdown(cell.trim() === "" ? "–" : cell)),
      text` | `,
    )} |`;
  });
  if (rows.length === 0) return [];
  return [
    text`| Requirement | Kind | Status | Operations | Tests |`,
    text`| --- | --- | --- | --- | --- |`,
    ...rows,
  ];
}
