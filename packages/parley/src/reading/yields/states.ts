import type { Concept } from "../../requirements/document.ts";
import { camelCase } from "../../text/names.ts";
import { transitions } from "../lexicon/words.ts";
import type { Phrase } from "../phrases.ts";
import { type Scene, lifecycleOf } from "../scene.ts";
import type { Word } from "../tagging.ts";

/** States out of which an action usually leads; the first that the thing has is taken, else its first state. */
const sources: Readonly<Record<string, readonly string[]>> = {
  approve: ["submitted", "pending", "requested"],
  reject: ["submitted", "pending", "requested"],
  accept: ["submitted", "pending"],
  decline: ["submitted", "pending"],
  confirm: ["pending", "requested"],
  pay: ["approved", "confirmed", "placed", "sent"],
  ship: ["paid", "packed"],
  deliver: ["shipped", "dispatched", "prepared"],
  refund: ["paid"],
  unlock: ["locked"],
  unhide: ["hidden"],
  resume: ["paused", "suspended"],
  unpublish: ["published"],
  return: ["active", "borrowed"],
  archive: ["published", "completed", "closed"],
  finish: ["started"],
  complete: ["started", "booked", "active", "open"],
  resolve: ["started", "open"],
  deactivate: ["active"],
  suspend: ["active"],
  pause: ["active", "started"],
  enable: ["disabled"],
  activate: ["approved", "inactive"],
  acknowledge: ["open"],
};

/** The state before anything has happened, where nothing else says so. */
const firsts: Readonly<Record<string, string>> = {
  submit: "draft",
  publish: "draft",
  approve: "pending",
  reject: "pending",
  accept: "pending",
  decline: "pending",
  confirm: "pending",
  complete: "open",
  close: "open",
  resolve: "open",
  finish: "open",
  pay: "unpaid",
  waive: "due",
  hide: "visible",
  lock: "open",
  refund: "paid",
  ship: "paid",
  verify: "unverified",
  start: "planned",
  cancel: "active",
  schedule: "requested",
  activate: "inactive",
  escalate: "open",
  adopt: "available",
  claim: "available",
  sell: "available",
};

const backwards: ReadonlySet<string> = new Set([
  "reopen",
  "unlock",
  "unhide",
  "resume",
  "unpublish",
  "enable",
]);

/** States that a phrase says something is in: `an approved permit`; known ones, and those that actions lead to. */
export function saidStates({ modifiers }: Phrase, lifecycle: Concept["lifecycle"]): string[] {
  return modifiers
    .map(({ text }) => text)
    .filter((text) => lifecycle?.states.includes(text) === true || reached.has(text));
}

const reached: ReadonlySet<string> = new Set(
  Object.values(transitions).filter((state) => /ed$|^(?:sold|paid|active|inactive)$/.test(state)),
);

/**
 * The states an action leads from and to; `said` are those that it is said to come from. Nothing where it would lead
 * nowhere.
 */
export function wayOf(
  scene: Scene,
  concept: string,
  verb: string,
  said: readonly string[] = [],
): { from: string[]; to: string } | undefined {
  const lifecycle = lifecycleOf(scene.draft, concept);
  const to = transitions[verb]!;
  if (!lifecycle) {
    const from = said.length > 0 ? [...said] : [firsts[verb] ?? "active"];
    return { from, to: from.includes(to) ? `${to}Again` : to };
  }
  const usual = (sources[verb] ?? []).filter((state) => lifecycle.states.includes(state));
  const source = said[0] ?? usual[0];
  if (backwards.has(verb)) return wayBack(lifecycle, verb, source);
  const first =
    firsts[verb] !== undefined && lifecycle.states.includes(firsts[verb]) ? firsts[verb] : undefined;
  const from = said.length > 0 ? [...said] : [source ?? first ?? lifecycle.initial];
  return from.includes(to) ? undefined : { from, to };
}

/** `resume` leads to where the state was left from which it leads back. */
function wayBack(
  { initial, states, transitions: ways }: NonNullable<Concept["lifecycle"]>,
  verb: string,
  source: string | undefined,
): { from: string[]; to: string } | undefined {
  if (verb === "reopen") {
    const ends = states.filter(
      (state) => state !== initial && Object.values(ways).every(({ from }) => !from.includes(state)),
    );
    return { from: ends.length > 0 ? ends : [states.at(-1)!], to: initial };
  }
  const from = source ?? states.find((state) => state !== initial);
  const before = Object.values(ways).find(({ to, from: others }) => to === from && others[0] !== from);
  const to = before?.from[0] ?? initial;
  return from === undefined || from === to ? undefined : { from: [from], to };
}

/** What something is before anything has been done with it. */
export function beginAt(lifecycle: NonNullable<Concept["lifecycle"]>, state: string): void {
  if (!lifecycle.states.includes(state)) lifecycle.states.unshift(state);
  lifecycle.initial = state;
}

export const verbOfState = new Map(Object.entries(transitions).map(([verb, state]) => [state, verb]));
for (const [state, verb] of [
  ["inProgress", "start"],
  ["inReview", "review"],
  ["done", "finish"],
  ["open", "reopen"],
  ["ready", "prepare"],
  ["todo", "reopen"],
] as const)
  verbOfState.set(state, verb);

export function stateName(words: readonly Word[]): string {
  return camelCase(words.map(({ text }) => text).join(" "))
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .replace(/^[^a-z]+/, "")
    .slice(0, 40);
}
