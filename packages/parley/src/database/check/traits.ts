import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Database, Model, Trait } from "../document.ts";
import { GUEST } from "../environment.ts";
import { report } from "./diagnostics.ts";

/** Traits that any number of models may have, each of them once. */
const common: readonly Trait["type"][] = ["child", "join", "snapshot", "version"];

/** Traits that a model has twice, and those that only one model may have, or one for each kind of actor. */
export function checkRepeatedTraits(database: Database): Diagnostic[] {
  const owners = new Map<string, string>();
  return traitsOf(database).flatMap(({ modelName, trait, keys }) => {
    const what = nameOf(trait);
    const within = common.includes(trait.type) ? `${modelName}: ` : "";
    const owner = owners.get(within + what);
    if (owner === undefined) {
      owners.set(within + what, modelName);
      return [];
    }
    if (owner === modelName) {
      return [report["trait-twice"](at("database", keys), { model: modelName, trait: what })];
    }
    return [report["repeated-trait"](at("database", keys), { one: owner, other: modelName, trait: what })];
  });
}

function nameOf(trait: Trait): string {
  switch (trait.type) {
    case "actor":
      return `actor ${trait.kind}`;
    case "child":
    case "snapshot":
      return `${trait.type} of ${trait.relation}`;
    default:
      return trait.type;
  }
}

/** What a trait cannot do without, relations above all. */
export function checkTraitRelations(database: Database): Diagnostic[] {
  const account = traitsOf(database).find(({ trait }) => trait.type === "account")?.modelName;
  return traitsOf(database).flatMap(({ modelName, model, trait, keys }) => {
    const place = at("database", keys);
    switch (trait.type) {
      case "actor": {
        const findings: Diagnostic[] = [];
        if (trait.kind === GUEST) {
          findings.push(report["guest-actor"](at("database", [...keys, "kind"]), { model: modelName }));
        }
        if (!isAccountRelation(model, account, "oneToOne")) {
          const names = { model: modelName, account: account ?? "Account" };
          findings.push(report["actor-without-account"](place, names));
        }
        return findings;
      }
      case "session":
        return isAccountRelation(model, account)
          ? []
          : [report["session-without-account"](place, { model: modelName, account: account ?? "Account" })];
      case "child":
        return checkChild(modelName, model, trait.relation, keys);
      case "join": {
        const required = Object.values(model.relations).filter((relation) => relation.required);
        return required.length >= 2 ? [] : [report["join-relations"](place, { model: modelName })];
      }
      case "snapshot":
        return checkSnapshot(modelName, model, trait.relation, keys);
      case "version":
        return model.immutable ? [report["version-immutable"](place, { model: modelName })] : [];
      case "account":
      case "outbox":
        return [];
      default:
        return trait satisfies never;
    }
  });
}

interface TraitPlace {
  modelName: string;
  model: Model;
  trait: Trait;
  keys: (string | number)[];
}

function traitsOf(database: Database): TraitPlace[] {
  return Object.entries(database.models).flatMap(([modelName, model]) =>
    (model.traits ?? []).map((trait, index) => ({
      modelName,
      model,
      trait,
      keys: ["models", modelName, "traits", index],
    })),
  );
}

function isAccountRelation(model: Model, account: string | undefined, cardinality?: "oneToOne"): boolean {
  const relation = model.relations["account"];
  if (!relation || account === undefined) return false;
  if (cardinality && relation.cardinality !== cardinality) return false;
  return relation.required && relation.target === account;
}

function checkChild(
  modelName: string,
  model: Model,
  relationName: string,
  keys: (string | number)[],
): Diagnostic[] {
  const place = at("database", [...keys, "relation"]);
  if (!Object.hasOwn(model.relations, relationName)) {
    const hint = didYouMean(relationName, Object.keys(model.relations));
    return [report["unknown-parent"](place, { model: modelName, relation: relationName, hint })];
  }
  const { required, onDelete } = model.relations[relationName]!;
  if (required && onDelete === "cascade") return [];
  return [report["parent-not-required"](place, { model: modelName, relation: relationName })];
}

function checkSnapshot(
  modelName: string,
  model: Model,
  relationName: string,
  keys: (string | number)[],
): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const place = at("database", [...keys, "relation"]);
  if (!Object.hasOwn(model.relations, relationName)) {
    const hint = didYouMean(relationName, Object.keys(model.relations));
    findings.push(report["unknown-source"](place, { model: modelName, relation: relationName, hint }));
  } else if (model.relations[relationName]!.onDelete === "cascade") {
    findings.push(report["source-cascades"](place, { model: modelName, relation: relationName }));
  }
  if (!model.immutable) findings.push(report["snapshot-changes"](at("database", keys), { model: modelName }));
  return findings;
}
