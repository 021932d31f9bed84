import { assembleUntil } from "../backend/assemble.ts";
import { collectionOf } from "../backend/documents.ts";
import { isError, keysOf, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { ModelError, type Model } from "../model/port.ts";
import type { Requirements } from "../requirements/document.ts";
import { hashOf } from "../schema/canonical.ts";
import { callUnit, type UnitOutcome } from "./call.ts";
import type { Event, EventBody } from "./events.ts";
import type { Log } from "./log.ts";
import { fold } from "./state.ts";
import type { OpenUnit, Step, StepState, Unit } from "./step.ts";
import { steps } from "./steps/index.ts";

export interface DesignOptions {
  log: Log;
  /** Re-reads the conversation: the requirements' draft for what has been said. */
  draftRequirements: () => Requirements;
  model: Model;
  tries: number;
  /** Units of a step that are asked at the same time. */
  concurrency: number;
  signal?: AbortSignal;
  /** Logs and shows events; those of one call are logged together or not at all. */
  append: (bodies: readonly EventBody[]) => Event[];
}

/**
 * Asks the model for every unit of every step that was not settled before. Answers are logged the moment they are
 * accepted. A model that cannot be reached ends the asking; what was decided so far, and the drafts, stand.
 */
export async function design(options: DesignOptions): Promise<ModelError | undefined> {
  for (const step of steps) {
    const failure = await runStep(step, options);
    if (failure) return failure;
  }
  return undefined;
}

async function runStep(step: Step, options: DesignOptions): Promise<ModelError | undefined> {
  const { messages, edits, settled } = fold(options.log.events);
  const assembly = assembleUntil(
    options.draftRequirements(),
    edits.map(({ edit }) => edit),
    step.document,
  );
  const state: StepState = { messages, assembly };
  const units = step
    .units(state)
    .map((unit): OpenUnit => ({ ...unit, findings: findingsOf(step, unit, assembly.diagnostics) }));
  const open = units.filter((unit) => !settled.has(keyOf(step, unit, state)));
  if (open.length === 0) return undefined;

  const started = performance.now();
  const [{ seq: because }] = options.append([
    { type: "step-start", step: step.name, units: open.length },
  ]) as [Event];
  let failure: ModelError | undefined;
  const queue = [...open];
  const work = async (): Promise<void> => {
    for (let unit = queue.shift(); unit && !failure; unit = queue.shift()) {
      failure = (await runUnit(step, unit, state, because, options)) ?? failure;
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency, open.length) }, work));
  options.append([{ type: "step-end", step: step.name, ms: Math.round(performance.now() - started) }]);
  return failure;
}

async function runUnit(
  step: Step,
  unit: OpenUnit,
  state: StepState,
  because: number,
  options: DesignOptions,
): Promise<ModelError | undefined> {
  const key = keyOf(step, unit, state);
  const named = { step: step.name, unit: unit.key };
  let accepted: EventBody[] = [];
  try {
    const { outcome, edits }: UnitOutcome = await callUnit(step, unit, state, {
      model: options.model,
      tries: options.tries,
      ...(options.signal ? { signal: options.signal } : {}),
      onAttempt: (attempt) => {
        const event: EventBody = { type: "attempt", ...named, ...attempt };
        if (attempt.accepted) accepted = [event];
        else options.append([event]);
      },
    });
    const changes = edits.map((edit): EventBody => ({ type: "edit", edit, because, ...named }));
    options.append([...accepted, ...changes, { type: "unit-end", ...named, key, outcome }]);
    return undefined;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    options.append([{ type: "unit-end", ...named, key, outcome: "unanswered" }]);
    return error;
  }
}

/**
 * All that the unit may know: the documents above as far as it sees them, and the drafted nodes before anybody's
 * edits of this document, so that an accepted answer does not open its own unit again.
 */
function keyOf(step: Step, unit: OpenUnit, { assembly }: StepState): string {
  const draft = assembly.drafts[step.document];
  const nodes = Object.fromEntries(
    step.collections.map((collection) => {
      const ids = new Set(Object.values(unit.nodes[collection] ?? {}).map(({ id }) => id));
      return [collection, Object.values(collectionOf(draft, collection)).filter(({ id }) => ids.has(id))];
    }),
  );
  const findings = unit.findings.map(({ code, at }) => ({ code, at }));
  return hashOf({
    step: step.name,
    version: step.version,
    unit: unit.key,
    upstream: unit.upstream,
    nodes,
    findings,
  });
}

/** Errors of the document that lie in the unit's nodes, or where one of its nodes should be. */
function findingsOf(step: Step, unit: Unit, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const expected = new Set(unit.expects ?? []);
  return diagnostics.filter((diagnostic) => {
    if (!isError(diagnostic) || !("document" in diagnostic.at) || diagnostic.at.document !== step.document)
      return false;
    const [collection = "", name = ""] = keysOf(diagnostic.at.pointer);
    return Object.hasOwn(unit.nodes[collection] ?? {}, name) || expected.has(name);
  });
}
