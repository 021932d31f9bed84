import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { kebabCase } from "../../text/names.ts";
import type { Database } from "../../database/document.ts";
import type { Program } from "../document.ts";
import { intervalOf } from "../schedule.ts";
import { enumsIn } from "../values.ts";
import { recursiveFunctions } from "./calls.ts";
import { report } from "./report.ts";
import { here } from "./subject.ts";

/** What is wrong with functions, externs and jobs besides their statements. */
export function checkDeclarations(program: Program, database: Database): Diagnostic[] {
  return [
    ...checkNames(program),
    ...[...recursiveFunctions(program)].map((name) =>
      report["recursive-function"](here(["functions", name]), { name }),
    ),
    ...checkEnums(program, database),
    ...checkSchedules(program),
  ];
}

/** Members of every object and hooks of the framework. */
const reserved: ReadonlySet<string> = new Set(
  `constructor toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable then schedule
  onModuleInit onModuleDestroy onApplicationBootstrap beforeApplicationShutdown onApplicationShutdown`.split(
    /\s+/,
  ),
);

/** Functions and externs are called alike; an extern is a file, whose name knows no capitals. */
function checkNames({ functions = {}, externs = {}, jobs = {} }: Program): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [collection, names] of Object.entries({ functions, externs, jobs })) {
    for (const name of Object.keys(names)) {
      if (reserved.has(name)) found.push(report["reserved-function"](here([collection, name]), { name }));
    }
  }
  const files = new Map<string, string>();
  for (const name of Object.keys(externs)) {
    const other = Object.hasOwn(functions, name) ? name : files.get(kebabCase(name));
    if (other !== undefined)
      found.push(report["duplicate-function"](here(["externs", name]), { name, other }));
    files.set(kebabCase(name), name);
  }
  return found;
}

function checkEnums({ functions = {}, externs = {} }: Program, { enums }: Database): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [collection, declared] of Object.entries({ functions, externs })) {
    for (const [name, { parameters, result }] of Object.entries(declared)) {
      const spoken = [
        ...enumsIn({ type: "object", properties: parameters }, []).map(({ name: one, keys }) => ({
          name: one,
          keys: ["parameters", ...keys.slice(1)],
        })),
        ...(result ? enumsIn(result, ["result"]) : []),
      ];
      for (const { name: one, keys } of spoken) {
        if (Object.hasOwn(enums, one)) continue;
        const hint = didYouMean(one, Object.keys(enums));
        found.push(report["unknown-enum"](here([collection, name, ...keys]), { name: one, hint }));
      }
    }
  }
  return found;
}

function checkSchedules({ jobs = {} }: Program): Diagnostic[] {
  return Object.entries(jobs).flatMap(([name, { schedule }]) => {
    if (schedule.type === "daily") return [];
    const { duration } = schedule;
    const interval = intervalOf(duration);
    if (!("reason" in interval)) return [];
    const about = { duration, reason: interval.reason };
    return [report["job-interval"](here(["jobs", name, "schedule", "duration"]), about)];
  });
}
