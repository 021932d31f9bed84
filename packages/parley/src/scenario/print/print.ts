import type { Api } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { withRuntime } from "../../expression/runtime.ts";
import { remembering } from "../../schema/remember.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { origin, originOf, paragraphs } from "../../text/text.ts";
import type { Scenario, Scenarios } from "../document.ts";
import { buildersOf, printBuilders } from "./builders.ts";
import { printProfiles } from "./profiles.ts";
import { printTable } from "./table.ts";
import { printStory, type Printing } from "./test.ts";

/**
 * `test/<group>.test.ts` for each group of scenarios, and what the fixed test support needs of a project:
 * `test/data.ts` and `test/support/actors.ts`. The scenarios must be without errors.
 */
export function printScenarios(scenarios: Scenarios, api: Api, database: Database): PrintedFile[] {
  return printAll(scenarios, remembering(api), remembering(database));
}

function printAll(scenarios: Scenarios, api: Api, database: Database): PrintedFile[] {
  const groups = new Map<string, [string, Scenario][]>();
  for (const entry of Object.entries(scenarios.scenarios)) {
    const { group } = entry[1];
    const entries = groups.get(group);
    if (entries) entries.push(entry);
    else groups.set(group, [entry]);
  }
  const printing: Printing = { api, database, builders: buildersOf(api) };
  const files = [...groups].map(([group, entries]) => {
    const tests = entries.map(([name, scenario]) =>
      origin(
        originOf("scenario", ["scenarios", name], scenario.proves),
        printScenario(printing, name, scenario),
      ),
    );
    return renderTypeScript(`test/${group}.test.ts`, paragraphs(tests), { extension: ".ts" });
  });
  return withRuntime([...files, printBuilders(api), printProfiles(database)]);
}

function printScenario(printing: Printing, name: string, scenario: Scenario) {
  return scenario.type === "story"
    ? printStory(printing, name, scenario)
    : printTable(printing, name, scenario);
}
