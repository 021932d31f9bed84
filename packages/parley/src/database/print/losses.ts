import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { report } from "../check/diagnostics.ts";
import type { Database, Model } from "../document.ts";
import { isVersioned, VERSION_COLUMN } from "../fields.ts";
import { own } from "./change.ts";

/** Tables and columns that the next database no longer has, whose rows and values go with them. */
export function lostData(previous: Database, next: Database): Diagnostic[] {
  return Object.entries(previous.models).flatMap(([name, model]) => {
    const successor = Object.entries(next.models).find(([, candidate]) => candidate.id === model.id);
    if (!successor) return [lost([], `The table of ${name}`, "its model is gone")];
    const [newName, after] = successor;
    return lostMembers(previous, next, model, after).map((member) =>
      lost(["models", newName], `${name}.${member}`, "it is gone"),
    );
  });
}

function lostMembers(previous: Database, next: Database, before: Model, after: Model): string[] {
  const fieldIds = new Set(Object.values(after.fields).map((field) => field.id));
  const targets = new Map(
    Object.values(after.relations).map(({ id, target }) => [id, own(next.models, target)?.id]),
  );
  return [
    ...Object.entries(before.fields).flatMap(([name, { id }]) => (fieldIds.has(id) ? [] : [name])),
    ...Object.entries(before.relations).flatMap(([name, { id, target }]) =>
      targets.get(id) === own(previous.models, target)?.id ? [] : [name],
    ),
    ...(before.softDelete && !after.softDelete ? ["deletedAt"] : []),
    ...(!before.immutable && after.immutable ? ["updatedAt"] : []),
    ...(isVersioned(before) && !isVersioned(after) ? [VERSION_COLUMN] : []),
  ];
}

function lost(keys: string[], what: string, reason: string): Diagnostic {
  return report["lossy-change"](at("database", keys), { what, reason });
}
