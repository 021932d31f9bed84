import type { Database } from "../../database/document.ts";
import { modelTypes } from "../../database/environment.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { remembering } from "../../schema/remember.ts";
import type { Api } from "../document.ts";
import { usageOf } from "../usage.ts";
import { signIn, signUp } from "./accounts.ts";
import { answers, discriminators } from "./answers.ts";
import { bodyColumns, bodyVerbs, creations } from "./bodies.ts";
import { keywords } from "./keywords.ts";
import { listings } from "./listing.ts";
import { names } from "./names.ts";
import { promises, type BrokenPromise } from "./promises.ts";
import { ranges } from "./ranges.ts";
import { access, cycles, errors, references } from "./references.ts";
import type { Rule } from "./rule.ts";
import { parameters, routes } from "./routes.ts";
import { defaults, shapes } from "./shapes.ts";
import { sources } from "./sources.ts";
import { summaries } from "./summaries.ts";

const rules: readonly Rule[] = [
  references,
  errors,
  access,
  cycles,
  parameters,
  routes,
  names,
  ranges,
  shapes,
  defaults,
  bodyVerbs,
  bodyColumns,
  creations,
  answers,
  discriminators,
  listings,
  sources,
  summaries,
  signIn,
  signUp,
  keywords,
];

/**
 * Everything wrong with an API over a database that checks without errors, all at once. An API without errors prints
 * to code that compiles. What only the house promises is no error of somebody else's API: see `brokenPromises`.
 */
export function checkApi(api: Api, database: Database): Diagnostic[] {
  const found = findingsOf(api, database);
  return api.profile === "house" ? found : found.filter(({ code }) => !Object.hasOwn(promises, code));
}

/** What the house promises and somebody else's API does not. */
export function brokenPromises(api: Api, database: Database): BrokenPromise[] {
  if (api.profile === "house") return [];
  const found = findingsOf(api, database);
  return Object.entries(promises).flatMap(([code, promise]) => {
    const places = found.filter((one) => one.code === code).map((one) => one.at);
    return places.length === 0 ? [] : [{ promise, places }];
  });
}

function findingsOf(api: Api, database: Database): Diagnostic[] {
  const known = { api: remembering(api), database: remembering(database) };
  const subject = { ...known, usage: usageOf(known.api), models: modelTypes(known.database) };
  return rules.flatMap((rule) => rule(subject));
}
