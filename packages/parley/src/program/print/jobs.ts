import { EXTENSION } from "../../api/layout.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { sentenceCase } from "../../text/names.ts";
import {
  identifier,
  join,
  lines,
  member,
  number,
  paragraphs,
  property,
  string,
  symbol,
  text,
  type Text,
} from "../../text/text.ts";
import type { Job } from "../document.ts";
import type { Routine } from "../routine.ts";
import { intervalOf } from "../schedule.ts";
import { constructorText, type Injected } from "./injected.ts";
import { printModule } from "./module.ts";
import { printShared, type Documents } from "./procedure.ts";

const MINUTE = 60_000;

/** Module that starts the jobs. */
export const jobsModule = { name: "ScheduledJobsModule", from: "src/jobs/scheduled.module.ts" };
const jobs = { name: "ScheduledJobs", from: "src/jobs/scheduled.ts" };

/** `src/jobs/scheduled.ts`: a provider with a method for each job, and when each is due. */
export function printJobs(documents: Documents, routines: readonly Routine[]): PrintedFile[] {
  const own = routines.filter((routine) => routine.type === "job");
  if (own.length === 0) return [];
  const injected: Injected = {
    methods: new Set(["schedule", ...own.map(({ name }) => name)]),
    needed: new Set(),
  };
  const methods = own.map((routine) => printJob(documents, routine, injected));
  const entries = own.map(({ name }) => entryText(name, documents.program.jobs![name]!));
  const type = symbol({ name: "Job", from: "src/jobs/job.ts", typeOnly: true });
  const service = text`
    @${symbol({ name: "Injectable", from: "@nestjs/common" })}()
    export class ${symbol(jobs)} {
      ${paragraphs([
        text`
          readonly schedule: readonly ${type}[] = [
            ${lines(entries)}
          ];
        `,
        constructorText(injected),
        ...methods,
      ])}
    }
  `;
  const runner = symbol({ name: "JobRunner", from: "src/jobs/job-runner.ts" });
  return [
    renderTypeScript(jobs.from, service, { extension: EXTENSION }),
    printModule(jobsModule, [runner, symbol(jobs)], []),
  ];
}

function entryText(name: string, { schedule, isolation, retry }: Job): Text {
  const members = [
    text`name: ${string(name)}`,
    ...slotsOf(schedule),
    ...(isolation
      ? [text`isolation: ${string(isolation.charAt(0).toUpperCase() + isolation.slice(1))}`]
      : []),
    ...(retry === undefined ? [] : [text`retry: ${number(retry)}`]),
    text`run: (${identifier("client")}) => this${member(name)}(${identifier("client")})`,
  ];
  return text`{ ${join(members, text`, `)} },`;
}

/** How far apart the moments are at which it is due, and how far the first of them is from midnight. */
function slotsOf(schedule: Job["schedule"]): Text[] {
  if (schedule.type === "daily") {
    const [hours, minutes] = schedule.at.split(":").map(Number) as [number, number];
    return [
      text`every: ${number(24 * 60 * MINUTE)}`,
      text`offset: ${number((hours * 60 + minutes) * MINUTE)}`,
    ];
  }
  const interval = intervalOf(schedule.duration);
  if ("reason" in interval) throw new Error(`${schedule.duration} is no interval: ${interval.reason}.`);
  return [text`every: ${number(interval.milliseconds)}`];
}

function printJob(documents: Documents, routine: Routine, injected: Injected): Text {
  const { description, schedule } = documents.program.jobs![routine.name]!;
  const words = schedule.type === "daily" ? `Every day at ${schedule.at} UTC` : `Every ${schedule.duration}`;
  return printShared(documents, routine, injected, () => ({
    comment: `${words}: ${description ?? `${sentenceCase(routine.name)}.`}`,
    name: property(routine.name),
    parameters: [],
    result: text`void`,
  }));
}
