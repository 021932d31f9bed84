import { z } from "zod";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { placeIn, report } from "./diagnostics.ts";

export const PRISMA_FILE = "prisma.json";
export const DOCUMENT_FILE = "document.json";

/** Keys of a node inside one of the two files. */
export type Place = readonly (string | number)[];

const description = z.string().optional();

const PlainField = z.object({
  name: z.string().min(1),
  type: z.string(),
  description,
  nullable: z.boolean().optional(),
});
export type PlainField = z.infer<typeof PlainField>;

const ForeignField = z.object({
  name: z.string().min(1),
  description,
  relation: z.object({ name: z.string().min(1), targetModel: z.string().min(1) }),
  unique: z.boolean().optional(),
  nullable: z.boolean().optional(),
});
export type ForeignField = z.infer<typeof ForeignField>;

const Keys = z.object({ fieldNames: z.array(z.string()) });

const Model = z.object({
  name: z.string().min(1),
  description,
  stance: z.string().optional(),
  material: z.boolean().optional(),
  primaryField: z.object({ name: z.string(), type: z.string().optional() }).optional(),
  foreignFields: z.array(ForeignField).optional(),
  plainFields: z.array(PlainField).optional(),
  uniqueIndexes: z.array(Keys).optional(),
  plainIndexes: z.array(Keys).optional(),
  ginIndexes: z.array(z.object({ fieldName: z.string() })).optional(),
});

/** A table of AutoBE's database, and where it stands. */
export type AutobeModel = z.infer<typeof Model> & { place: Place };

const Parameter = z.object({ name: z.string().min(1), description, schema: z.unknown() });

const Named = z.object({ description, typeName: z.string().min(1) });

const Operation = z.object({
  path: z.string().min(1),
  method: z.enum(["get", "post", "put", "patch", "delete"]),
  name: z.string().nullish(),
  summary: z.string().nullish(),
  description: z.string().nullish(),
  authorizationType: z.string().nullish(),
  authorizationRole: z.string().nullish(),
  authorizationActor: z.string().nullish(),
  parameters: z.array(Parameter).nullish(),
  requestBody: Named.nullish(),
  responseBody: Named.nullish(),
});

/** An operation of AutoBE's API, and where it stands. */
export type AutobeOperation = z.infer<typeof Operation> & { place: Place };

const Role = z.object({ name: z.string().min(1), description, kind: z.string().optional() });

/** A kind of actor: `kind` is guest, member or admin. */
export type AutobeRole = z.infer<typeof Role> & { place: Place };

/** The two documents of a project as far as they could be read. */
export interface AutobeSource {
  models: AutobeModel[];
  operations: AutobeOperation[];
  roles: AutobeRole[];
  /** JSON schemas by their names. */
  schemas: Record<string, unknown>;
  diagnostics: Diagnostic[];
}

/** Reads both documents part by part: what is malformed is left out and told. Never throws. */
export function readAutobe(prisma: unknown, document: unknown): AutobeSource {
  const diagnostics: Diagnostic[] = [];
  const read = <Value>(
    file: string,
    type: z.ZodType<Value>,
    values: Located[],
  ): (Value & { place: Place })[] =>
    values.flatMap(({ value, place }) => {
      const parsed = type.safeParse(value);
      if (parsed.success) return [{ ...parsed.data, place }];
      const [issue] = parsed.error.issues;
      const keys = [
        ...place,
        ...(issue?.path ?? []).map((key) => (typeof key === "number" ? key : String(key))),
      ];
      diagnostics.push(
        report.malformed(placeIn(file, keys), { reason: issue?.message ?? "it is malformed" }),
      );
      return [];
    });
  const files = listAt(prisma, "files");
  const models = files.flatMap(({ value, place }) => listAt(value, "models", place));
  const components = member(document, "components");
  const roles = [
    ...listAt(components, "authorization", ["components"]),
    ...listAt(components, "authorizations", ["components"]),
  ];
  const schemas = member(components, "schemas");
  const operations = listAt(document, "operations");
  if (models.length === 0) {
    diagnostics.push(
      report["nothing-there"](placeIn(PRISMA_FILE, []), { what: PRISMA_FILE, wanted: "model" }),
    );
  }
  if (operations.length === 0) {
    const words = { what: DOCUMENT_FILE, wanted: "operation" };
    diagnostics.push(report["nothing-there"](placeIn(DOCUMENT_FILE, []), words));
  }
  return {
    models: read(PRISMA_FILE, Model, models),
    operations: read(DOCUMENT_FILE, Operation, operations),
    roles: read(DOCUMENT_FILE, Role, roles),
    schemas: isObject(schemas) ? schemas : {},
    diagnostics,
  };
}

interface Located {
  value: unknown;
  place: Place;
}

function listAt(value: unknown, key: string, place: Place = []): Located[] {
  const list = member(value, key);
  return Array.isArray(list)
    ? list.map((item: unknown, index) => ({ value: item, place: [...place, key, index] }))
    : [];
}

function member(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
