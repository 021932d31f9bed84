import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Database, Model, Trait } from "../document.ts";
import { report } from "./diagnostics.ts";

/** Traits that only one model may have, or one for each kind of actor. */
export function checkRepeatedTraits(database: Database): Diagnostic[] {
  const owners = new Map<string, string>();
  return traitsOf(database).flatMap(({ modelName, trait, keys }) => {
    if (trait.type === "child" || trait.type === "join") return [];
    const what = trait.type === "actor" ? `actor ${trait.kind}` : trait.type;
    const owner = owners.get(what);
    if (owner === undefined) {
      owners.set(what, modelName);
      return [];
    }
    return [report["repeated-trait"](at("database", keys), { one: owner, other: modelName, trait: what })];
  });
}

/** Relations that a trait cannot do without. */
export function checkTraitRelations(database: Database): Diagnostic[] {
  const account = traitsOf(database).find(({ trait }) => trait.type === "account")?.modelName;
  return traitsOf(database).flatMap(({ modelName, model, trait, keys }) => {
    const place = at("database", keys);
    switch (trait.type) {
      case "actor":
        return isAccountRelation(model, account, "oneToOne")
          ? []
          : [report["actor-without-account"](place, { model: modelName, account: account ?? "Account" })];
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
