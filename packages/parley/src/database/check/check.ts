import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Database } from "../document.ts";
import { checkRowConditions, checkScopes } from "./conditions.ts";
import { checkDefaults } from "./defaults.ts";
import { checkFieldMeaning, checkFields } from "./fields.ts";
import { checkKeyColumns, checkRepeatedUniques, checkUniques } from "./keys.ts";
import { checkEnumValues, checkMemberNames, checkTypeNames } from "./names.ts";
import { checkRelations, checkRequiredCycles } from "./relations.ts";
import { checkRepeatedTraits, checkTraitRelations } from "./traits.ts";

const rules: readonly ((database: Database) => Diagnostic[])[] = [
  checkTypeNames,
  checkMemberNames,
  checkEnumValues,
  checkFields,
  checkDefaults,
  checkRelations,
  checkRequiredCycles,
  checkKeyColumns,
  checkUniques,
  checkRepeatedUniques,
  checkTraitRelations,
  checkRepeatedTraits,
  checkRowConditions,
  checkScopes,
  checkFieldMeaning,
];

/** All findings about a document that has the schema's shape, rule by rule. Without an error it can be printed. */
export function checkDatabase(database: Database): Diagnostic[] {
  return rules.flatMap((rule) => rule(database));
}
