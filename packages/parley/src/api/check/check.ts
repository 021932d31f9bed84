import type { Database } from "../../database/document.ts";
import { modelTypes } from "../../database/environment.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Api } from "../document.ts";
import { usageOf } from "../usage.ts";
import { answers, discriminators, unions } from "./answers.ts";
import { bodyColumns, bodyVerbs } from "./bodies.ts";
import { listings } from "./listing.ts";
import { names } from "./names.ts";
import { ranges } from "./ranges.ts";
import { access, cycles, errors, references } from "./references.ts";
import type { Rule } from "./rule.ts";
import { parameters, routes } from "./routes.ts";
import { sources } from "./sources.ts";

const rules: readonly Rule[] = [
  references,
  errors,
  access,
  cycles,
  parameters,
  routes,
  names,
  ranges,
  bodyVerbs,
  bodyColumns,
  answers,
  unions,
  discriminators,
  listings,
  sources,
];

/**
 * Everything wrong with an API over a database that checks without errors, all at once. An API without errors prints
 * to code that compiles.
 */
export function checkApi(api: Api, database: Database): Diagnostic[] {
  const subject = { api, database, usage: usageOf(api), models: modelTypes(database) };
  return rules.flatMap((rule) => rule(subject));
}
