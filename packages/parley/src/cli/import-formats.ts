/** What can be imported, with what a source of it is. */
export const importFormats = {
  autobe: "a directory with AutoBE's prisma.json and document.json",
  openapi: "an OpenAPI 3 description, JSON or YAML",
  prisma: "a Prisma schema, or a directory of its files",
} as const;
export type ImportFormat = keyof typeof importFormats;
