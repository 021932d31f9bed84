import type { Effect, Formal, Requirements } from "../requirements/document.ts";
import { mapValues, type Names } from "./names.ts";

/** Makes every mention in the requirements one of the new names. */
export function renameRequirements(value: Requirements, names: Names): Requirements {
  const target = (of: string): string => names.models(names.actors(of));
  return {
    ...value,
    actors: mapValues(value.actors, (actor) =>
      actor.by ? { ...actor, by: actor.by.map(names.actors) } : actor,
    ),
    concepts: mapValues(value.concepts, (concept) => ({
      ...concept,
      ...(concept.owner ? { owner: { ...concept.owner, actor: names.actors(concept.owner.actor) } } : {}),
      ...(concept.parent
        ? { parent: { ...concept.parent, concept: names.models(concept.parent.concept) } }
        : {}),
      references: mapValues(concept.references, (reference) => ({
        ...reference,
        target: target(reference.target),
      })),
      ...(concept.lifecycle
        ? {
            lifecycle: {
              ...concept.lifecycle,
              transitions: mapValues(concept.lifecycle.transitions, (transition) => ({
                ...transition,
                ...(transition.sets ? { sets: mapValues(transition.sets, names.expression) } : {}),
                ...(transition.references
                  ? {
                      references: mapValues(transition.references, (row) => ({
                        ...row,
                        target: target(row.target),
                      })),
                    }
                  : {}),
              })),
            },
          }
        : {}),
    })),
    requirements: mapValues(value.requirements, (requirement) =>
      requirement.formal ? { ...requirement, formal: renameFormal(requirement.formal, names) } : requirement,
    ),
  };
}

function renameFormal(formal: Formal, names: Names): Formal {
  switch (formal.type) {
    case "permission":
      return {
        ...formal,
        actors: formal.actors.map(names.actors),
        concept: names.models(formal.concept),
        ...(formal.condition ? { condition: names.expression(formal.condition) } : {}),
      };
    case "limit":
    case "uniqueness":
      return {
        ...formal,
        concept: names.models(formal.concept),
        ...(formal.where ? { where: names.expression(formal.where) } : {}),
      };
    case "condition":
      return {
        ...formal,
        concept: names.models(formal.concept),
        condition: names.expression(formal.condition),
      };
    case "computed":
      return { ...formal, concept: names.models(formal.concept), value: names.expression(formal.value) };
    case "effect":
      return {
        ...formal,
        concept: names.models(formal.concept),
        ...(formal.when ? { when: names.expression(formal.when) } : {}),
        effect: renameEffect(formal.effect, names),
      };
    case "report":
      return {
        ...formal,
        actors: formal.actors.map(names.actors),
        concept: names.models(formal.concept),
        ...(formal.where ? { where: names.expression(formal.where) } : {}),
        by: mapValues(formal.by, names.expression),
        measures: mapValues(formal.measures, (measure) =>
          measure.value ? { ...measure, value: names.expression(measure.value) } : measure,
        ),
      };
    case "account":
      return { ...formal, actors: formal.actors.map(names.actors) };
    case "sequence":
    case "structure":
      return { ...formal, concept: names.models(formal.concept) };
    default:
      return formal satisfies never;
  }
}

function renameEffect(effect: Effect, names: Names): Effect {
  switch (effect.type) {
    case "create":
      return {
        ...effect,
        concept: names.models(effect.concept),
        data: mapValues(effect.data, names.expression),
      };
    case "update":
      return {
        ...effect,
        concept: names.models(effect.concept),
        where: names.expression(effect.where),
        data: mapValues(effect.data, names.expression),
      };
    case "notify":
      return {
        ...effect,
        to: names.expression(effect.to),
        subject: names.expression(effect.subject),
        body: names.expression(effect.body),
      };
    default:
      return effect satisfies never;
  }
}
