import type { Expression } from "./document.ts";
import { join, nullable, valuesOf, type ObjectType, type Type, type TypeOf } from "./types.ts";

type Union = TypeOf<"union">;

/** The texts that a variant's discriminator can have. */
function tagsOf(union: Union, variant: ObjectType): readonly string[] {
  const property = ownProperty(variant.properties, union.discriminator);
  return property ? valuesOf(property.type) : [];
}

/** What is left of a union whose discriminator is a text, or is not: one object, fewer of them, or nothing. */
export function unionAt(union: Union, tag: string, equal: boolean): Type {
  const variants = union.variants.filter((variant) => {
    const tags = tagsOf(union, variant);
    return equal ? tags.includes(tag) : tags.some((other) => other !== tag);
  });
  if (variants.length === 0) return { type: "never" };
  return variants.length === 1 ? variants[0]! : { ...union, variants };
}

/** The type of a property that every variant has: of the discriminator, all that it can be. */
export function memberOfUnion(union: Union, name: string): Type | undefined {
  let found: Type | undefined;
  for (const [index, variant] of union.variants.entries()) {
    const property = ownProperty(variant.properties, name);
    if (!property) return undefined;
    const type = property.optional ? nullable(property.type) : property.type;
    found = index === 0 ? type : found && join(found, type);
    if (!found) return undefined;
  }
  return found;
}

/** Whether a property may be absent in one of the variants. */
export function isOptionalIn(union: Union, name: string): boolean {
  return union.variants.some((variant) => ownProperty(variant.properties, name)?.optional ?? false);
}

/** The texts of a union's discriminator, each once. */
export function tagsOfUnion(union: Union): string[] {
  return [...new Set(union.variants.flatMap((variant) => tagsOf(union, variant)))];
}

/** The variant that an object written on the spot is meant to be, by its discriminator. */
export function variantMeant(
  union: Union,
  properties: Readonly<Record<string, Expression>>,
): ObjectType | undefined {
  const tag = ownProperty(properties, union.discriminator);
  if (tag?.type !== "string") return undefined;
  return union.variants.find((variant) => tagsOf(union, variant).includes(tag.value));
}

function ownProperty<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
