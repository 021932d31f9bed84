import type { Step } from "../step.ts";
import { api } from "./api/step.ts";
import { database } from "./database/step.ts";
import { nouns } from "./nouns/step.ts";
import { program } from "./program/step.ts";
import { rules } from "./rules/step.ts";
import { scenario } from "./scenario/step.ts";

/** Every step, in order. Adding one is a folder and a line here. */
export const steps: readonly Step[] = [nouns, rules, database, api, program, scenario];
