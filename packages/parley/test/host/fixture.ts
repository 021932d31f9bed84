import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** The directory whose node_modules holds typescript, vite, vitest and pg: enough for small projects. */
export const dependencies = dirname(
  dirname(dirname(createRequire(import.meta.url).resolve("vitest/package.json"))),
);

/** A directory that lives for one test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "parley-host-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

export const schema = `generator client {
  provider = "prisma-client"
  output   = "../src/database/client"
}

datasource db {
  provider = "postgresql"
}

model Author {
  id    String @id @db.Uuid
  name  String
  books Book[]
}

model Book {
  id       String @id @db.Uuid
  title    String
  authorId String @db.Uuid
  author   Author @relation(fields: [authorId], references: [id])
}
`;

const tsconfig = {
  compilerOptions: {
    target: "es2023",
    lib: ["es2023"],
    module: "nodenext",
    strict: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    rewriteRelativeImportExtensions: true,
    skipLibCheck: true,
    types: ["node"],
    noEmit: true,
  },
  include: ["src", "test"],
};

const main = `import { createServer } from "node:http";
import pg from "pg";
import { Greeter } from "./greeter.ts";

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query("create table visit (at timestamptz not null)");
const greeter = new Greeter("hello");

const server = createServer((request, response) => {
  response.end(request.url === "/environment" ? JSON.stringify(process.env) : greeter.greet());
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
  void client.end();
});
`;

const greeter = `const described: unknown[] = [];

function described_(target: object, key: string): void {
  described.push([target.constructor.name, key]);
}

export class Greeter {
  constructor(private readonly word: string) {}

  @described_
  greet(): string {
    return \`\${this.word} \${described.length}\`;
  }
}
`;

const test = `import { expect, test } from "vitest";
import { Greeter } from "../src/greeter.ts";

test("greets", () => {
  expect(new Greeter("hi").greet()).toBe("hi 1");
});
`;

/** A small project with decorators, parameter properties, a database and a test. */
export function smallProject(changes: Record<string, string> = {}): Map<string, string> {
  return new Map(
    Object.entries({
      "package.json": JSON.stringify({ name: "small", type: "module", private: true }),
      "tsconfig.json": JSON.stringify(tsconfig),
      "vitest.config.ts": 'export default { test: { include: ["test/**/*.test.ts"], isolate: false } };\n',
      "prisma/schema.prisma": schema,
      "src/main.ts": main,
      "src/greeter.ts": greeter,
      "test/greeter.test.ts": test,
      ...changes,
    }),
  );
}
