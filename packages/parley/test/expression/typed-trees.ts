import * as fc from "fast-check";

type Texts = fc.Arbitrary<string>;

function fill(template: string, ...holes: Texts[]): Texts {
  const words = template.split("$");
  return fc.tuple(...holes).map((parts) => words.map((word, index) => word + (parts[index] ?? "")).join(""));
}

function one(...choices: Texts[]): Texts {
  return fc.oneof({ maxDepth: 5, depthIdentifier: "typed" }, ...choices);
}

type Kinds = {
  boolean: string;
  integer: string;
  decimal: string;
  float: string;
  text: string;
  status: string;
  date: string;
  datetime: string;
  duration: string;
  path: string;
};

/**
 * Texts of mostly well-typed expressions over the names of the library, nulls and enums handled by conditions. Some
 * do not check (two conditions contradict each other): leave those out.
 */
const texts = fc.letrec<Kinds>((tie) => {
  const [boolean, integer, decimal, float] = [tie("boolean"), tie("integer"), tie("decimal"), tie("float")];
  const [string, status, date, datetime] = [tie("text"), tie("status"), tie("date"), tie("datetime")];
  const [duration, path] = [tie("duration"), tie("path")];
  const ordered = fc.constantFrom("==", "!=", "<", "<=", ">", ">=");
  const equal = fc.constantFrom("==", "!=");
  return {
    path: fc.constantFrom("row", "row.previous?", "found?"),
    boolean: one(
      fc.constantFrom(
        "row.paid",
        "true",
        "row.checked == true",
        "row.checked == row.paid",
        "row.checked != null",
      ),
      fill("($ $ $)", integer, ordered, integer),
      fill("($ $ $)", decimal, ordered, fc.oneof(decimal, integer)),
      fill("($ $ $)", integer, ordered, decimal),
      fill("($ $ $)", float, ordered, fc.oneof(float, integer)),
      fill("($ $ $)", string, equal, string),
      fill("($ $ $)", status, equal, status),
      fill("($ $ $)", date, ordered, date),
      fill("($ $ $)", datetime, ordered, datetime),
      fill("($ && $)", boolean, boolean),
      fill("($ || $)", boolean, boolean),
      fill("!$", boolean),
      fill("($.note != null && $)", path, boolean),
      fill("($.discount $ $)", path, equal, decimal),
      fill("($.discount == $.discount)", path, path),
      fill("($.limit $ $)", path, equal, fc.oneof(decimal, integer)),
      fill("($.renewedAt $ $.returnedAt)", path, equal, path),
      fill("($.renewedAt == $)", path, datetime),
      fill("($.state $ $)", path, equal, status),
      fill("($.note == $.title)", path, path),
      fill("($ in [$, $])", integer, integer, integer),
      fill("($ in [$, $])", decimal, integer, decimal),
      fill("($ in [$])", date, date),
      fill("($ in [$])", status, status),
      fill("($ in row.tags)", string),
      fill("(row.returnedAt != null && row.lines.some(line => row.returnedAt < $ && $))", datetime, boolean),
      fill("row.lines.every(row => row.price > $)", decimal),
      fill("(found != null && lines.some(item => item.id == found.title || $))", boolean),
      fill("(input.note == null || length(input.note) > $)", integer),
      fill("isEmpty(row.lines.filter(a => a.soldAt == $))", datetime),
      fill("($ $ $)", duration, ordered, duration),
      fill("($ in [$, $])", duration, duration, duration),
      fill('(pet.kind == "cat" ? pet.lives > $ : pet.name == $)', integer, string),
      fill('(pet.kind != "cat" && $ || pet.name == $)', boolean, string),
      fill('(pet.kind == "dog" && (pet.tricks == null || isEmpty(pet.tricks)))'),
      fill('(maybe?.kind == "cat" && maybe.lives < $)', integer),
      fill('[pet].some(one => one.kind == "cat" && one.lives == $)', integer),
      fill("(last(row.lines)?.quantity == $)", integer),
      fill("($ in reverse(distinct([$, $])))", string, string, string),
      fill("($ in distinct([$, $]))", date, date, date),
      fill("(flatten([row.tags, [$]]).count() > $)", string, integer),
    ),
    integer: one(
      fc.constantFrom("1", "row.count", "length(item)", "row.tags.count()"),
      fill("($ + $)", integer, integer),
      fill("($ - $)", integer, integer),
      fill("($ * -$)", integer, integer),
      fill("($ % $)", integer, integer),
      fill("($.limit ?? $)", path, integer),
      fill("($ ? $ : $)", boolean, integer, integer),
      fill("floor($)", fc.oneof(decimal, float)),
      fill("daysBetween($, $)", date, datetime),
      fill("row.lines.sum(line => line.quantity * $)", integer),
      fill("(row.lines.maximum(b => b.quantity) ?? $)", integer),
      fill("row.lines.count(line => line.price > $)", decimal),
      fill("max($, absolute($))", integer, integer),
      fill("secondsBetween($, $)", datetime, datetime),
      fill("minutesBetween($, $)", date, datetime),
      fill("(yearOf($) + monthOf($) - dayOf($))", date, datetime, date),
      fill("(weekdayOf($) * hourOf($) + minuteOf($))", date, datetime, datetime),
      fill("(first(take(skip(row.lines, $), 2))?.quantity ?? $)", integer, integer),
      fill("length(distinct([$, $]))", decimal, decimal),
    ),
    decimal: one(
      fc.constantFrom("0.50", "row.fee", "decimal(row.count)"),
      fill("($ + $)", decimal, integer),
      fill("($ - $)", integer, decimal),
      fill("($ * $)", decimal, decimal),
      fill("($ / $)", integer, integer),
      fill("-$", decimal),
      fill(
        "($.discount ?? $)",
        path,
        fc.oneof(decimal, integer).map((words) => `(${words} + 0.1)`),
      ),
      fill("($ ? $ : $)", boolean, decimal, integer),
      fill("round($, 2)", fc.oneof(decimal, integer)),
      fill("min($, $)", decimal, fc.oneof(decimal, integer)),
      fill("row.lines.sum(line => line.price * $)", fc.oneof(decimal, integer)),
      fill("(lines.sort(x => x.price - $)[0]?.price ?? $)", integer, decimal),
      fill("(input.price ?? $)", decimal),
      fill("(row.lines.average(line => line.price * $) ?? $)", integer, decimal),
    ),
    float: one(
      fc.constant("row.ratio"),
      fill("($ * $)", float, integer),
      fill("($ + 1.5)", float),
      fill("float($)", fc.oneof(integer, decimal)),
      fill("(row.lines.average(line => line.quantity - $) ?? $)", integer, float),
    ),
    text: one(
      fc.constantFrom('"a`${b}"', "row.title", "actor.id", "item", "row.member.name"),
      fill("($ + $)", string, string),
      fill(
        'concat($, "-", string($), $)',
        string,
        fc.oneof(integer, decimal, date, datetime, boolean),
        status,
      ),
      fill("lower($)", string),
      fill("($.note ?? $)", path, string),
      fill("($.member?.name ?? $)", path, string),
      fill("(input.note ?? $)", string),
      fill("($ ? $ : $)", boolean, string, string),
      fill("(lines.map(a => { id: a.id, b: $ })[0]?.b ?? $)", string, string),
      fill("substring($, $, $)", string, integer, integer),
      fill("replace($, $, $)", string, string, string),
      fill('join(split($, "a"), $)', string, string),
      fill('padStart($, 6, "<&")', string),
      fill("(last(row.tags) ?? $)", string),
      fill("pet.name"),
    ),
    status: one(
      fc.constantFrom('"open"', "row.status", "row.status"),
      fill("($.state ?? $)", path, status),
      fill("($ ? $ : row.status)", boolean, status),
    ),
    date: one(
      fc.constantFrom('date("2026-01-31")', "row.dueOn", "today()"),
      fill("dateOf($)", datetime),
      fill("($ + days($))", date, fc.constantFrom("2", "row.count")),
      fill("($ - ($ - $))", date, date, date),
      fill("($ + ($ ? months(1) : weeks(2)))", date, boolean),
    ),
    datetime: one(
      fc.constantFrom("now()", "row.lentAt"),
      fill("($.returnedAt ?? $)", path, datetime),
      fill("startOfDay($)", fc.oneof(date, datetime)),
      fill("($ - $)", datetime, duration),
      fill("($ + $)", datetime, duration),
      fill("min($, $)", datetime, datetime),
      fill("(row.lines.maximum(b => b.soldAt ?? $) ?? now())", datetime),
    ),
    duration: one(
      fc.constantFrom('duration("PT5M")', "hours(row.count)"),
      fill("($ ? $ : days(1))", boolean, duration),
      fill("($ - $)", datetime, datetime),
      fill("($ - $)", date, date),
      fill("($ + $)", duration, duration),
      fill("($ - $)", duration, duration),
      fill("max($, $)", duration, duration),
      fill("row.lines.sum(line => $ - (line.soldAt ?? $))", datetime, datetime),
      fill("(row.lines.minimum(line => minutes(line.quantity) + $) ?? seconds(row.count))", duration),
    ),
  };
});

export const typedTexts: Texts = texts.boolean;

/** Texts of every type. */
export const typedTextsOfAll: Texts = fc.oneof(...Object.values(texts).slice(1));
