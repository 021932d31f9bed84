import { camelCase, pascalCase } from "../../text/names.ts";
import type { Formal } from "../../requirements/document.ts";
import type { Event, Slot } from "../clauses.ts";
import { addReference, claim, ensureConcept, isBelow, setOwner, setParent } from "../draft.ts";
import { addMembers, canOwn, grant, has } from "../grants.ts";
import { actingIn, durationOf, objectsOf } from "../matching.ts";
import { isPlural, namesPeople, nounWords, type Phrase } from "../phrases.ts";
import { presetFor, presets, staffCue } from "../presets.ts";
import { actorsOf, bring, conceptOf, isStaff, isThing, isValue, mainActor, needConcept, staffActor, stated, use, useNoun, useVerb, type Scene } from "../scene.ts";

const personal: ReadonlySet<string> = new Set("write post file submit log record compose upload share propose raise send track enter draft".split(" "));
const sharing: ReadonlySet<string> = new Set("post publish share announce".split(" "));
const places: ReadonlySet<string> = new Set("in to under for on of within inside about from".split(" "));

/** `employees file reports with items`: whose they are follows from who makes them. */
export function create(scene: Scene, event: Event, verb: string): boolean {
  const { draft } = scene;
  const acting = actingIn(scene, event);
  const actors = acting.length > 0 ? acting : [mainActor(draft)];
  let isDone = false;
  for (const phrase of objectsOf(event)) {
    if (namesPeople(phrase) && conceptOf(scene, phrase) === undefined) continue;
    const concept = isValue(phrase) && conceptOf(scene, phrase) === undefined && !isContent(phrase) ? undefined : needConcept(scene, phrase);
    if (concept === undefined || !draft.concepts[concept]) continue;
    isDone = true;
    const [actor] = actors;
    const isPersonal = actor !== "guest" && actor !== undefined && (!isStaff(draft, actor) || personal.has(verb) || phrase.possessive !== undefined);
    const noun = draft.concepts[concept]!;
    if (isPersonal && !noun.owner && (!noun.parent || !canOwn(draft, concept, actor))) setOwner(draft, concept, actor, ["write", "post", "compose"].includes(verb) ? "author" : actor);
    if (sharing.has(verb)) draft.shared.add(concept);
    grant(draft, actors, ["create"], concept, isPersonal && actors.length === 1, stated(scene));
    useNoun(scene, phrase);
    for (const item of [phrase.items]) addMembers(scene, concept, item);
    for (const slot of event.slots) placeSlot(scene, concept, slot);
    scene.focus = { ...scene.focus, concept, object: concept };
  }
  if (!isDone) return false;
  use(scene, event.subject.flatMap(({ tokens }) => tokens));
  useVerb(scene, event);
  return true;
}

/** Values that are written for their own sake: `write a note`, `add photos`. */
function isContent(phrase: Phrase): boolean {
  return ["note", "message", "comment", "photo", "picture", "image", "video", "file", "link", "answer", "question", "feedback", "tag", "label", "category", "genre", "address", "room", "table", "department", "topic", "receipt"].includes(nounWords(phrase).at(-1) ?? "");
}

/** `with items`, `in a project`, `for a patient`: what belongs to a new thing. */
function placeSlot(scene: Scene, concept: string, slot: Slot): void {
  const { draft } = scene;
  if (slot.preposition === "with" || slot.preposition === "including") {
    addMembers(scene, concept, slot.phrases);
    if (slot.phrases.some(({ tokens }) => tokens.every((word) => scene.used.has(word)))) use(scene, slot.word);
    return;
  }
  if (!places.has(slot.preposition)) return;
  for (const phrase of slot.phrases) {
    const [kind] = namesPeople(phrase) ? (actorsOf(scene, phrase, false) ?? []) : [];
    if (kind !== undefined && kind !== "guest") {
      const name = camelCase(nounWords(phrase).join(" "));
      addReference(draft, concept, name, { target: kind, filter: true });
      if (draft.concepts[concept]!.references[name]) {
        has(draft, concept, name, stated(scene));
        use(scene, slot.word, phrase.tokens);
      }
      continue;
    }
    const target = conceptOf(scene, phrase) ?? (isThing(scene, phrase) && !isValue(phrase) && slot.preposition !== "of" && slot.preposition !== "about" ? needConcept(scene, phrase) : undefined);
    if (target === undefined || target === concept || !draft.concepts[target]) continue;
    const noun = draft.concepts[concept]!;
    const before = noun.parent?.concept === target ? noun.parent.as : undefined;
    const as = camelCase(target);
    if (before === undefined && !setParent(draft, concept, target) && !isBelow(draft, target, concept)) addReference(draft, concept, as, { target, filter: true });
    const found = noun.parent?.concept === target ? noun.parent.as : noun.references[as] ? as : undefined;
    if (found === undefined) continue;
    has(draft, concept, found, stated(scene));
    use(scene, slot.word, phrase.tokens);
  }
}

/** What is said of things that are there: see, change, remove, manage. */
export function letDo(scene: Scene, event: Event, actions: readonly string[]): boolean {
  const { draft } = scene;
  const acting = actingIn(scene, event);
  const actors = acting.length > 0 ? acting : [mainActor(draft)];
  let isDone = false;
  for (const phrase of objectsOf(event)) {
    const person = namesPeople(phrase) && conceptOf(scene, phrase) === undefined ? actorsOf(scene, phrase, actions.length > 1)?.[0] : undefined;
    const profile = nounWords(phrase).at(-1) === "profile" ? actorsOf(scene, { ...phrase, words: phrase.words.slice(0, -1) }, false)?.[0] ?? (phrase.possessive ? actors[0] : undefined) : undefined;
    const kind = profile ?? person;
    const concept = kind !== undefined && kind !== "guest" ? pascalCase(kind) : isValue(phrase) && conceptOf(scene, phrase) === undefined && !isContent(phrase) ? undefined : needConcept(scene, phrase);
    if (concept === undefined || (!draft.concepts[concept] && !kind)) continue;
    const isTheirs = phrase.possessive !== undefined || phrase.modifiers.some(({ text }) => text === "personal");
    const noun = draft.concepts[concept];
    const changes = actions.some((action) => action !== "read");
    const signsUp = actors.every((actor) => actor !== "guest" && !isStaff(draft, actor));
    const own = isTheirs || (changes && signsUp && noun?.owner !== undefined) || (actions.length > 2 && signsUp);
    const state = phrase.modifiers.map(({ text }) => text).find((text) => noun?.lifecycle?.states.includes(text));
    if (kind !== undefined && (actions.includes("create") || actions.includes("delete"))) {
      // Accounts are made by whoever may; they are not removed from here.
      if (draft.actors[kind]!.arises === "registered" || staffActor(draft) !== undefined) grant(draft, actors, ["read", "update"], concept, false, stated(scene));
    } else if (kind !== undefined) grantProfile(scene, actors, actions, kind, isTheirs);
    else {
      if (own && actors[0] !== undefined && !noun?.owner && actors.length === 1) setOwner(draft, concept, actors[0]);
      const whom = actors.length === 1 || !own ? [actors] : actors.map((actor) => [actor]);
      for (const some of whom) grant(draft, some, actions, concept, own, stated(scene));
    }
    if (state !== undefined && !changes) continue;
    if (state !== undefined && noun?.lifecycle && actions.includes("update")) onlyWhile(scene, concept, state);
    useNoun(scene, phrase, ...(state === undefined ? [] : [state]));
    for (const slot of event.slots.filter(({ preposition }) => places.has(preposition))) placeSlot(scene, concept, slot);
    scene.focus = { ...scene.focus, concept: draft.concepts[concept] ? concept : scene.focus.concept ?? concept, ...(draft.concepts[concept] ? { object: concept } : {}) };
    isDone = true;
  }
  if (!isDone) return false;
  use(scene, event.subject.flatMap(({ tokens }) => tokens));
  useVerb(scene, event);
  return true;
}

/** `rejected reports can be edited`: as long as they are new, and again in that state. */
function onlyWhile(scene: Scene, concept: string, state: string): void {
  const { attribute, initial } = scene.draft.concepts[concept]!.lifecycle!;
  const states = [...new Set([initial, state])].map((name) => `row.${attribute} == "${name}"`).join(" || ");
  bring(scene.draft, [], [`update ${concept} only if \`${states}\`, else not-editable "This cannot be changed any more."`], {}, stated(scene));
}

function grantProfile(scene: Scene, actors: readonly string[], actions: readonly string[], kind: string, isTheirs: boolean): void {
  const formal: Formal = { type: "permission", actors: [...actors], actions: actions.filter((action) => action === "read" || action === "update"), concept: pascalCase(kind), scope: isTheirs && actors.includes(kind) && actors.length === 1 ? "own" : "any" };
  if (formal.actions.length > 0) claim(scene.draft, formal, stated(scene));
}

/** `librarians register members`: their accounts are made for them. */
export function register(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const acting = actingIn(scene, event).filter((kind) => kind !== "guest");
  if (acting.length === 0) return false;
  for (const phrase of event.objects) {
    const kind = actorsOf(scene, phrase, true)?.[0];
    if (kind === undefined || kind === "guest" || acting.includes(kind)) return false;
    const actor = draft.actors[kind]!;
    const isMade = acting.some((other) => draft.actors[other]!.by?.includes(kind));
    if (isMade) return false;
    actor.arises = "registered";
    actor.by = [...new Set([...(actor.by ?? []), ...acting])];
    grant(draft, acting, ["create", "read"], pascalCase(kind), false, stated(scene));
    use(scene, phrase.tokens);
  }
  use(scene, event.subject.flatMap(({ tokens }) => tokens));
  useVerb(scene, event);
  return true;
}

/** A name for what a cue brings: `Comment`, and `PhotoComment` where comments on something else are there. */
function nameFor(scene: Scene, noun: string, target: string): string {
  const { draft } = scene;
  const alias = draft.aliases[`preset ${noun}`];
  const plain = alias ?? noun;
  const before = draft.concepts[plain];
  if (!before) return plain;
  const targets = [before.parent?.concept, ...Object.values(before.references).map((reference) => reference.target)];
  const isFree = alias !== undefined && targets.every((other) => other === undefined);
  return targets.includes(target) || isFree ? plain : `${pascalCase(target)}${noun}`.slice(0, 40);
}

/** Puts a block to work on one target; tells the name of what it brought. */
export function putPreset(scene: Scene, name: string, actor: string, target: string, holes: Readonly<Record<string, string>>, isSaid: boolean): string {
  const { draft } = scene;
  const preset = presets[name]!;
  const isPerson = draft.actors[target] !== undefined;
  const concept = nameFor(scene, preset.noun, isPerson ? pascalCase(target) : target);
  const because = `a ${preset.noun.toLowerCase()} usually has it`;
  const staff = Object.keys(draft.actors).filter((kind) => isStaff(draft, kind) && kind !== actor);
  const keeper = draft.concepts[target]?.owner?.actor;
  const all = {
    Name: concept, actor, item: camelCase(target), Target: target, reader: "anybody", low: "1", high: "5", ...holes,
    ...(isPerson ? { Person: target, person: "" } : { Part: target }),
    ...(staff.length > 0 ? { staff: staff.join(", ") } : { self: actor }),
    ...(keeper !== undefined && keeper !== actor ? { keeper } : {}),
  };
  ensureConcept(draft, concept);
  bring(draft, preset.sections, preset.said, all, isSaid ? stated(scene) : { status: "assumed", evidence: [], because });
  bring(draft, [], preset.brings, all, { status: "assumed", evidence: [], because });
  if (preset.shared) draft.shared.add(concept);
  const key = camelCase(`${concept} block`);
  draft.uses[key] ??= { id: key, block: name, bind: { actor, target, as: concept }, because: isSaid ? "it was asked for" : because };
  const relation = Object.keys(draft.concepts[concept]!.references).find((key2) => draft.concepts[concept]!.references[key2]!.target === target) ?? draft.concepts[concept]!.parent?.as;
  if (relation !== undefined && isSaid) has(draft, concept, relation, stated(scene));
  return concept;
}

/** A verb that is the cue of a block: `rate recipes 1-5`, `borrow copies of books for three weeks`. */
export function preset(scene: Scene, event: Event, verb: string): boolean {
  const { draft } = scene;
  const forOthers = staffCue(verb);
  const name = presetFor(verb) ?? forOthers!;
  const acting = actingIn(scene, event);
  const actor = acting.find((kind) => kind !== "guest") ?? mainActor(draft);
  if (event.subject.length > 0 && acting.length === 0 && !event.passive) return false;
  const isOther = isStaff(draft, actor);
  let isDone = false;
  const targets = targetsOf(scene, event, name).filter(({ determiner }) => determiner !== "no");
  const served = presetConcept(scene, name);
  const isForOthers = targets.every((phrase) => namesPeople(phrase) || ["anyone", "anybody", "everyone", "others"].includes(nounWords(phrase).at(-1) ?? ""));
  if (served !== undefined && (isForOthers || forOthers !== undefined) && draft.concepts[served]?.owner && draft.concepts[served].owner.actor !== actor) {
    grant(draft, [actor], ["create", "read"], served, false, stated(scene));
    for (const slot of event.slots) if (slot.preposition === "for") use(scene, slot.word, slot.phrases.flatMap(({ tokens }) => tokens));
    use(scene, event.subject.flatMap(({ tokens }) => tokens));
    useVerb(scene, event);
    scene.focus = { ...scene.focus, object: served };
    return true;
  }
  for (const phrase of targets) {
    const words = nounWords(phrase);
    const isKernelNoun = words.length === 1 && pascalCase(words[0]!) === presets[name]!.noun;
    const isDeed = isKernelNoun || ["favourite", "favorite", "bookmark", "review", "rating"].includes(words.at(-1) ?? "");
    const person = !isDeed && namesPeople(phrase) ? actorsOf(scene, phrase, false)?.[0] : undefined;
    const target = isDeed ? mainThing(scene) : person ?? needConcept(scene, phrase);
    if (target === undefined || target === "guest") continue;
    const existing = presetConcept(scene, name, target);
    if (existing !== undefined && isOther && draft.concepts[existing]?.owner && draft.concepts[existing].owner.actor !== actor) {
      grant(draft, [actor], ["create", "read"], existing, false, stated(scene));
    } else {
      const range = rangeIn(scene, event);
      const holes: Record<string, string> = range?.quantity !== undefined && range.upper !== undefined && range.upper > range.quantity ? { low: String(Math.trunc(range.quantity)), high: String(Math.trunc(range.upper)) } : {};
      const concept = putPreset(scene, name, actor, target, holes, true);
      if (Object.keys(holes).length > 0) use(scene, range!.tokens);
      if (name === "rating" && draft.concepts[concept]!.attributes["score"]) has(draft, concept, "score", stated(scene));
      lasts(scene, event, concept, name);
      const object = draft.concepts[target] ? target : concept;
      scene.focus = { actor, concept: scene.focus.concept ?? object, object };
      draft.aliases[`preset ${verb}`] = concept;
    }
    useNoun(scene, phrase);
    ofWhat(scene, event, target);
    isDone = true;
  }
  if (!isDone) return false;
  use(scene, event.subject.flatMap(({ tokens }) => tokens));
  useVerb(scene, event);
  return true;
}

/** `1-5`, `from 1 to 10`, `1 to 5 stars`. */
function rangeIn(scene: Scene, event: Event): Pick<Phrase, "quantity" | "upper" | "tokens"> | undefined {
  const direct = event.objects.find(({ upper }) => upper !== undefined) ?? event.slots.flatMap(({ phrases }) => phrases).find(({ upper }) => upper !== undefined);
  if (direct) return direct;
  const to = event.slots.find(({ preposition, phrases }) => preposition === "to" && phrases[0]?.quantity !== undefined);
  const from = event.slots.find(({ preposition, phrases }) => preposition === "from" && phrases[0]?.quantity !== undefined);
  const low = from?.phrases[0] ?? event.objects.find(({ quantity, words }) => quantity !== undefined && words.length === 0);
  const high = to?.phrases[0];
  if (low?.quantity === undefined || high?.quantity === undefined) return undefined;
  use(scene, to!.word, from?.word);
  return { quantity: low.quantity, upper: high.quantity, tokens: [...low.tokens, ...high.tokens] };
}

/** `add movies to a watchlist`: both are there, so a third says which is in which. */
export function link(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const slot = event.slots.find(({ preposition }) => preposition === "to" || preposition === "into");
  const [phrase] = event.objects;
  const item = phrase && conceptOf(scene, phrase);
  const whole = slot?.phrases[0] && (conceptOf(scene, slot.phrases[0]) ?? (isThing(scene, slot.phrases[0]) && !isValue(slot.phrases[0]) ? needConcept(scene, slot.phrases[0]) : undefined));
  if (!slot || !item || !whole || item === whole || !draft.concepts[item] || !draft.concepts[whole]) return false;
  const isMade = [...draft.claims.values()].some(({ formal }) => formal?.type === "permission" && formal.concept === item && formal.actions.includes("create"));
  if (!isMade || draft.concepts[item].parent?.concept === whole) return false;
  const name = `${whole}${item}`.slice(0, 40);
  const actor = actingIn(scene, event).find((kind) => kind !== "guest") ?? mainActor(draft);
  if (!draft.concepts[whole].owner && !isStaff(draft, actor)) setOwner(draft, whole, actor);
  ensureConcept(draft, name);
  setParent(draft, name, whole);
  addReference(draft, name, camelCase(item), { target: item, filter: true });
  const parentAs = draft.concepts[name]!.parent?.as;
  if (parentAs === undefined || !draft.concepts[name]!.references[camelCase(item)]) return false;
  grant(draft, [actor], ["create"], name, canOwn(draft, name, actor), stated(scene));
  grant(draft, [actor], ["read", "delete"], name, canOwn(draft, name, actor), { status: "assumed", evidence: [], because: "what was put in can be seen and taken out" });
  bring(draft, [], [`one ${name} per ${parentAs}, ${camelCase(item)}`], {}, { status: "assumed", evidence: [], because: "the same thing is not put in twice" });
  useNoun(scene, phrase);
  use(scene, slot.word, slot.phrases[0]!.tokens, event.subject.flatMap(({ tokens }) => tokens));
  useVerb(scene, event);
  return true;
}

function targetsOf(scene: Scene, event: Event, name: string): Phrase[] {
  const found = objectsOf(event);
  const slots = event.slots.filter(({ preposition }) => ["on", "to", "for", "in"].includes(preposition));
  const first = slots.find(({ phrases }) => phrases.some((phrase) => isThing(scene, phrase)));
  if (["comment", "reply", "vote", "application", "registration", "bid", "donation"].includes(name) && first) {
    use(scene, first.word);
    return first.phrases;
  }
  return found;
}

/** The concept by which a block already serves a target. */
export function presetConcept(scene: Scene, name: string, target?: string): string | undefined {
  return Object.values(scene.draft.uses).find(({ block, bind }) => block === name && (target === undefined || bind["target"] === target))?.bind["as"];
}

/** What a deed such as a favourite is about, where it is not named: what everybody sees, or what was spoken of last. */
export function mainThing(scene: Scene): string | undefined {
  const { draft, focus } = scene;
  const served = new Set(Object.values(draft.uses).map(({ bind }) => bind["as"]));
  const shared = [...draft.shared].find((concept) => !served.has(concept));
  const spoken = focus.concept !== undefined && !served.has(focus.concept) ? focus.concept : undefined;
  return spoken ?? shared ?? Object.keys(draft.concepts).find((concept) => !served.has(concept));
}

/** `copies of books`: the target itself is part of something. */
function ofWhat(scene: Scene, event: Event, target: string): void {
  const { draft } = scene;
  const slot = event.slots.find(({ preposition }) => preposition === "of");
  const phrase = slot?.phrases[0];
  if (!slot || !phrase || !draft.concepts[target] || !isThing(scene, phrase)) return;
  const whole = needConcept(scene, phrase);
  if (whole === undefined || whole === target || !draft.concepts[whole]) return;
  setParent(draft, target, whole);
  if (draft.concepts[target]!.parent?.concept !== whole) return;
  has(draft, target, draft.concepts[target]!.parent!.as, stated(scene));
  use(scene, slot.word, phrase.tokens);
}

/** `for three weeks`, `for ten minutes`: when it ends. */
function lasts(scene: Scene, event: Event, concept: string, name: string): void {
  const slot = event.slots.find(({ preposition, phrases }) => preposition === "for" && phrases.some((phrase) => durationOf(phrase) !== undefined));
  const phrase = slot?.phrases.find((candidate) => durationOf(candidate) !== undefined);
  if (!slot || !phrase) return;
  const attribute = name === "hold" ? "expiresAt" : "dueAt";
  const rules = [`on create {Name}, ${attribute} = \`now() + duration("${durationOf(phrase)}")\``];
  const { item } = { item: Object.keys(scene.draft.concepts[concept]!.references)[0] };
  if (name === "hold" && item !== undefined) rules.push(`create {Name} only if \`!{Name}.exists(h => h.${item}Id == row.${item}Id && h.status == "held" && h.expiresAt > now())\`, else already-held "This is held by somebody already."`);
  bring(scene.draft, ["## {Name}", "", `- ${attribute}: datetime, sortable, set by the server`], rules, { Name: concept }, stated(scene));
  use(scene, slot.word, phrase.tokens);
}

/** `an issue has a title and labels`; the words after an inner `with` belong to the last thing before it. */
export function members(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const owners = event.subject.flatMap((phrase): string[] => {
    const kind = namesPeople(phrase) ? actorsOf(scene, phrase, true)?.[0] : undefined;
    const name = kind ?? needConcept(scene, phrase);
    return name === undefined || name === "guest" ? [] : [name];
  });
  const [owner] = owners;
  if (owner === undefined || owners.length !== 1) return false;
  const withSlot = event.slots.find(({ preposition }) => preposition === "with");
  const objects = event.objects.filter(({ words }) => words.length > 0);
  // `a show has performances, each performance a hall`: what follows belongs to the second.
  const each = objects.findIndex(({ determiner }, index) => index > 0 && (determiner === "each" || determiner === "every"));
  const inner = each < 0 ? undefined : needConcept(scene, objects[each]!);
  let parts = addMembers(scene, owner, each < 0 ? objects : objects.slice(0, each));
  if (each >= 0 && inner !== undefined) {
    use(scene, objects[each]!.tokens);
    parts = addMembers(scene, inner, objects.slice(each + 1));
  }
  if (withSlot && event.verbs.length === 0) {
    parts = addMembers(scene, owner, withSlot.phrases);
    use(scene, withSlot.word);
  } else if (withSlot) {
    const last = parts.at(-1);
    const at = withSlot.phrases.findIndex((phrase) => !isValue(phrase) || phrase.determiner !== undefined);
    const belonging = at < 0 ? withSlot.phrases : withSlot.phrases.slice(0, at);
    if (last !== undefined && last !== "" && belonging.length > 0) {
      addMembers(scene, last, belonging);
      use(scene, withSlot.word);
      addMembers(scene, owner, withSlot.phrases.slice(belonging.length));
    } else addMembers(scene, last !== undefined && last !== "" ? last : owner, withSlot.phrases);
  }
  for (const slot of event.slots) {
    if (slot.preposition === "per" && slot.phrases.every((phrase) => conceptOf(scene, phrase) === owner)) use(scene, slot.word, slot.phrases.flatMap(({ tokens }) => tokens));
  }
  const after = event.slots.find(({ preposition }) => preposition === "by");
  const part = [...parts].reverse().find((name) => name !== "") ?? "";
  if (after && event.verbs.length === 0 && draft.concepts[part]) addMembers(scene, part, after.phrases);
  if (!event.subject.some(({ tokens }) => tokens.some((word) => scene.used.has(word))) || event.words.some((word) => scene.used.has(word))) {
    use(scene, event.subject.flatMap(({ tokens }) => tokens));
    useVerb(scene, event);
  }
  if (draft.concepts[owner]) scene.focus = { ...scene.focus, concept: owner };
  return event.words.some((word) => scene.used.has(word));
}

/** A bullet that names a thing with its parts, a deed, or roles. */
export function nominal(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const [first] = event.subject;
  if (!first) return false;
  const words = nounWords(first);
  if (["role", "roles"].includes(first.words[0]?.text ?? "") && first.words.length + event.subject.length > 2) return roles(scene, event);
  const deed = Object.entries(presets).find(([, { noun }]) => words.length === 1 && noun.toLowerCase() === words[0]);
  if (deed && isPlural(first) && draft.concepts[pascalCase(words[0]!)] === undefined) {
    const target = mainThing(scene);
    if (target === undefined) return false;
    const concept = putPreset(scene, deed[0], mainActor(draft), target, {}, true);
    use(scene, first.tokens);
    draft.aliases[words[0]!] = concept;
    let part = "";
    for (const slot of event.slots) {
      if (slot.preposition === "with") {
        part = addMembers(scene, concept, slot.phrases).findLast((name) => name !== "") ?? "";
        use(scene, slot.word);
      } else if (slot.preposition === "by" && draft.concepts[part]) addMembers(scene, part, slot.phrases);
    }
    for (const phrase of event.subject.slice(1)) addMembers(scene, target, [phrase]);
    return true;
  }
  if (event.slots.some(({ preposition }) => preposition === "with") && isThing(scene, first) && !namesPeople(first)) return members(scene, event);
  return false;
}

function roles(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const membership = Object.keys(draft.concepts).findLast((concept) => Object.values(draft.concepts[concept]!.references).some(({ target }) => draft.actors[target]) && draft.concepts[concept]!.parent);
  const [first, ...rest] = event.subject;
  const names = [...first!.words.slice(1).map(({ noun }) => noun), ...rest.map((phrase) => nounWords(phrase).join(" "))];
  const values = [...new Set(names.map((name) => camelCase(name)).filter((name) => /^[a-z][A-Za-z0-9]*$/.test(name)))];
  if (membership === undefined || values.length < 2) return false;
  bring(draft, [`## ${membership}`, "", `- role: one of ${values.join(" | ")}, filterable`], [], {}, stated(scene));
  if (!draft.concepts[membership]!.attributes["role"]) return false;
  has(draft, membership, "role", stated(scene));
  use(scene, event.subject.flatMap(({ tokens }) => tokens));
  return true;
}

