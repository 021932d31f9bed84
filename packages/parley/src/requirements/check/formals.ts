import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { canonicalJson } from "../../schema/canonical.ts";
import type { Formal, FormalOf, Requirements } from "../document.ts";
import { nounsOf, plainActions, relationsOf, targetModel, transitionNames, type Noun } from "../nouns.ts";
import { writableTypes } from "../types.ts";
import { report } from "./diagnostics.ts";

/** What one formal requirement is checked with. */
interface Context {
  requirements: Requirements;
  nouns: ReadonlyMap<string, Noun>;
  findings: Diagnostic[];
  place: (...keys: (string | number)[]) => Diagnostic["at"];
}

const reading: ReadonlySet<string> = new Set(["read", "list", "get"]);

/** Names in formal requirements: actors, concepts, actions, members. */
export function checkFormals(requirements: Requirements): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const nouns = nounsOf(requirements);
  for (const [key, { formal }] of Object.entries(requirements.requirements)) {
    if (!formal) continue;
    const keys = ["requirements", key, "formal"];
    checkFormal(formal, {
      requirements,
      nouns,
      findings,
      place: (...rest) => at("requirements", [...keys, ...rest]),
    });
  }
  return findings;
}

function checkFormal(formal: Formal, context: Context): void {
  switch (formal.type) {
    case "permission":
      return checkPermission(formal, context);
    case "limit": {
      const noun = knownConcept(formal.concept, context);
      if (noun) knownRelation(noun, formal.per, context, "per");
      return;
    }
    case "uniqueness": {
      const noun = knownConcept(formal.concept, context);
      for (const [index, field] of formal.fields.entries()) {
        if (noun) knownMember(noun, field, context, "fields", index);
        if (formal.fields.indexOf(field) !== index) {
          const parameters = { name: "The uniqueness", value: field };
          context.findings.push(report["duplicate-value"](context.place("fields", index), parameters));
        }
      }
      return;
    }
    case "condition":
      return checkCondition(formal, context);
    case "computed": {
      const noun = knownConcept(formal.concept, context);
      if (!noun) return;
      knownAction(noun, formal.action, context, "action");
      knownMember(noun, formal.attribute, context, "attribute");
      return checkComputed(formal, noun, context);
    }
    case "sequence": {
      const noun = knownConcept(formal.concept, context);
      if (!noun) return;
      knownMember(noun, formal.attribute, context, "attribute");
      return knownRelation(noun, formal.per, context, "per");
    }
    case "effect": {
      const noun = knownConcept(formal.concept, context);
      if (noun) knownAction(noun, formal.action, context, "action");
      return checkEffect(formal, context);
    }
    case "report":
      return checkReport(formal, context);
    case "account":
      for (const [index, actor] of formal.actors.entries()) knownActor(actor, context, "actors", index);
      return;
    case "structure":
      return checkStructure(formal, context);
    default:
      formal satisfies never;
  }
}

function checkPermission(formal: FormalOf<"permission">, context: Context): void {
  const { actors, actions } = formal;
  for (const [index, actor] of actors.entries()) {
    if (actor !== "guest") knownActor(actor, context, "actors", index);
  }
  const noun = knownConcept(formal.concept, context);
  if (!noun) return;
  for (const [index, action] of actions.entries()) knownAction(noun, action, context, "actions", index);
}

/** What is read is narrowed by permissions; a condition on it would be checked nowhere. */
function checkCondition(formal: FormalOf<"condition">, context: Context): void {
  const { concept, actions } = formal;
  const noun = knownConcept(concept, context);
  if (!noun) return;
  for (const [index, action] of actions.entries()) {
    if (reading.has(action) && !transitionNames(noun).includes(action)) {
      context.findings.push(
        report["unenforced-condition"](context.place("actions", index), { action, concept }),
      );
    } else knownAction(noun, action, context, "actions", index);
  }
}

function checkComputed(formal: FormalOf<"computed">, noun: Noun, context: Context): void {
  const { concept, attribute: name, action } = formal;
  const refuse = (problem: string): void => {
    context.findings.push(report["not-computable"](context.place("attribute"), { concept, name, problem }));
  };
  if (action === "read" || action === "list" || action === "delete") {
    refuse(`nothing is written when the action is ${action}.`);
  }
  if (noun.type === "concept" && noun.concept.lifecycle?.attribute === name) {
    refuse("the state follows from the transitions.");
  }
  if (Object.hasOwn(noun.attributes, name) && !noun.attributes[name]!.server) {
    refuse("it is the client's to write; mark it `set by the server`.");
  }
  const relation = relationsOf(noun).find(
    (candidate) => candidate.name === name || `${candidate.name}Id` === name,
  );
  if (relation && relation.role !== "reference")
    refuse(`the ${relation.role} is given when the row is created.`);
  else if (relation && !relation.server) refuse("it is the client's to write; mark it `set by the server`.");
}

function checkEffect(formal: FormalOf<"effect">, context: Context): void {
  const { effect, action } = formal;
  if (action === "read" || action === "list") {
    const parameters = { action, concept: formal.concept, hint: " Reading has no effects." };
    context.findings.push(report["unknown-action"](context.place("action"), parameters));
  }
  if (effect.type === "notify") return;
  const noun = knownConcept(effect.concept, context, "effect", "concept");
  if (!noun) return;
  for (const name of Object.keys(effect.data)) knownMember(noun, name, context, "effect", "data", name);
}

function checkReport(formal: FormalOf<"report">, context: Context): void {
  for (const [index, actor] of formal.actors.entries()) {
    if (actor !== "guest") knownActor(actor, context, "actors", index);
  }
  knownConcept(formal.concept, context);
  const shown = [...Object.keys(formal.by), ...Object.keys(formal.measures)];
  for (const name of Object.keys(formal.measures)) {
    if (!Object.hasOwn(formal.by, name)) continue;
    const parameters = { concept: formal.name, name, one: "a group", other: "a measure" };
    context.findings.push(report["name-collision"](context.place("measures", name), parameters));
  }
  if (formal.sort && !shown.includes(formal.sort.name)) {
    const { name } = formal.sort;
    const parameters = { concept: `The report ${formal.name}`, name, hint: didYouMean(name, shown) };
    context.findings.push(report["unknown-member"](context.place("sort", "name"), parameters));
  }
  if (Object.keys(formal.measures).length === 0) {
    const parameters = { concept: `The report ${formal.name}`, name: "a measure" };
    context.findings.push(report["missing-value"](context.place("measures"), parameters));
  }
}

function checkStructure(formal: FormalOf<"structure">, context: Context): void {
  const model = targetModel(context.requirements, formal.concept);
  const noun = model === undefined ? undefined : context.nouns.get(model);
  if (!noun) {
    const hint = didYouMean(formal.concept, [
      ...context.nouns.keys(),
      ...Object.keys(context.requirements.actors),
    ]);
    context.findings.push(
      report["unknown-concept"](context.place("concept"), { name: formal.concept, hint }),
    );
  } else if (formal.member !== undefined) knownMember(noun, formal.member, context, "member");
}

function knownActor(name: string, context: Context, ...keys: (string | number)[]): void {
  const kinds = Object.keys(context.requirements.actors);
  if (kinds.includes(name)) return;
  context.findings.push(
    report["unknown-actor"](context.place(...keys), { name, hint: didYouMean(name, kinds) }),
  );
}

function knownConcept(name: string, context: Context, ...keys: string[]): Noun | undefined {
  const noun = context.nouns.get(name);
  if (!noun) {
    const place = context.place(...(keys.length > 0 ? keys : ["concept"]));
    context.findings.push(
      report["unknown-concept"](place, { name, hint: didYouMean(name, context.nouns.keys()) }),
    );
  }
  return noun;
}

function knownAction(noun: Noun, action: string, context: Context, ...keys: (string | number)[]): void {
  const known = [...plainActions, ...transitionNames(noun)];
  if (known.includes(action)) return;
  const parameters = { action, concept: noun.name, hint: didYouMean(action, known) };
  context.findings.push(report["unknown-action"](context.place(...keys), parameters));
}

function knownMember(noun: Noun, name: string, context: Context, ...keys: (string | number)[]): void {
  const known = writableTypes(noun);
  if (Object.hasOwn(known, name)) return;
  const parameters = { concept: noun.name, name, hint: didYouMean(name, Object.keys(known)) };
  context.findings.push(report["unknown-member"](context.place(...keys), parameters));
}

function knownRelation(noun: Noun, name: string, context: Context, ...keys: string[]): void {
  const known = relationsOf(noun).map((relation) => relation.name);
  if (known.includes(name)) return;
  const parameters = { concept: noun.name, name, hint: didYouMean(name, known) };
  context.findings.push(report["unknown-relation"](context.place(...keys), parameters));
}

/** The same said twice, reports with one name, and errors with one code and two titles. */
export function checkRepeated(requirements: Requirements): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const formals = new Map<string, string>();
  const reports = new Set<string>();
  const titles = new Map<string, string>();
  for (const [key, { formal, status }] of Object.entries(requirements.requirements)) {
    if (!formal || status === "declined") continue;
    const place = (...rest: string[]): Diagnostic["at"] =>
      at("requirements", ["requirements", key, "formal", ...rest]);
    const text = canonicalJson(formal);
    const same = formals.get(text);
    if (same !== undefined)
      findings.push(report["duplicate-formal"](place(), { requirement: key, other: same }));
    else formals.set(text, key);
    if (formal.type === "report") {
      if (reports.has(formal.name) && same === undefined) {
        findings.push(report["duplicate-name"](place("name"), { name: formal.name }));
      }
      reports.add(formal.name);
    }
    if (!("error" in formal)) continue;
    const { code, title } = formal.error;
    const before = titles.get(code);
    if (before === undefined) titles.set(code, title);
    else if (before !== title) {
      findings.push(report["error-titles"](place("error", "title"), { code, one: before, other: title }));
    }
  }
  return findings;
}
