import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { remembering } from "../../schema/remember.ts";
import type { Requirements } from "../document.ts";
import { checkAttributes } from "./attributes.ts";
import { checkComputed } from "./computed.ts";
import { checkExpressions } from "./expressions.ts";
import { checkCompanions, checkContradictions } from "./contradictions.ts";
import { checkLimits } from "./limits.ts";
import { checkFormals, checkRepeated } from "./formals.ts";
import { checkActionNames, checkIds, checkMemberNames, checkPropertyNames, checkTypeNames } from "./names.ts";
import { checkActors, checkCreation, checkCycles, checkLifecycles, checkTargets } from "./structure.ts";
import { checkOccasions } from "./occasions.ts";
import { checkQueries } from "./queries.ts";
import { checkListed, checkMemberships, checkReach } from "./reach.ts";
import { checkSequences } from "./sequences.ts";
import { checkQuestions, checkSentences, checkStatus } from "./trace.ts";
import {
  checkCreatedRows,
  checkServerValues,
  checkTransitionInputs,
  checkTransitionWrites,
} from "./writes.ts";

const rules: readonly ((requirements: Requirements) => Diagnostic[])[] = [
  checkTypeNames,
  checkMemberNames,
  checkPropertyNames,
  checkActionNames,
  checkIds,
  checkAttributes,
  checkActors,
  checkTargets,
  checkCycles,
  checkLifecycles,
  checkCreation,
  checkFormals,
  checkReach,
  checkMemberships,
  checkListed,
  checkSequences,
  checkExpressions,
  checkQueries,
  checkComputed,
  checkContradictions,
  checkCompanions,
  checkOccasions,
  checkLimits,
  checkServerValues,
  checkCreatedRows,
  checkTransitionWrites,
  checkTransitionInputs,
  checkRepeated,
  checkStatus,
  checkSentences,
  checkQuestions,
];

/** All findings about a requirements document of the schema's shape, rule by rule. Without an error it can be built. */
export function checkRequirements(requirements: Requirements): Diagnostic[] {
  const known = remembering(requirements);
  return rules.flatMap((rule) => rule(known));
}
