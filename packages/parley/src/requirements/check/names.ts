import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { platformTypes, prismaReserved, typescriptGlobals, typescriptReserved } from "../../text/reserved.ts";
import type { Requirements } from "../document.ts";
import { nounsOf, plainActions, profileModel, relationsOf, targetModel, type Noun } from "../nouns.ts";
import { report } from "./diagnostics.ts";

type Keys = readonly string[];

const infrastructure: ReadonlySet<string> = new Set(["Account", "Session", "PasswordReset", "OutboxMessage"]);
/** Types that the database client declares itself. */
const clientTypes: ReadonlySet<string> = new Set(
  "Prisma PrismaClient PrismaPromise Enumerable Payload ModelName Result Args Exact Skip Null SortOrder QueryMode String Int Boolean DateTime Json Bytes Decimal Float BigInt Unsupported Middleware".split(
    " ",
  ),
);
/** Members of every object, and what makes an object something else to the language. */
const objectMembers: ReadonlySet<string> = new Set(
  "constructor hasOwnProperty isPrototypeOf propertyIsEnumerable prototype then toJSON toLocaleString toString valueOf".split(
    " ",
  ),
);

/** Concepts and actors whose name is taken by another or by the language. */
export function checkTypeNames(requirements: Requirements): Diagnostic[] {
  const profiles = new Map(Object.keys(requirements.actors).map((kind) => [profileModel(kind), kind]));
  const named: [string, Keys, string | undefined][] = [
    ...[...profiles].map(([name, kind]): [string, Keys, undefined] => [name, ["actors", kind], undefined]),
    ...Object.keys(requirements.concepts).map((name): [string, Keys, string | undefined] => {
      const kind = profiles.get(name);
      return [name, ["concepts", name], kind === undefined ? undefined : `the profile of the actor ${kind}`];
    }),
  ];
  const findings = named.flatMap(([name, keys, profile]) => {
    const taker = profile ?? takerOf(name);
    return taker === undefined ? [] : [report["reserved-name"](at("requirements", keys), { name, taker })];
  });
  if (Object.hasOwn(requirements.actors, "guest")) {
    const taker = "everybody who is not signed in";
    findings.push(report["reserved-name"](at("requirements", ["actors", "guest"]), { name: "guest", taker }));
  }
  return findings;
}

function takerOf(name: string): string | undefined {
  if (infrastructure.has(name)) return "the accounts that every backend has";
  if (clientTypes.has(name) || prismaReserved.has(name)) return "Prisma";
  if (platformTypes.has(name)) return undefined;
  return typescriptGlobals.has(name) || typescriptReserved.has(name) ? "TypeScript" : undefined;
}

/** Everything that a row has under one name: implicit columns, attributes, relations, keys, state and inverses. */
export function checkMemberNames(requirements: Requirements): Diagnostic[] {
  const nouns = nounsOf(requirements);
  const findings: Diagnostic[] = [];
  const members = new Map([...nouns.values()].map((noun) => [noun.name, new Map(implicitMembers(noun))]));
  const add = (model: string, name: string, what: string, keys: Keys): void => {
    const taken = members.get(model);
    if (!taken) return;
    const one = taken.get(name);
    const place = at("requirements", keys);
    if (one !== undefined) {
      findings.push(report["name-collision"](place, { concept: model, name, one, other: what }));
    } else taken.set(name, what);
    if (objectMembers.has(name))
      findings.push(report["reserved-name"](place, { name, taker: "every object" }));
  };
  for (const noun of nouns.values()) {
    const keys = keysOfNoun(noun);
    for (const name of Object.keys(noun.attributes)) {
      add(noun.name, name, "an attribute", [...keys, "attributes", name]);
    }
    if (noun.type === "actor") findings.push(...checkCredentials(noun, keys));
    if (noun.type === "actor") continue;
    const { lifecycle } = noun.concept;
    if (lifecycle) add(noun.name, lifecycle.attribute, "the state", [...keys, "lifecycle", "attribute"]);
    for (const { name, role } of relationsOf(noun)) {
      const place = role === "reference" ? [...keys, "references", name] : [...keys, role, "as"];
      add(noun.name, name, `the ${role}`, place);
      add(noun.name, `${name}Id`, `the key of the ${role} ${name}`, place);
    }
  }
  for (const noun of nouns.values()) {
    for (const { name, role, target, inverse } of relationsOf(noun)) {
      const keys = [
        ...keysOfNoun(noun),
        ...(role === "reference" ? ["references", name] : [role]),
        "inverse",
      ];
      const model = targetModel(requirements, target);
      if (model !== undefined) add(model, inverse, `the ${role} ${noun.name}.${name} seen from there`, keys);
    }
  }
  return findings;
}

/** What comes back of a report or in with a transition is an object too. */
export function checkPropertyNames(requirements: Requirements): Diagnostic[] {
  const findings = (names: object, keys: Keys): Diagnostic[] =>
    Object.keys(names)
      .filter((name) => objectMembers.has(name))
      .map((name) =>
        report["reserved-name"](at("requirements", [...keys, name]), { name, taker: "every object" }),
      );
  return [
    ...Object.entries(requirements.requirements).flatMap(([id, { formal }]) =>
      formal?.type === "report"
        ? (["by", "measures"] as const).flatMap((part) =>
            findings(formal[part], ["requirements", id, "formal", part]),
          )
        : [],
    ),
    ...Object.entries(requirements.concepts).flatMap(([concept, { lifecycle }]) =>
      Object.entries(lifecycle?.transitions ?? {}).flatMap(([action, { input = {}, references = {} }]) => {
        const keys = ["concepts", concept, "lifecycle", "transitions", action];
        return [
          ...findings(input, [...keys, "input"]),
          ...findings(references, [...keys, "references"]),
          ...Object.keys(references).flatMap((name) =>
            [name, `${name}Id`]
              .filter((one) => Object.hasOwn(input, one))
              .map((one) => {
                const place = at("requirements", [...keys, "references", name]);
                return report["reserved-name"](place, { name, taker: `${one}, which it asks for too` });
              }),
          ),
        ];
      }),
    ),
  ];
}

/** Who gets an account gives an e-mail address and a password with the rest of the profile. */
function checkCredentials({ attributes }: Noun, keys: Keys): Diagnostic[] {
  return ["email", "password"].flatMap((name) => {
    const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (!attribute || attribute.server) return [];
    // The account's address may be part of the profile.
    if (name === "email" && attribute.type === "email" && !attribute.list) return [];
    const taker = "the account, which is made together with the profile";
    return [report["reserved-name"](at("requirements", [...keys, "attributes", name]), { name, taker })];
  });
}

function implicitMembers(noun: Noun): [string, string][] {
  const names = ["id", "createdAt", "updatedAt", "deletedAt"].map((name): [string, string] => [
    name,
    "what every row has",
  ]);
  if (noun.type === "actor") names.push(["account", "the account"], ["accountId", "the account's key"]);
  return names;
}

/** Transitions that are called like what every concept can do. */
export function checkActionNames(requirements: Requirements): Diagnostic[] {
  return Object.entries(requirements.concepts).flatMap(([concept, { lifecycle }]) =>
    Object.keys(lifecycle?.transitions ?? {})
      .filter((action) => plainActions.includes(action))
      .map((name) => {
        const place = at("requirements", ["concepts", concept, "lifecycle", "transitions", name]);
        return report["reserved-name"](place, { name, taker: "what can be done with every concept" });
      }),
  );
}

/** Ids tell things apart between versions, so no two may share one. */
export function checkIds(requirements: Requirements): Diagnostic[] {
  const seen = new Map<string, string>();
  const findings: Diagnostic[] = [];
  const add = (id: string, keys: Keys): void => {
    const name = keys.at(-1) ?? "";
    const other = seen.get(id);
    if (other === undefined) seen.set(id, name);
    else findings.push(report["duplicate-id"](at("requirements", [...keys, "id"]), { id, other }));
  };
  const addAll = (nodes: Record<string, { id: string }> | undefined, keys: Keys): void => {
    for (const [name, node] of Object.entries(nodes ?? {})) add(node.id, [...keys, name]);
  };
  addAll(requirements.actors, ["actors"]);
  addAll(requirements.concepts, ["concepts"]);
  addAll(requirements.requirements, ["requirements"]);
  addAll(requirements.uses, ["uses"]);
  addAll(requirements.questions, ["questions"]);
  for (const [kind, actor] of Object.entries(requirements.actors)) {
    addAll(actor.attributes, ["actors", kind, "attributes"]);
  }
  for (const [name, { attributes, references, lifecycle }] of Object.entries(requirements.concepts)) {
    addAll(attributes, ["concepts", name, "attributes"]);
    addAll(references, ["concepts", name, "references"]);
    const keys = ["concepts", name, "lifecycle", "transitions"];
    addAll(lifecycle?.transitions, keys);
    for (const [action, { input, references: named }] of Object.entries(lifecycle?.transitions ?? {})) {
      addAll(input, [...keys, action, "input"]);
      addAll(named, [...keys, action, "references"]);
    }
  }
  return findings;
}

export function keysOfNoun(noun: Noun): Keys {
  return noun.type === "actor" ? ["actors", noun.kind] : ["concepts", noun.name];
}
