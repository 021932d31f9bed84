import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Database } from "../document.ts";
import { report } from "./diagnostics.ts";

/** Targets that do not exist, and deletions that a required relation can't follow. */
export function checkRelations(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([model, { relations }]) =>
    Object.entries(relations).flatMap(([relation, { target, required, onDelete }]) => {
      const place = ["models", model, "relations", relation];
      const findings: Diagnostic[] = [];
      if (!Object.hasOwn(database.models, target)) {
        const hint = didYouMean(target, Object.keys(database.models));
        findings.push(
          report["unknown-target"](at("database", [...place, "target"]), { model, relation, target, hint }),
        );
      }
      if (required && onDelete === "setNull") {
        findings.push(
          report["set-null-required"](at("database", [...place, "onDelete"]), { model, relation }),
        );
      }
      return findings;
    }),
  );
}

/** One-to-one relations whose unique column keeps counting rows that were deleted softly; an actor's account may. */
export function checkOneToOne(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([model, { softDelete, traits, relations }]) => {
    if (!softDelete) return [];
    const isActor = traits?.some(({ type }) => type === "actor") ?? false;
    return Object.entries(relations).flatMap(([relation, { cardinality }]) => {
      if (cardinality !== "oneToOne" || (isActor && relation === "account")) return [];
      const place = at("database", ["models", model, "relations", relation, "cardinality"]);
      return [report["one-to-one-soft-delete"](place, { model, relation })];
    });
  });
}

/** Required relations that form a circle: none of its models can ever have a first row. */
export function checkRequiredCycles(database: Database): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const done = new Set<string>();
  const path: { model: string; relation: string }[] = [];

  const visit = (model: string): void => {
    const start = path.findIndex((step) => step.model === model);
    if (start >= 0) {
      const cycle = path.slice(start);
      const first = cycle[0]!;
      const place = at("database", ["models", first.model, "relations", first.relation, "required"]);
      const names = cycle.map((step) => `${step.model}.${step.relation}`).join(", ");
      findings.push(report["required-cycle"](place, { cycle: names }));
      return;
    }
    if (done.has(model) || !Object.hasOwn(database.models, model)) return;
    for (const [relation, { target, required }] of Object.entries(database.models[model]!.relations)) {
      if (!required) continue;
      path.push({ model, relation });
      visit(target);
      path.pop();
    }
    done.add(model);
  };

  Object.keys(database.models).forEach(visit);
  return findings;
}
