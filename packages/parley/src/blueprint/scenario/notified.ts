import { all, call, equals, name, not, path } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { FormalOf } from "../../requirements/document.ts";
import type { Scenario } from "../../scenario/document.ts";
import type { Stated } from "../concepts.ts";
import type { Table } from "../tables.ts";
import { type Bindings, evaluate } from "./evaluate.ts";
import { expectValue } from "./expected.ts";
import { type House, operationFor, tableNamed } from "./house.ts";
import { perform } from "./perform.ts";
import { attempt, type Plan, variable } from "./plan.ts";
import { persist } from "./preferences.ts";
import { story } from "./stories.ts";
import type { Value } from "./value.ts";
import { rowAt, rowOf, type WorldRow } from "./world.ts";

type Notify = Extract<FormalOf<"effect">["effect"], { type: "notify" }>;

/** Somebody whom an action notifies finds the mail. */
export function notifiedStory(
  house: House,
  source: Table,
  { id, formal, requirement }: Stated<"effect">,
  effect: Notify,
): Scenario | undefined {
  const found = operationFor(house, source, formal.action);
  if (!found) return undefined;
  const keptAs = `${requirement.id}/story`;
  const wanted = [someoneIn(effect.to), formal.when].filter((one) => one !== undefined);
  const done = persist(
    house,
    source,
    formal.action,
    (plan) =>
      [undefined, ...(wanted.length > 0 ? [all(wanted)] : [])].some((condition) =>
        attempt(plan, (trial) => isNotified(trial, source, formal, effect, condition) || undefined),
      ) || undefined,
    keptAs,
  );
  const part = { id: keptAs, group: found.operation.group, title: requirement.statement, proves: [id] };
  return done && story(done.plan, part);
}

function isNotified(
  plan: Plan,
  source: Table,
  formal: FormalOf<"effect">,
  effect: Notify,
  condition: Expression | undefined,
): boolean {
  // What comes after it may change what it is worked out from.
  let mail: { recipients: WorldRow[]; subject: Value } | undefined;
  plan.watched = {
    formal,
    happens: (now, names) => {
      const isSent = !formal.when || evaluate(now.world, formal.when, names) === true;
      const recipients = isSent ? recipientsOf(now, effect.to, names) : [];
      mail = { recipients, subject: evaluate(now.world, effect.subject, names) };
    },
  };
  const performed = perform(plan, source, formal.action, condition);
  delete plan.watched;
  const ids = new Set(performed && mail?.recipients.map(({ id }) => id));
  const mailed = plan.callers.find(({ row }) => row && ids.has(row.id));
  if (!mail || !mailed) return false;
  const mails = variable(plan, "mails");
  plan.statements.push({ type: "inbox", of: mailed.row!.variable!, name: mails });
  const { subject } = mail;
  const wanted =
    typeof subject === "string" &&
    !subject.includes("@") &&
    expectValue(plan, path("mail", "subject"), { type: "string" }, subject);
  plan.statements.push({
    type: "expect",
    condition: {
      type: "iterate",
      operation: "some",
      source: name(mails),
      parameter: "mail",
      body: wanted || equals(path("mail", "recipient"), path(mailed.row!.variable!, "email")),
    },
  });
  return true;
}

/** What has to be so that a list of addresses holds one; `undefined` of a single address. */
function someoneIn(to: Expression): Expression | undefined {
  if (to.type === "call") return to.arguments[0] && someoneIn(to.arguments[0]);
  if (to.type !== "iterate" || to.operation !== "map") return undefined;
  const { source } = to;
  return source.type === "iterate" && source.operation === "filter"
    ? { ...source, operation: "some" }
    : not(call("isEmpty", source));
}

/** The profiles that an address, or a list of them, is read from, as far as they are known. */
function recipientsOf(plan: Plan, to: Expression, names: Bindings): WorldRow[] {
  switch (to.type) {
    case "call":
      return to.arguments[0] ? recipientsOf(plan, to.arguments[0], names) : [];
    case "list":
      return to.items.flatMap((item) => recipientsOf(plan, item, names));
    case "iterate": {
      const items = to.operation === "map" ? evaluate(plan.world, to.source, names) : null;
      if (!Array.isArray(items)) return [];
      return items.flatMap((item) => recipientsOf(plan, to.body, { ...names, [to.parameter]: item }));
    }
    default:
      return recipientOf(plan, to, names);
  }
}

function recipientOf(plan: Plan, to: Expression, names: Bindings): WorldRow[] {
  const row = rowOf(plan.world, evaluate(plan.world, to, names));
  if (row)
    return tableNamed(plan.house, row.model)?.noun.actor === undefined ? [] : [rowAt(plan.world, row.id)!];
  const isBelow = to.type === "member" && ["email", "account"].includes(to.property);
  return isBelow ? recipientOf(plan, to.object, names) : [];
}
