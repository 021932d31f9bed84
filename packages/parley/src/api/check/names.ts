import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { grouped } from "../../schema/remember.ts";
import { pascalCase } from "../../text/names.ts";
import { platformTypes, typescriptGlobals, typescriptReserved } from "../../text/reserved.ts";
import { groupsOf } from "../query.ts";
import type { Property } from "../document.ts";
import { propertyRecords, type Keys } from "../walk.ts";
import { report } from "./report.ts";
import { here, type Rule } from "./rule.ts";

/** Members of every object, hooks of the framework, and what a printed service or controller holds itself. */
const RESERVED_METHODS: ReadonlySet<string> = new Set(
  `constructor toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable then
  onModuleInit onModuleDestroy onApplicationBootstrap beforeApplicationShutdown onApplicationShutdown
  service database clock random passwords sessions tokens mailer logger`.split(/\s+/),
);

const RESERVED_PROPERTIES: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Folders of `src/` that every generated project has, and names whose module or class would be the framework's. */
const RESERVED_GROUPS: ReadonlySet<string> = new Set(
  "app main common database security health openapi mail environment root".split(" "),
);

/** Group and method name one operation, and no name means something else where it is printed. */
export const names: Rule = ({ api }) => [
  ...methodFindings(api.operations),
  ...groupFindings(groupsOf(api), api.operations),
  ...Object.keys(api.schemas)
    .filter((name) => isReservedSchema(name))
    .map((name) => report["reserved-schema"](here("schemas", name), { name })),
  ...propertyRecords(api).flatMap(({ keys, properties }) => wireFindings(keys, properties)),
  ...propertyLists(api).flatMap(([keys, properties]) =>
    properties
      .filter((name) => RESERVED_PROPERTIES.has(name))
      .map((name) => report["reserved-property"](here(...keys, name), { name })),
  ),
];

/** On the wire every property has a name of its own, and none that JavaScript takes otherwise. */
function wireFindings(keys: Keys, properties: Record<string, Property>): Diagnostic[] {
  const seen = new Set<string>();
  return Object.entries(properties).flatMap(([key, { wire = key }]) => {
    const place = here(...keys, key);
    const repeated = seen.has(wire) ? [report["duplicate-wire"](place, { name: wire })] : [];
    seen.add(wire);
    return wire !== key && RESERVED_PROPERTIES.has(wire)
      ? [...repeated, report["reserved-property"](place, { name: wire })]
      : repeated;
  });
}

type Operations = Parameters<Rule>[0]["api"]["operations"];

function methodFindings(operations: Operations): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const owners = new Map<string, string>();
  for (const [name, { group, method }] of Object.entries(operations)) {
    const place = here("operations", name, "method");
    const other = owners.get(`${group}.${method}`);
    if (other !== undefined) findings.push(report["duplicate-method"](place, { group, method, other }));
    else owners.set(`${group}.${method}`, name);
    if (RESERVED_METHODS.has(method)) findings.push(report["reserved-method"](place, { name: method }));
  }
  return findings;
}

function groupFindings(groups: readonly string[], operations: Operations): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const owners = new Map<string, string>();
  const users = grouped(Object.keys(operations), (name) => operations[name]!.group);
  for (const group of groups) {
    const place = here("operations", users.get(group)![0]!, "group");
    const other = owners.get(pascalCase(group));
    if (other !== undefined) findings.push(report["colliding-group"](place, { name: group, other }));
    owners.set(pascalCase(group), group);
    if (RESERVED_GROUPS.has(group)) findings.push(report["reserved-group"](place, { name: group }));
  }
  return findings;
}

/** What is imported gives way to a schema's name, so only what every file knows without an import is reserved. */
function isReservedSchema(name: string): boolean {
  return (typescriptGlobals.has(name) && !platformTypes.has(name)) || typescriptReserved.has(name);
}

/** Every record of properties or parameters: where it stands and its names. */
function propertyLists(api: Parameters<Rule>[0]["api"]): [Keys, string[]][] {
  const lists: [Keys, string[]][] = [];
  for (const { keys, properties } of propertyRecords(api)) lists.push([keys, Object.keys(properties)]);
  for (const [name, { parameters, listing }] of Object.entries(api.operations)) {
    lists.push([["operations", name, "parameters"], Object.keys(parameters)]);
    if (listing) lists.push([["operations", name, "listing", "filters"], Object.keys(listing.filters)]);
  }
  return lists;
}
