import type { Api, NamedSchema, Operation } from "../../api/document.ts";
import { groupsOf, operationsOf } from "../../api/query.ts";
import type { Requirements } from "../../requirements/document.ts";
import { chunked } from "../step.ts";
import { requirementsOf, type Carried } from "./requirements.ts";

/** Some operations of a group with what belongs to them: a unit's worth. */
export interface OperationChunk {
  key: string;
  group: string;
  operations: Record<string, Operation>;
  schemas: Record<string, NamedSchema>;
  carried: Record<string, Carried>;
}

/** Operations of one prompt; more would not leave room for their tables and requirements. */
const size = 5;

/** All operations but those of the account kernel, in chunks; the last of a group takes what is added. */
export function operationChunks(api: Api, requirements: Requirements): OperationChunk[] {
  return groupsOf(api)
    .filter((group) => group !== "auth")
    .flatMap((group) =>
      chunked(operationsOf(api, group), size).map((entries, index) => ({
        key: `${group}-${index + 1}`,
        group,
        ...partsOf(api, requirements, Object.fromEntries(entries)),
      })),
    );
}

/** Operations with the schemas that they take or answer with, and the requirements that they carry. */
export function partsOf(
  api: Api,
  requirements: Requirements,
  operations: Record<string, Operation>,
): Pick<OperationChunk, "operations" | "schemas" | "carried"> {
  const all = Object.values(operations);
  const named = new Set(
    all.flatMap(({ body, answer }) => [body, answer.schema].filter((name) => name !== undefined)),
  );
  const schemas = Object.entries(api.schemas).filter(([name]) => named.has(name));
  return {
    operations,
    schemas: Object.fromEntries(schemas),
    carried: requirementsOf(
      requirements,
      all.flatMap(({ requirements: ids }) => ids),
    ),
  };
}
