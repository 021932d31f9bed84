import { pascalCase, plural, words as wordsOf } from "../text/names.ts";
import { enumerate } from "../requirements/print/statement.ts";
import { addAttribute, merge } from "./draft-members.ts";
import { type Asking, type Basis, type Claim, type Draft, claim } from "./draft.ts";
import { attributesOf, fragmentOf } from "./fragments.ts";
import { canOwn, fillFromPrototype, grant } from "./grants.ts";
import { prototypeOf } from "./lexicon/prototypes.ts";
import { isStaff, mainActor, staffActor, usualActor } from "./scene.ts";

const guessed = (because: string): Basis => ({ status: "assumed", evidence: [], because });

/** Adds what nobody said but a product cannot do without; all of it assumed, with its reason. */
export function complete(draft: Draft, settled: ReadonlySet<string>): void {
  const concepts = Object.keys(draft.concepts).filter((concept) => !settled.has(concept));
  if (Object.keys(draft.concepts).length > 0 && Object.keys(draft.actors).length === 0) mainActor(draft);
  for (const concept of concepts) fill(draft, concept);
  const made = madeByEffect(draft);
  for (const concept of concepts) allow(draft, concept, made);
  for (const concept of concepts) letAct(draft, concept);
  for (const concept of concepts) letSee(draft, concept);
  for (const { question, brings } of draft.askings.values()) {
    const answer = draft.answers[question.id] ?? question.answer;
    choose(draft, question, brings, answer);
  }
  for (const concept of concepts) letFind(draft, concept);
  accounts(draft, settled);
}

function fill(draft: Draft, concept: string): void {
  const noun = draft.concepts[concept]!;
  const own = Object.values(noun.attributes).filter(({ server }) => !server).length;
  const isLink =
    Object.values(noun.references).some(({ optional }) => !optional) &&
    (noun.parent !== undefined || noun.owner !== undefined);
  if (own > 0 && !isNamed(noun) && !isLink) nameIt(draft, concept);
  const isEdge =
    Object.keys(noun.references).length > 0 || (noun.parent !== undefined && noun.owner !== undefined);
  const words = wordsOf(concept);
  const isServed = Object.values(draft.uses).some(({ bind }) => bind["as"] === concept);
  const isKnownThing = words.length === 1 && !isServed && prototypeOf(words).known;
  if (own > 0 || (isEdge && !isKnownThing)) return;
  const known = fillFromPrototype(draft, concept, words);
  const because = known ? `such things usually have these attributes` : "a thing has to be called something";
  claim(draft, { type: "structure", concept }, guessed(because));
}

function isNamed(noun: Draft["concepts"][string]): boolean {
  return Object.entries(noun.attributes).some(
    ([name, { type, list, server, optional }]) =>
      (["string", "text", "datetime"].includes(type) || name === "number") && !list && !server && !optional,
  );
}

/** What such a thing is usually called by. */
function nameIt(draft: Draft, concept: string): void {
  const [line] = prototypeOf(wordsOf(concept)).lines;
  for (const [name, attribute] of Object.entries(attributesOf(line === undefined ? [] : [line]))) {
    if (addAttribute(draft, concept, name, attribute))
      claim(draft, { type: "structure", concept, member: name }, guessed("one has to tell them apart"));
  }
}

function madeByEffect(draft: Draft): Set<string> {
  return new Set(
    [...draft.claims.values()].flatMap(({ formal }) =>
      formal?.type === "effect" && formal.effect.type === "create" ? [formal.effect.concept] : [],
    ),
  );
}

function permissions(draft: Draft, concept: string, action: string): Claim[] {
  return (draft.index.claims.get(concept) ?? []).filter(
    ({ formal, status }) =>
      formal?.type === "permission" &&
      formal.actions.includes(action) &&
      (status === "built" || status === "assumed"),
  );
}

/** Who makes, sees, changes and removes things of which nobody said it. */
function allow(draft: Draft, concept: string, made: ReadonlySet<string>): void {
  const noun = draft.concepts[concept]!;
  const owner = noun.owner?.actor;
  const staff = staffActor(draft);
  const isMadeByEffect = made.has(concept);
  const isServed = Object.values(draft.uses).some(({ bind }) => bind["as"] === concept);
  const keeper = owner ?? keeperOf(draft, concept);
  const maker = keeper ?? staff ?? mainActor(draft);
  const isFresh = permissions(draft, concept, "create").length === 0 && !isMadeByEffect;
  if (isFresh) {
    grant(
      draft,
      [maker],
      ["create"],
      concept,
      keeper !== undefined,
      guessed(keeper !== undefined ? "whose they are makes them" : "nobody was named who makes them"),
    );
  }
  const makers = new Set(
    permissions(draft, concept, "create").flatMap(({ formal }) =>
      formal?.type === "permission" ? formal.actors : [],
    ),
  );
  if (permissions(draft, concept, "read").length === 0) see(draft, concept, makers);
  if (isMadeByEffect || (isServed && !isFresh)) return;
  const changers = [...makers].filter((actor) => actor !== "guest");
  for (const action of ["update", "delete"] as const) {
    if (permissions(draft, concept, action).length > 0) continue;
    for (const actor of changers)
      grant(
        draft,
        [actor],
        ["update", "delete"].filter(
          (name) => permissions(draft, concept, name).length === 0 || name === action,
        ),
        concept,
        keeper === actor,
        guessed("who makes something can change and remove it"),
      );
  }
}

/** Through which parent something is somebody's own. */
function keeperOf(draft: Draft, concept: string, seen: readonly string[] = []): string | undefined {
  const noun = draft.concepts[concept];
  if (!noun || seen.includes(concept)) return undefined;
  return (
    noun.owner?.actor ?? (noun.parent ? keeperOf(draft, noun.parent.concept, [...seen, concept]) : undefined)
  );
}

function isShared(draft: Draft, concept: string, seen: readonly string[] = []): boolean {
  const parent = draft.concepts[concept]?.parent?.concept;
  return (
    draft.shared.has(concept) ||
    (draft.concepts[concept]?.owner === undefined &&
      parent !== undefined &&
      !seen.includes(concept) &&
      isShared(draft, parent, [...seen, concept]))
  );
}

function see(draft: Draft, concept: string, makers: ReadonlySet<string>): void {
  const kinds = Object.keys(draft.actors);
  const keeper = keeperOf(draft, concept);
  const isOpen = kinds.some((kind) => draft.actors[kind]!.arises === "signUp");
  const shown = isShared(draft, concept) || (keeper === undefined && isOpen);
  if (!shown && keeper !== undefined) {
    grant(draft, [keeper], ["read"], concept, true, guessed("whose they are sees them"));
    const others = kinds.filter((kind) => kind !== keeper && (isStaff(draft, kind) || makers.has(kind)));
    for (const kind of others)
      grant(
        draft,
        [kind],
        ["read"],
        concept,
        canOwn(draft, concept, kind) && !isStaff(draft, kind),
        guessed("who runs things sees them all"),
      );
    return;
  }
  if (!shown)
    return grant(draft, kinds, ["read"], concept, false, guessed("everybody who works with it sees it"));
  const isPublic = isShared(draft, concept) || staffActor(draft) !== undefined;
  const id = isPublic ? "readersOfShown" : "readersOfOthers";
  const before = draft.askings.get(id);
  const names = [
    ...(before?.question.evidence.length === 0 ? (before.brings["public"] ?? "").split("\n") : []),
    `anybody may read ${concept}`,
  ].filter((line, index, all) => line !== "" && all.indexOf(line) === index);
  const things = names.map((line) => plural(wordsOf(line.replace("anybody may read ", "")).join(" ")));
  draft.askings.set(id, {
    weight: 5,
    question: {
      id,
      text: `Who may see ${enumerate(things)}?`,
      evidence: [],
      choices: { public: "Everybody, without signing in", members: "Whoever is signed in" },
      default: isPublic ? "public" : "members",
    },
    brings: {
      public: names.join("\n"),
      members: names.map((line) => line.replace("anybody", kinds.join(", "))).join("\n"),
    },
  });
}

/** An action nobody was named for is done by whose it is, else by whoever runs things. */
function letAct(draft: Draft, concept: string): void {
  const noun = draft.concepts[concept]!;
  for (const action of Object.keys(noun.lifecycle?.transitions ?? {})) {
    if (permissions(draft, concept, action).length > 0) continue;
    const actor = usualActor(draft, [action], keeperOf(draft, concept));
    grant(
      draft,
      [actor],
      [action],
      concept,
      keeperOf(draft, concept) === actor,
      guessed("nobody was named who does it"),
    );
  }
}

/** Who does something to a thing, or adds something to it, sees it, also where it was only said that others do. */
function letSee(draft: Draft, concept: string): void {
  const readers = permissions(draft, concept, "read").flatMap(({ formal }) =>
    formal?.type === "permission" ? formal.actors : [],
  );
  if (readers.length === 0 || readers.includes("guest")) return;
  const see = (actors: readonly string[], own: boolean, because: string): void => {
    for (const actor of actors.filter((kind) => kind !== "guest" && !readers.includes(kind)))
      grant(draft, [actor], ["read"], concept, own, guessed(because));
  };
  for (const action of Object.keys(draft.concepts[concept]!.lifecycle?.transitions ?? {}))
    for (const { formal } of permissions(draft, concept, action))
      if (formal?.type === "permission")
        see(formal.actors, formal.scope === "own", "who does something to it sees it");
  const parts = Object.keys(draft.concepts).filter(
    (part) => draft.concepts[part]!.parent?.concept === concept,
  );
  for (const part of parts)
    for (const { formal } of permissions(draft, part, "create"))
      if (formal?.type === "permission") see(formal.actors, false, "who adds something to it sees it");
}

/** Who sees a part finds it below its whole; of what everybody sees that has to be true of more than those who run things. */
function letFind(draft: Draft, part: string): void {
  const whole = draft.concepts[part]?.parent?.concept;
  if (whole === undefined) return;
  const reached = new Set(
    (draft.index.claims.get(whole) ?? []).flatMap(({ formal, status }) =>
      formal?.type === "permission" &&
      formal.actions.some((action) => action !== "create") &&
      (status === "built" || status === "assumed")
        ? formal.actors
        : [],
    ),
  );
  const because = `its ${plural(wordsOf(part).join(" "))} are listed below it`;
  let isAdded = false;
  for (const { formal } of permissions(draft, part, "read")) {
    if (formal?.type !== "permission") continue;
    const { actors, scope } = formal;
    for (const actor of actors) {
      const isFound = reached.has(actor) || reached.has("guest");
      if (isFound || (actor === "guest" && [...reached].some((kind) => !isStaff(draft, kind)))) continue;
      const own = scope === "own" && canOwn(draft, whole, actor);
      grant(draft, [actor], ["read"], whole, own, guessed(because));
      reached.add(actor);
      isAdded = true;
    }
  }
  if (isAdded) letFind(draft, whole);
}

function choose(
  draft: Draft,
  question: Asking["question"],
  brings: Asking["brings"],
  answer: string | undefined,
): void {
  const choice = answer !== undefined && Object.hasOwn(brings, answer) ? answer : question.default;
  const rules = brings[choice] ?? "";
  if (rules === "") return;
  const basis: Basis =
    answer === choice
      ? { status: "built", evidence: [] }
      : guessed(`${question.choices[choice]} is the usual answer to: ${question.text}`);
  const [sections, lines] =
    rules.includes("\n## ") || rules.startsWith("## ")
      ? [
          rules.split("\n").filter((line) => !line.startsWith("! ")),
          rules
            .split("\n")
            .filter((line) => line.startsWith("! "))
            .map((line) => line.slice(2)),
        ]
      : [[], rules.split("\n")];
  merge(draft, fragmentOf(sections, lines), basis);
}

function accounts(draft: Draft, settled: ReadonlySet<string>): void {
  const kinds = Object.keys(draft.actors);
  const isSaid = [...draft.claims.values()].some(({ formal }) => formal?.type === "account");
  const fresh = kinds.filter((kind) => !settled.has(pascalCase(kind)));
  if (fresh.length === 0 && !isSaid) return;
  if (kinds.length > 0)
    claim(
      draft,
      { type: "account", actors: fresh.length > 0 ? kinds : [] },
      guessed("people are told apart by their account"),
    );
}
