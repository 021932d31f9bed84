import type { z } from "zod";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Api, MediaType, Property } from "../document.ts";
import { isComponentName, keywordsOf, type KeywordPlace } from "../keywords.ts";
import { allNodes, type Keys } from "../walk.ts";
import { report } from "./report.ts";
import { here, type Rule } from "./rule.ts";

/** What a foreign description says besides is what readers of descriptions expect there. */
export const keywords: Rule = ({ api }) => [
  ...keptKeywords(api).flatMap(({ place, keys, value }) => {
    const { error } = keywordsOf[place].safeParse(value);
    return (error?.issues ?? []).map((issue) => misfit(keys, issue));
  }),
  ...Object.entries(api.schemas).flatMap(([name, { wire, inline }]) =>
    wire === undefined || inline || isComponentName(wire)
      ? []
      : [report["component-name"](here("schemas", name, "wire"), { name: wire })],
  ),
  ...unknownSchemes(api),
];

interface Kept {
  place: KeywordPlace;
  keys: Keys;
  value: unknown;
}

/** Everything of somebody else's description that has no words of its own here. */
export function keptKeywords(api: Api): Kept[] {
  const kept: Kept[] = [];
  const add = (place: KeywordPlace, value: unknown, ...keys: Keys): void => {
    if (value !== undefined) kept.push({ place, keys, value });
  };
  const addHeaders = (headers: Record<string, Property> | undefined, ...keys: Keys): void => {
    for (const [name, { annotations }] of Object.entries(headers ?? {})) {
      add("header", annotations, ...keys, "headers", name, "annotations");
    }
  };
  const addContent = (content: Record<string, MediaType> | undefined, ...keys: Keys): void => {
    for (const [type, { annotations }] of Object.entries(content ?? {})) {
      add("mediaType", annotations, ...keys, type, "annotations");
    }
  };
  for (const { schema, keys } of allNodes(api)) add("schema", schema.annotations, ...keys, "annotations");
  for (const [name, schema] of Object.entries(api.schemas)) {
    add("schema", schema.annotations, "schemas", name, "annotations");
    for (const [property, { annotations }] of Object.entries(schema.properties)) {
      add("schema", annotations, "schemas", name, "properties", property, "annotations");
    }
  }
  for (const [name, operation] of Object.entries(api.operations)) {
    const own = ["operations", name];
    add("operation", operation.annotations, ...own, "annotations");
    for (const place of ["query", "headers", "cookies"] as const) {
      for (const [parameter, { annotations }] of Object.entries(operation[place] ?? {})) {
        add("parameter", annotations, ...own, place, parameter, "annotations");
      }
    }
    addContent(operation.bodyContent, ...own, "bodyContent");
    const answers = [
      { answer: operation.answer, keys: [...own, "answer"] },
      ...Object.entries(operation.answers ?? {}).map(([status, answer]) => ({
        answer,
        keys: [...own, "answers", status],
      })),
    ];
    for (const { answer, keys } of answers) {
      add("answer", answer.annotations, ...keys, "annotations");
      addHeaders(answer.headers, ...keys);
      addContent(answer.content, ...keys, "content");
    }
  }
  const { foreign } = api;
  if (!foreign) return kept;
  add("servers", foreign.servers, "foreign", "servers");
  add("tags", foreign.tags, "foreign", "tags");
  add("securitySchemes", foreign.securitySchemes, "foreign", "securitySchemes");
  add("info", foreign.info, "foreign", "info");
  add("components", foreign.components, "foreign", "components");
  add("root", foreign.annotations, "foreign", "annotations");
  for (const [path, value] of Object.entries(foreign.paths ?? {})) {
    add("path", value, "foreign", "paths", path);
  }
  return kept;
}

function misfit(keys: Keys, issue: z.core.$ZodIssue): Diagnostic {
  const place = here(...keys, ...(issue.path as Keys));
  if (issue.code === "unrecognized_keys") return report["unknown-keyword"](place, { name: issue.keys[0]! });
  return report["keyword-value"](place, { why: issue.message });
}

/** Who is asked for credentials is asked for some that are described. */
export function unknownSchemes(api: Api): Diagnostic[] {
  if (api.profile !== "foreign") return [];
  const known = Object.keys(api.foreign?.securitySchemes ?? {});
  const demands = [
    { keys: ["foreign", "security"], security: api.foreign?.security },
    ...Object.entries(api.operations).map(([name, { security }]) => ({
      keys: ["operations", name, "security"],
      security,
    })),
  ];
  return demands.flatMap(({ keys, security = [] }) =>
    security.flatMap((demand, index) =>
      Object.keys(demand)
        .filter((name) => !known.includes(name))
        .map((name) =>
          report["unknown-scheme"](here(...keys, index, name), { name, hint: didYouMean(name, known) }),
        ),
    ),
  );
}
