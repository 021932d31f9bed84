import { checkDocument } from "../backend/check.ts";
import { collectionOf, type Backend } from "../backend/documents.ts";
import { applyEdits, editsOf, type Edit } from "../backend/edits.ts";
import { newIdentity, restoreIdentities, withoutIdentities } from "../backend/identity.ts";
import { renderForModels } from "../diagnostic/render.ts";
import { isError, keysOf, pointerOf, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { readAnswer } from "../model/answer.ts";
import { renderFeedback } from "../model/feedback.ts";
import type { Model, ModelMessage } from "../model/port.ts";
import { checkPromptBound, DEFAULT_PROMPT_BOUND } from "../model/tokens.ts";
import type { Usage } from "../model/usage.ts";
import { parseExpression } from "../expression/parse.ts";
import { defineDiagnostics } from "../diagnostic/define.ts";
import { canonicalJson } from "../schema/canonical.ts";
import { exportSchema } from "../schema/export.ts";
import type { ConvertExpression } from "../schema/expressions.ts";
import { schemaOf } from "../schema/from-zod.ts";
import { propertyOf, resolvePresent, type Schema, type SchemaNode } from "../schema/ir.ts";
import { asSeen } from "./context.ts";
import type { OpenUnit, Step, StepAnswer, StepState, Unit } from "./step.ts";

const report = defineDiagnostics("call", {
  expression: { severity: "error", message: "{message}" },
  "unknown-node": {
    severity: "error",
    message: "There is no {name} among the nodes of this call.",
    mend: "Name one of those shown, or put it as a new one.",
  },
});

/** What became of one try; `edits` when it was accepted. */
export interface Attempt {
  attempt: number;
  accepted: boolean;
  usage: Usage;
  findings: Diagnostic[];
}

export interface UnitOutcome {
  outcome: "draft" | "edited" | "exhausted";
  edits: Edit[];
}

export interface CallOptions {
  model: Model;
  tries: number;
  signal?: AbortSignal;
  onAttempt: (attempt: Attempt) => void;
}

/**
 * Asks a model for one unit until its answer passes every check or the tries are used up; then the draft stands.
 * Rejects with `ModelError` where the model cannot be reached.
 */
export async function callUnit(
  step: Step,
  unit: OpenUnit,
  state: StepState,
  options: CallOptions,
): Promise<UnitOutcome> {
  const exported = exportSchema(visibleSchema(step), options.model.flavour);
  const asked = { name: step.name, description: step.title, schema: exported };
  const opening = openingMessages(step, unit);
  let messages = opening;
  for (let attempt = 1; attempt <= options.tries; attempt++) {
    const request = { messages, function: asked, ...(options.signal ? { signal: options.signal } : {}) };
    const tooLarge = checkPromptBound(request, DEFAULT_PROMPT_BOUND);
    if (tooLarge.length > 0) {
      const usage = { calls: 0, input: 0, cached: 0, output: 0, attempts: 0, ms: 0 };
      options.onAttempt({ attempt, accepted: false, usage, findings: tooLarge });
      return { outcome: "exhausted", edits: [] };
    }
    const answer = await options.model.call(request);
    const read = readAnswer(answer.arguments, {
      type: step.output,
      schema: visibleSchema(step),
      complete: (value) => withIdentities(step, unit, state, value),
      flavour: options.model.flavour,
      parseExpression: parseIn(step.name),
      name: step.name,
      ...(answer.calledName === undefined ? {} : { calledName: answer.calledName }),
      finish: answer.finish,
    });
    const judged = read.value
      ? judge(step, unit, state, read.value)
      : { edits: [], findings: read.diagnostics };
    const findings = judged.findings.filter(isError);
    options.onAttempt({ attempt, accepted: findings.length === 0, usage: answer.usage, findings });
    if (findings.length === 0)
      return { outcome: judged.edits.length === 0 ? "draft" : "edited", edits: judged.edits };
    messages = [...opening, ...feedbackMessages(step, read.answer, findings)];
  }
  return { outcome: "exhausted", edits: [] };
}

const visible = new WeakMap<Step, Schema>();

/** The schema of a step's answers as models see it. */
export function visibleSchema(step: Step): Schema {
  const known = visible.get(step) ?? withoutIdentities(schemaOf(step.output));
  visible.set(step, known);
  return known;
}

/** What stands above the draft's nodes in a prompt. */
export const draftHeading = "## The draft\n\nThese nodes stand as they are unless you change them:";

function openingMessages(step: Step, unit: OpenUnit): ModelMessage[] {
  const draft = `${draftHeading}\n\n${linesOf(draftAnswer(step, unit))}`;
  const missing =
    unit.findings.length === 0 ? "" : `## What must be mended\n\n${renderForModels(unit.findings)}`;
  const content = [...unit.context, draft, missing].filter((part) => part !== "").join("\n\n");
  return [
    { role: "system", content: `${commonPrompt}\n\n${step.prompt}` },
    { role: "user", content },
  ];
}

const commonPrompt = `You improve one part of a backend that is described by typed documents. You are shown a draft that works and
answer by calling the function with the difference only: whole nodes under "put" (new or changed, by name), names under
"remove", pairs under "rename". Leave out what should stay. An empty answer means that the draft is right.
Expressions are text, for example: loan.quantity <= 5 && actor.id == loan.memberId.`;

/** JSON with a node a line: indentation would cost a model a third more tokens. */
function linesOf(draft: Record<string, Record<string, unknown>>): string {
  const collections = Object.entries(draft).map(([collection, nodes]) => {
    const lines = Object.entries(nodes).map(
      ([name, node]) => `  ${JSON.stringify(name)}: ${JSON.stringify(node)}`,
    );
    return ` ${JSON.stringify(collection)}: {${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n `}}`;
  });
  return `{\n${collections.join(",\n")}\n}`;
}

/** A unit's nodes as a model would put them. */
export function draftAnswer(step: Step, unit: Unit): Record<string, Record<string, unknown>> {
  const schema = schemaOf(step.output);
  const answer = Object.fromEntries(
    step.collections.map((collection) => [collection, { put: unit.nodes[collection] ?? {} }]),
  );
  const seen = asSeen(schema, answer) as Record<string, { put: Record<string, unknown> }>;
  return Object.fromEntries(Object.entries(seen).map(([collection, { put }]) => [collection, put]));
}

function feedbackMessages(step: Step, answer: unknown, findings: readonly Diagnostic[]): ModelMessage[] {
  const schema = schemaOf(step.output);
  const shown = answer === undefined ? undefined : asSeen(schema, answer);
  const printed = renderFeedback(shown, findings);
  const content = `Your last answer cannot be used. Here it is again, with a comment at each place that is wrong:\n\n${printed}\n\nCall ${step.name} again with a corrected answer.`;
  return [{ role: "user", content }];
}

function parseIn(call: string): ConvertExpression {
  return (value, pointer) => {
    if (typeof value !== "string") return { value };
    const parsed = parseExpression(value);
    if ("expression" in parsed) return { value: parsed.expression };
    return {
      diagnostics: parsed.problems.map(({ message }) => report.expression({ call, pointer }, { message })),
    };
  };
}

/** Gives the answer's nodes their identities: those of the nodes they replace, new ones for new names. */
function withIdentities(step: Step, unit: Unit, state: StepState, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const schema = schemaOf(step.output);
  const root = resolvePresent(schema, schema.root);
  if (root.type !== "object") return value;
  const entries = Object.entries(value).map(([collection, difference]): [string, unknown] => {
    const node = nodeSchema(schema, root.properties[collection]);
    if (!node || typeof difference !== "object" || difference === null || !("put" in difference))
      return [collection, difference];
    const put: unknown = difference.put;
    if (typeof put !== "object" || put === null) return [collection, difference];
    const current = collectionOf(state.assembly.backend[step.document], collection);
    const taken = new Set(Object.values(current).map(({ id }) => id));
    const completed = Object.entries(put).map(([name, child]): [string, unknown] => {
      const previous = Object.hasOwn(current, name) ? current[name] : undefined;
      const id = previous?.id ?? newIdentity(name, taken);
      taken.add(id);
      return [name, restoreIdentities(schema, node, child, previous, id)];
    });
    return [collection, { ...difference, put: Object.fromEntries(completed) }];
  });
  return Object.fromEntries(entries);
}

/** The schema of one node of a collection, from that of the collection's difference. */
function nodeSchema(schema: Schema, difference: SchemaNode | undefined): SchemaNode | undefined {
  const object = difference && resolvePresent(schema, difference);
  if (object?.type !== "object") return undefined;
  const put = propertyOf(object, "put");
  const record = put && resolvePresent(schema, put);
  return record?.type === "object" ? record.additional : undefined;
}

/** The answer as edits, with everything that its document's checks say about it and did not say before. */
function judge(
  step: Step,
  unit: Unit,
  state: StepState,
  answer: StepAnswer,
): { edits: Edit[]; findings: Diagnostic[] } {
  const { backend, drafts } = state.assembly;
  const unknown = unknownNodes(step, unit, answer);
  if (unknown.length > 0) return { edits: [], findings: unknown };
  const edits = step.collections.flatMap((collection) => {
    const difference = answer[collection];
    if (!difference) return [];
    const current = collectionOf(backend[step.document], collection);
    const changed = {
      ...difference,
      put: Object.fromEntries(
        Object.entries(difference.put ?? {}).filter(([name, node]) => !isSame(current[name], node)),
      ),
    };
    const newId = (name: string): string => (changed.put[name] as { id: string }).id;
    return editsOf(
      step.document,
      collection,
      drafts[step.document],
      backend[step.document],
      changed,
      "model",
      newId,
    );
  });
  const { document } = applyEdits(step.document, backend[step.document], edits);
  const before = new Set(checkDocument(step.document, backend).map(keyOf));
  const after = checkDocument(step.document, { ...backend, [step.document]: document } as Backend);
  const fresh = after.filter((diagnostic) => isError(diagnostic) && !before.has(keyOf(diagnostic)));
  return { edits, findings: fresh.map((diagnostic) => inAnswer(step, answer, diagnostic)) };
}

function isSame(current: unknown, node: unknown): boolean {
  return current !== undefined && canonicalJson(current) === canonicalJson(node);
}

function keyOf({ code, message, at }: Diagnostic): string {
  return JSON.stringify([code, message, at]);
}

function unknownNodes(step: Step, unit: Unit, answer: StepAnswer): Diagnostic[] {
  return step.collections.flatMap((collection) => {
    const { put = {}, remove = [], rename = [] } = answer[collection] ?? {};
    const known = new Set([...Object.keys(unit.nodes[collection] ?? {}), ...Object.keys(put)]);
    const named = [
      ...remove.map((name, index) => ({ name, keys: [collection, "remove", index] })),
      ...rename.map(({ from }, index) => ({ name: from, keys: [collection, "rename", index, "from"] })),
    ];
    return named
      .filter(({ name }) => !known.has(name))
      .map(({ name, keys }) =>
        report["unknown-node"]({ call: step.name, pointer: pointerOf(keys) }, { name }),
      );
  });
}

/** A finding about the document, shown at the place of the answer that caused it where there is one. */
function inAnswer(step: Step, answer: StepAnswer, diagnostic: Diagnostic): Diagnostic {
  if (!("document" in diagnostic.at)) return diagnostic;
  const [collection = "", name = "", ...rest] = keysOf(diagnostic.at.pointer);
  const isThere = Object.hasOwn(answer[collection]?.put ?? {}, name);
  const pointer = isThere ? pointerOf([collection, "put", name, ...rest]) : "";
  return { ...diagnostic, at: { call: step.name, pointer }, trace: [diagnostic.at, ...diagnostic.trace] };
}
