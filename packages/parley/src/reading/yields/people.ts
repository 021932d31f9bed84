import { pascalCase } from "../../text/names.ts";
import { type Draft, ensureActor } from "../draft.ts";
import type { Event } from "../event.ts";
import { grant } from "../grants.ts";
import { everybody } from "../lexicon/people.ts";
import { registered, withoutVerb } from "../accounts.ts";
import { actingIn } from "../matching.ts";
import { type Phrase, nounWords } from "../phrases.ts";
import {
  type Scene,
  actorsOf,
  declareActor,
  isStaff,
  staffActor,
  stated,
  use,
  useAgents,
  useVerb,
} from "../scene.ts";

/** `librarians register members`, `accounts of members are created by librarians`: their accounts are made for them. */
export function register(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const acting = actingIn(scene, event).filter((kind) => kind !== "guest");
  if (acting.length === 0) return false;
  for (const phrase of registered(event)) {
    const isThey = phrase.words[0]?.tag === "pronoun";
    const kind = isThey
      ? scene.focus.people
      : (actorsOf(scene, phrase, true)?.[0] ?? declareActor(draft, nounWords(phrase).join(" ")));
    if (kind === undefined || kind === "guest" || acting.includes(kind)) return false;
    if (acting.some((other) => isRegisteredBy(draft, other, kind))) return false;
    for (const other of acting) {
      // That they in turn register the others was no more than the usual.
      if (!draft.actors[other]!.by?.includes(kind)) continue;
      draft.actors[other]!.arises = "bootstrap";
      delete draft.actors[other]!.by;
    }
    letRegister(scene, acting, kind);
    use(scene, phrase.tokens);
  }
  for (const { preposition, word, phrases } of event.slots)
    if (phrases.some((phrase) => registered(event).includes(phrase)) && preposition !== "by")
      use(scene, word);
  if (event.passive)
    use(
      scene,
      event.subject.flatMap(({ tokens }) => tokens),
    );
  useAgents(scene, event);
  useVerb(scene, event);
  return true;
}

/** `nobody signs up by themselves`, `I don't want people joining`: whoever runs things makes their accounts. */
export function noSignUp(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const people = event.objects.some(({ words }) => words.length > 1)
    ? event.objects.map(withoutVerb)
    : event.subject;
  const staff = staffActor(draft);
  if (staff === undefined) return false;
  const kinds = people.flatMap((phrase) => namedIn(scene, phrase)).filter((kind) => kind !== staff);
  if (kinds.length === 0) return false;
  for (const kind of kinds) letRegister(scene, [staff], kind);
  scene.focus = { ...scene.focus, people: kinds[0]! };
  for (const phrase of [...event.subject, ...event.objects]) use(scene, phrase.tokens);
  use(
    scene,
    event.words.filter(({ tag }) => tag === "not"),
  );
  useVerb(scene, event);
  return true;
}

function namedIn(scene: Scene, phrase: Phrase): string[] {
  const { draft } = scene;
  const text = nounWords(phrase).join(" ");
  if (!everybody.has(text) && !["nobody", "noone"].includes(text)) return actorsOf(scene, phrase, true) ?? [];
  const members = Object.keys(draft.actors).filter((kind) => !isStaff(draft, kind));
  if (members.length > 0) return members;
  ensureActor(draft, "member", { arises: "signUp" });
  return ["member"];
}

function letRegister(scene: Scene, acting: readonly string[], kind: string): void {
  const { draft } = scene;
  const actor = draft.actors[kind]!;
  const others = (actor.by ?? []).filter((other) => isRegisteredBy(draft, kind, other));
  actor.arises = "registered";
  actor.by = [...new Set([...others, ...acting])];
  grant(draft, acting, ["create", "read"], pascalCase(kind), false, stated(scene));
}

/** Whether somebody said so; else it is no more than the usual. */
function isRegisteredBy(draft: Draft, kind: string, by: string): boolean {
  return (draft.index.claims.get(pascalCase(kind)) ?? []).some(
    ({ formal, status }) =>
      formal?.type === "permission" &&
      status === "built" &&
      formal.actions.includes("create") &&
      formal.actors.includes(by),
  );
}
