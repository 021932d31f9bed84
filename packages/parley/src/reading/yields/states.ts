import { camelCase } from "../../text/names.ts";
import { transitions } from "../lexicon/words.ts";
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
  resume: ["paused"],
  unpublish: ["published"],
  return: ["active", "borrowed"],
  archive: ["published", "completed", "closed"],
  finish: ["started"],
  complete: ["started", "booked", "active", "open"],
  resolve: ["started", "open"],
  deactivate: ["active"],
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

/** The states an action leads from and to. */
export function wayOf(scene: Scene, concept: string, verb: string): { from: string[]; to: string } {
  const lifecycle = lifecycleOf(scene.draft, concept);
  const to = backwards.has(verb) && lifecycle ? lifecycle.initial : transitions[verb]!;
  if (!lifecycle) return { from: [firsts[verb] ?? "active"], to: to === firsts[verb] ? `${to}Again` : to };
  const usual = (sources[verb] ?? []).filter((state) => lifecycle.states.includes(state));
  if (verb === "reopen") {
    const ends = lifecycle.states.filter(
      (state) =>
        state !== lifecycle.initial &&
        Object.values(lifecycle.transitions).every(({ from }) => !from.includes(state)),
    );
    return { from: ends.length > 0 ? ends : [lifecycle.states.at(-1)!], to };
  }
  return { from: usual.length > 0 ? usual.slice(0, 1) : [lifecycle.initial], to };
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
