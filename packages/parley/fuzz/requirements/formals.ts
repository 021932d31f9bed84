import { environmentOf } from "../../src/requirements/environments.ts";
import { measures, type Formal } from "../../src/requirements/document.ts";
import {
  nounsOf,
  plainActions,
  relationsOf,
  transitionNames,
  type Noun,
} from "../../src/requirements/nouns.ts";
import { requirementsModelTypes, writableTypes } from "../../src/requirements/types.ts";
import type { Expression } from "../../src/expression/document.ts";
import { binary, member, name, path, text } from "../../src/expression/build.ts";
import {
  booleanType,
  rowOf,
  stringType,
  withoutNull,
  type Environment,
  type Type,
} from "../../src/expression/types.ts";
import { between, chance, pick, sample } from "../../test/random/draw.ts";
import { randomValue, randomWhere, type Place } from "../../test/random/program-values.ts";
import type { Drawing } from "./random.ts";

/** Formal requirements of every type over the actors and concepts that are there. */
export function addFormals(drawing: Drawing): void {
  const { random, requirements } = drawing;
  const kinds = Object.keys(requirements.actors);
  add(drawing, { type: "account", actors: kinds });
  for (const noun of nounsOf(requirements).values()) {
    if (noun.type === "actor") {
      if (chance(random, 0.5))
        add(drawing, {
          type: "permission",
          actors: [noun.kind],
          actions: ["read", "update"],
          concept: noun.name,
          scope: "own",
        });
      continue;
    }
    addPermissions(drawing, noun);
    const extra = between(random, 0, 4);
    for (let count = 0; count < extra; count++) {
      const formal = pick(random, rules)(drawing, noun);
      if (formal) add(drawing, formal);
    }
    if (chance(random, 0.2)) add(drawing, { type: "structure", concept: noun.name });
  }
}

function add({ random, requirements }: Drawing, formal: Formal): void {
  const key = `R${Object.keys(requirements.requirements).length + 1}`;
  requirements.requirements[key] = {
    id: key,
    kind: pick(random, ["functional", "rule", "security"]),
    statement: "The system shall do it.",
    ...(chance(random, 0.2) ? { criteria: ["It does."] } : {}),
    evidence: [],
    status: "built",
    formal,
  };
}

function addPermissions(drawing: Drawing, noun: Noun): void {
  const { random, requirements } = drawing;
  const kinds = Object.keys(requirements.actors);
  const actions = [...plainActions, ...transitionNames(noun)].filter((action) => action !== "list");
  const count = between(random, 1, 3);
  for (let index = 0; index < count; index++) {
    const scope = pick(random, ["any", "any", "own", "own", "joined"] as const);
    const guests = scope === "any" && chance(random, 0.15);
    const actors = guests ? ["guest"] : sample(random, kinds, between(random, 1, kinds.length));
    const wanted = guests ? ["read"] : sample(random, actions, between(random, 1, actions.length));
    const place = placeOf(drawing, environmentOf(contextOf(drawing), noun.name, "read", false, actors));
    const condition = chance(random, 0.15) ? randomWhere(place, noun.name, "row", 1) : undefined;
    add(drawing, {
      type: "permission",
      actors,
      actions: wanted,
      concept: noun.name,
      scope,
      ...(condition ? { condition } : {}),
    });
  }
  // Somebody sees it and makes it.
  add(drawing, {
    type: "permission",
    actors: [pick(random, kinds)],
    actions: ["create", "read"],
    concept: noun.name,
    scope: "any",
  });
}

function contextOf({ requirements }: Drawing) {
  return { requirements, models: requirementsModelTypes(requirements) };
}

function placeOf({ random }: Drawing, environment: Environment): Place {
  return { random, environment, queries: false };
}

type Rule = (drawing: Drawing, noun: Noun) => Formal | undefined;

const rules: readonly Rule[] = [
  (drawing, noun) => {
    const relation = relationsOf(noun)[0];
    if (!relation) return undefined;
    const where = whereOf(drawing, noun);
    return {
      type: "limit",
      concept: noun.name,
      per: relation.name,
      most: between(drawing.random, 1, 3),
      ...where,
      error: errorOf(noun, "limit"),
    };
  },
  (drawing, noun) => {
    const fields = sample(drawing.random, fieldsOf(noun), between(drawing.random, 1, 2));
    if (fields.length === 0) return undefined;
    return {
      type: "uniqueness",
      concept: noun.name,
      fields,
      error: errorOf(noun, `${fields.join("-").toLowerCase()}-taken`),
    };
  },
  (drawing, noun) => {
    const action = pick(drawing.random, ["create", "update", "delete", ...transitionNames(noun)]);
    const place = placeOf(drawing, environmentOf(contextOf(drawing), noun.name, action));
    const condition = randomValue(place, booleanType, 2);
    if (!condition || condition.type === "boolean") return undefined;
    return {
      type: "condition",
      concept: noun.name,
      actions: [action],
      condition,
      error: errorOf(noun, `no-${action.toLowerCase()}`),
    };
  },
  (drawing, noun) => {
    const types = Object.entries(noun.attributes).filter(([, { server }]) => server);
    if (types.length === 0) return undefined;
    const [attribute] = pick(drawing.random, types);
    const action = pick(drawing.random, ["create", "update", ...transitionNames(noun)]);
    const place = placeOf(drawing, environmentOf(contextOf(drawing), noun.name, action));
    const value = randomValue(place, writableTypes(noun)[attribute]!, 2);
    return value && { type: "computed", concept: noun.name, attribute, action, value };
  },
  (drawing, noun) => {
    const action = pick(drawing.random, ["create", "update", ...transitionNames(noun)]);
    const place = placeOf(drawing, environmentOf(contextOf(drawing), noun.name, action, true));
    const own = randomValue(place, stringType, 1) ?? text("hello");
    const to = mailOf(drawing, noun);
    if (!to) return undefined;
    return {
      type: "effect",
      concept: noun.name,
      action,
      effect: { type: "notify", to, subject: text("What happened"), body: own },
    };
  },
  (drawing, noun) => {
    const targets = Object.keys(drawing.requirements.concepts);
    const concept = pick(drawing.random, targets);
    const action = pick(drawing.random, ["create", "update", ...transitionNames(noun)]);
    const environment = environmentOf(contextOf(drawing), noun.name, action, true);
    const data = dataOf(drawing, environment, nounsOf(drawing.requirements).get(concept)!);
    return data && { type: "effect", concept: noun.name, action, effect: { type: "create", concept, data } };
  },
  (drawing, noun) => {
    const relation = relationsOf(noun).find(
      ({ target, optional }) => Object.hasOwn(drawing.requirements.concepts, target) && !optional,
    );
    if (!relation) return undefined;
    const target = nounsOf(drawing.requirements).get(relation.target)!;
    const numbers = Object.entries(target.attributes).filter(
      ([, one]) => one.type === "integer" && one.server && !one.list && !one.optional,
    );
    if (numbers.length === 0) return undefined;
    const [attribute] = pick(drawing.random, numbers);
    const where = binary("==", path("target", "id"), path("row", `${relation.name}Id`));
    const data = { [attribute]: binary("+", path("target", attribute), { type: "integer", value: 1 }) };
    return {
      type: "effect",
      concept: noun.name,
      action: "create",
      effect: { type: "update", concept: target.name, parameter: "target", where, data },
    };
  },
  (drawing, noun) => {
    const relation = relationsOf(noun).find(({ optional }) => !optional);
    const numbered = Object.entries(noun.attributes).find(([, one]) => one.type === "integer");
    if (!relation || !numbered) return undefined;
    return { type: "sequence", concept: noun.name, attribute: numbered[0], per: relation.name };
  },
  reportOf,
];

function reportOf(drawing: Drawing, noun: Noun): Formal | undefined {
  const { random, requirements } = drawing;
  const types = requirementsModelTypes(requirements)[noun.name]!.members;
  const plain = Object.entries(types).filter(([, type]) =>
    ["enum", "boolean", "string", "uuid", "date"].includes(type.type),
  );
  const numbers = Object.entries(types).filter(([, type]) =>
    ["integer", "decimal"].includes(withoutNull(type).type),
  );
  if (plain.length === 0) return undefined;
  const by = Object.fromEntries(
    sample(random, plain, between(random, 1, 2)).map(([key]) => [key, path("row", key)]),
  );
  const operation = numbers.length > 0 ? pick(random, measures) : "count";
  const value = operation === "count" ? {} : { value: path("row", pick(random, numbers)[0]) };
  const where = whereOf(drawing, noun);
  const kinds = Object.keys(requirements.actors);
  return {
    type: "report",
    name: `report${Object.keys(requirements.requirements).length}`,
    actors: sample(random, kinds, 1),
    concept: noun.name,
    ...where,
    by,
    measures: { measured: { operation, ...value } },
    ...(chance(random, 0.5) ? { sort: { name: "measured", direction: pick(random, ["asc", "desc"]) } } : {}),
    ...(chance(random, 0.5) ? { limit: between(random, 1, 50) } : {}),
  };
}

function whereOf(drawing: Drawing, noun: Noun): { where?: Expression } {
  if (chance(drawing.random, 0.5)) return {};
  const models = requirementsModelTypes(drawing.requirements);
  const where = randomWhere(
    placeOf(drawing, { names: { row: rowOf(noun.name) }, models }),
    noun.name,
    "row",
    1,
  );
  return where ? { where } : {};
}

function fieldsOf(noun: Noun): string[] {
  const attributes = Object.entries(noun.attributes).filter(([, one]) => !one.list && one.type !== "json");
  return [...attributes.map(([key]) => key), ...relationsOf(noun).map((relation) => relation.name)];
}

function errorOf(noun: Noun, what: string): { code: string; title: string } {
  const code = `${noun.name}-${what}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return { code, title: `No: ${what}.` };
}

/** The address of a person that a row belongs to or points to. */
function mailOf({ requirements }: Drawing, noun: Noun): Expression | undefined {
  const relation = relationsOf(noun).find(
    ({ target, optional }) => Object.hasOwn(requirements.actors, target) && !optional,
  );
  return relation && member(member(member(name("row"), relation.name), "account"), "email");
}

/** Values for all that a new row needs, as far as they can be had. */
function dataOf(
  drawing: Drawing,
  environment: Environment,
  noun: Noun,
): Record<string, Expression> | undefined {
  const place = placeOf(drawing, environment);
  const data: Record<string, Expression> = {};
  const give = (key: string, type: Type): boolean => {
    const value = randomValue(place, type, 1);
    if (value) data[key] = value;
    return value !== undefined;
  };
  const types = writableTypes(noun);
  for (const [key, attribute] of Object.entries(noun.attributes)) {
    if (attribute.optional || attribute.list || attribute.default !== undefined) continue;
    if (!give(key, types[key]!)) return undefined;
  }
  for (const relation of relationsOf(noun)) {
    if (relation.optional) continue;
    const key = keyFor(drawing, environment, relation.target);
    if (!key) return undefined;
    data[`${relation.name}Id`] = key;
  }
  return data;
}

/** The key of a row of the target that the new one can point to. */
function keyFor({ requirements }: Drawing, environment: Environment, target: string): Expression | undefined {
  const row = environment.names["row"];
  if (row?.type !== "row") return undefined;
  const from = nounsOf(requirements).get(row.model);
  if (!from) return undefined;
  if (from.name === target) return path("row", "id");
  const relation = relationsOf(from).find((one) => one.target === target && !one.optional);
  return relation && path("row", `${relation.name}Id`);
}
