import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Expression } from "../../expression/document.ts";
import { conjunctsOf } from "../../expression/visit.ts";
import type { Lifecycle, Requirements } from "../document.ts";
import { report } from "./diagnostics.ts";

/** Effects wait for a state that the row can have once the action has happened. */
export function checkOccasions(requirements: Requirements): Diagnostic[] {
  return Object.entries(requirements.requirements).flatMap(([key, { formal }]) => {
    if (formal?.type !== "effect" || !formal.when) return [];
    const { concept, action, when } = formal;
    if (!Object.hasOwn(requirements.concepts, concept)) return [];
    const { lifecycle } = requirements.concepts[concept]!;
    const actual = lifecycle && stateAfter(lifecycle, action);
    if (!lifecycle || actual === undefined) return [];
    const missed = conjunctsOf(when)
      .flatMap((part) => comparisonOf(part, lifecycle) ?? [])
      .find(({ state, equal }) => (state === actual) !== equal);
    if (!missed) return [];
    const place = at("requirements", ["requirements", key, "formal", "when"]);
    const asked = missed.equal ? missed.state : `anything but ${missed.state}`;
    const title = mendOf(lifecycle, concept, action, missed);
    return [report["never-happens"](place, { concept, action, actual, asked }, { fix: { title } })];
  });
}

export interface Comparison {
  state: string;
  equal: boolean;
}

/** The state in which an action leaves every row, where it is one and the same. */
function stateAfter({ initial, transitions }: Lifecycle, action: string): string | undefined {
  if (action === "create") return initial;
  return Object.hasOwn(transitions, action) ? transitions[action]!.to : undefined;
}

/** `row.status == "open"`, either way round; other conditions are not judged. */
export function comparisonOf(
  expression: Expression,
  { attribute, states }: Lifecycle,
): Comparison | undefined {
  if (expression.type !== "binary") return undefined;
  const { operator, left, right } = expression;
  if (operator !== "==" && operator !== "!=") return undefined;
  const [member, literal] = left.type === "string" ? [right, left] : [left, right];
  if (member.type !== "member" || member.property !== attribute || literal.type !== "string")
    return undefined;
  if (member.object.type !== "name" || member.object.name !== "row") return undefined;
  return states.includes(literal.value) ? { state: literal.value, equal: operator === "==" } : undefined;
}

function mendOf(lifecycle: Lifecycle, concept: string, action: string, { state, equal }: Comparison): string {
  const after = "`row` is the row after the action.";
  const transition = action === "create" ? undefined : lifecycle.transitions[action];
  if (!transition || !equal) return `${after} Ask for another state, or take the condition away.`;
  const { from, to } = transition;
  if (from.length === 1 && from[0] === state) {
    return `${after} ${action} begins with ${state} alone, so take the condition on ${lifecycle.attribute} away.`;
  }
  const own = freeName(lifecycle, action + state.charAt(0).toUpperCase() + state.slice(1));
  const others = from.filter((other) => other !== state);
  const rest = from.includes(state) ? ` beside \`- ${action}: ${others.join(" | ")} -> ${to}\`` : "";
  return `${after} Give ${state} a transition of its own, \`- ${own}: ${state} -> ${to}\`${rest}, permit it to whom may ${action}, and say \`on ${own} ${concept}\` here.`;
}

function freeName({ transitions }: Lifecycle, wanted: string): string {
  let name = wanted;
  for (let count = 2; Object.hasOwn(transitions, name); count++) name = `${wanted}${count}`;
  return name;
}
