import type { Database } from "../../database/document.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { at } from "../../diagnostic/diagnostic.ts";
import type { Location } from "../../diagnostic/diagnostic.ts";
import type { ModelType } from "../../expression/types.ts";
import type { Api } from "../document.ts";
import type { Usage } from "../usage.ts";
import type { Keys } from "../walk.ts";

/** What a rule looks at. */
export interface Subject {
  api: Api;
  database: Database;
  usage: Usage;
  models: Readonly<Record<string, ModelType>>;
}

/** Reports all that it finds; never throws, whatever else is wrong with the document. */
export type Rule = (subject: Subject) => Diagnostic[];

export function here(...keys: Keys): Location {
  return at("api", keys);
}
