import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { remembering } from "../../schema/remember.ts";
import type { Database } from "../document.ts";
import { checkRowConditions, checkScopes } from "./conditions.ts";
import { checkDefaults } from "./defaults.ts";
import { checkExclusions } from "./exclusions.ts";
import { checkFieldMeaning, checkFields } from "./fields.ts";
import { checkInfrastructure } from "./infrastructure.ts";
import { checkIndexes, checkRepeatedIndexes } from "./indexes.ts";
import { checkKeyColumns, checkRepeatedUniques, checkUniques } from "./keys.ts";
import { checkClientNames, checkEnumValues, checkMemberNames, checkTypeNames } from "./names.ts";
import { checkOneToOne, checkRelations, checkRequiredCycles } from "./relations.ts";
import { checkRepeatedTraits, checkTraitRelations } from "./traits.ts";

const rules: readonly ((database: Database) => Diagnostic[])[] = [
  checkTypeNames,
  checkClientNames,
  checkMemberNames,
  checkEnumValues,
  checkFields,
  checkDefaults,
  checkRelations,
  checkRequiredCycles,
  checkOneToOne,
  checkKeyColumns,
  checkUniques,
  checkRepeatedUniques,
  checkIndexes,
  checkRepeatedIndexes,
  checkExclusions,
  checkTraitRelations,
  checkRepeatedTraits,
  checkInfrastructure,
  checkRowConditions,
  checkScopes,
  checkFieldMeaning,
];

/** All findings about a document that has the schema's shape, rule by rule. Without an error it can be printed. */
export function checkDatabase(database: Database): Diagnostic[] {
  const known = remembering(database);
  return rules.flatMap((rule) => rule(known));
}
