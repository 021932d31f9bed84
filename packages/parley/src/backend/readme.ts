import { groupsOf, operationsOf } from "../api/query.ts";
import {
  empty,
  join,
  lines,
  markdown,
  markdownBlock,
  markdownCode,
  paragraphs,
  text,
  type Text,
} from "../text/text.ts";
import { titleCase } from "../text/names.ts";
import type { Backend } from "./documents.ts";

/** The generated project's README: what it does, how to run and test it, and where things are. */
export function printReadme(backend: Backend): Text {
  const { requirements, api } = backend;
  const bootstrap = Object.entries(requirements.actors).filter(([, actor]) => actor.arises === "bootstrap");
  return paragraphs([
    text`# ${markdown(requirements.title)}`,
    requirements.description === "" ? empty : markdown(requirements.description),
    text`## Run it`,
    markdownBlock(
      "sh",
      text`
        npm ci
        npm start
      `,
    ),
    text`Node 20.19 or later is all it needs: without ${markdownCode("DATABASE_URL")} it starts a PostgreSQL of its own in
${markdownCode(".data/")} and migrates it. The settings are in ${markdownCode(".env.example")}; the API's description is served
at ${markdownCode("/openapi.json")}.`,
    bootstrap.length === 0 ? empty : firstAccounts(bootstrap.map(([kind]) => kind)),
    text`## Test it`,
    markdownBlock("sh", text`npm test`),
    text`The tests take the PostgreSQL server of ${markdownCode("TEST_DATABASE_URL")}, or start one. They make databases of their own and
never touch ${markdownCode("DATABASE_URL")}.`,
    text`## What it offers`,
    lines(operationRows(backend)),
    text`Requirements and where they are met: [docs/requirements.md](docs/requirements.md). Tables:
[docs/database.md](docs/database.md). The typed client is in ${markdownCode("client/")}. The API has ${markdown(
      String(Object.keys(api.operations).length),
    )} operations.`,
  ]);
}

function firstAccounts(kinds: readonly string[]): Text {
  const names = kinds.map((kind) => {
    const prefix = kind.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    return text`${markdownCode(`${prefix}_EMAIL`)} and ${markdownCode(`${prefix}_PASSWORD`)}`;
  });
  return text`The first account of a kind that nobody can sign up as comes from the environment at first start: ${join(names, text`, `)}.`;
}

function operationRows({ api }: Backend): Text[] {
  const rows = groupsOf(api).flatMap((group) =>
    operationsOf(api, group).map(([, operation]) => {
      const access = operation.access
        .map((kind) => (kind === "public" ? "everybody" : titleCase(kind).toLowerCase()))
        .join(", ");
      return text`| ${markdown(operation.summary)} | ${markdownCode(`${operation.verb} ${operation.path}`)} | ${markdown(access)} |`;
    }),
  );
  return [text`| What | How | Who |`, text`| --- | --- | --- |`, ...rows];
}
