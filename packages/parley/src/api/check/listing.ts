import { columnType } from "../../database/environment.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { isAssignable, isNumeric, printType, withoutNull, type Type } from "../../expression/types.ts";
import { followPath, type ReachedColumn } from "../columns.ts";
import type { Filter, Listing } from "../document.ts";
import { isUuid, schemaType } from "../types.ts";
import type { Keys } from "../walk.ts";
import { report } from "./report.ts";
import { here, type Rule, type Subject } from "./rule.ts";

/** Listings search, filter and sort by columns that exist, fit and may be shown. */
export const listings: Rule = (subject) => {
  const findings: Diagnostic[] = [];
  for (const [name, { listing, answer }] of Object.entries(subject.api.operations)) {
    if (!listing) continue;
    const keys = ["operations", name, "listing"];
    findings.push(...sizeFindings(listing, keys), ...sortFindings(listing, keys));
    const schema = answer.schema;
    const element = schema === undefined ? undefined : subject.api.schemas[schema];
    if (schema === undefined || !element) continue;
    const { model } = element;
    if (model === undefined) {
      findings.push(report["listing-without-model"](here(...keys), { schema }));
    } else if (Object.hasOwn(subject.database.models, model)) {
      findings.push(...fieldFindings(subject, model, listing, keys));
    }
  }
  return findings;
};

function sizeFindings({ defaultSize: size, maximumSize: maximum }: Listing, keys: Keys): Diagnostic[] {
  return size > maximum ? [report["listing-size"](here(...keys, "defaultSize"), { size, maximum })] : [];
}

function sortFindings({ sorts, defaultSort }: Listing, keys: Keys): Diagnostic[] {
  const name = defaultSort.replace(/^-/, "");
  if (Object.hasOwn(sorts, name)) return [];
  const hint = didYouMean(name, Object.keys(sorts));
  return [report["unknown-sort"](here(...keys, "defaultSort"), { name, hint })];
}

function fieldFindings(subject: Subject, model: string, listing: Listing, keys: Keys): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const reach = (field: string, purpose: string, place: Keys): ReachedColumn | undefined => {
    const reached = followPath(subject.database, model, field);
    if (!("column" in reached)) {
      const hint = didYouMean(reached.name, reached.known);
      findings.push(
        report["unknown-field"](here(...place), { model: reached.model, name: reached.name, hint }),
      );
      return undefined;
    }
    const reason = refusal(reached, purpose);
    if (reason === undefined) return reached;
    findings.push(report["listing-field"](here(...place), { model, field, purpose, reason }));
    return undefined;
  };
  for (const [index, field] of listing.search.entries()) reach(field, "search", [...keys, "search", index]);
  for (const [name, { field }] of Object.entries(listing.sorts)) {
    reach(field, "sort", [...keys, "sorts", name, "field"]);
  }
  for (const [name, filter] of Object.entries(listing.filters)) {
    const place = [...keys, "filters", name];
    const reached = reach(filter.field, "filter", [...place, "field"]);
    if (!reached) continue;
    const held = withoutNull(columnType(reached.column.field, subject.database.enums));
    const sent = schemaType(filter.schema, subject.api, "program");
    const expected = filterProblem(filter, sent, held, reached);
    if (expected === undefined) continue;
    const { operator, field } = filter;
    const parts = { name, field, operator, expected, found: printType(sent) };
    findings.push(report["filter-type"](here(...place), parts));
  }
  return findings;
}

function refusal({ column: { field }, many }: ReachedColumn, purpose: string): string | undefined {
  if (field.secret) return "it is secret";
  if (field.type === "json" || field.type === "bytes") return `it is ${field.type}`;
  if (field.list && purpose !== "filter") return "it is a list";
  if (purpose === "sort" && many) return "there may be many";
  const searchable = ["string", "text", "email", "uri"];
  if (purpose === "search" && !searchable.includes(field.type)) return "it is no text";
  return undefined;
}

/** What the operator needs, `undefined` where the filter has it. */
function filterProblem(filter: Filter, sent: Type, held: Type, reached: ReachedColumn): string | undefined {
  switch (filter.operator) {
    case "equals": {
      if (held.type === "list") return "a field that is no list (a list `contains`)";
      if (reached.column.field.type === "uuid" && !isUuid(filter.schema)) return "a string of format uuid";
      const one = sent.type === "list" ? sent.of : sent;
      return isAssignable(one, held) ? undefined : printType(held);
    }
    case "contains":
      if (held.type === "list") return isAssignable(sent, held.of) ? undefined : printType(held.of);
      return held.type === "string" && reached.column.field.type !== "uuid" && sent.type === "string"
        ? undefined
        : "text on both sides";
    case "before":
    case "after":
      return (held.type === "date" || held.type === "datetime") && sent.type === held.type
        ? undefined
        : "the same kind of date on both sides";
    case "atLeast":
    case "atMost": {
      const ordered = isNumeric(held) || held.type === "date" || held.type === "datetime";
      return ordered && isAssignable(sent, held) ? undefined : "numbers or dates on both sides";
    }
    case "isNull":
      if (sent.type !== "boolean") return "a boolean";
      return reached.nullable ? undefined : "a nullable field";
    default:
      return filter.operator satisfies never;
  }
}
