import * as fc from "fast-check";

type Texts = fc.Arbitrary<string>;

function fill(template: string, ...holes: Texts[]): Texts {
  const words = template.split("$");
  return fc.tuple(...holes).map((parts) => words.map((word, index) => word + (parts[index] ?? "")).join(""));
}

function one(...choices: Texts[]): Texts {
  return fc.oneof({ maxDepth: 4, depthIdentifier: "sql" }, ...choices);
}

type Kinds = Record<
  "boolean" | "integer" | "decimal" | "float" | "text" | "status" | "date" | "datetime" | "duration",
  string
>;

/** Texts of conditions over the columns of one row alone: what a check constraint may say. */
export const sqlTexts: Texts = fc.letrec<Kinds>((tie) => {
  const [boolean, integer, decimal, float] = [tie("boolean"), tie("integer"), tie("decimal"), tie("float")];
  const [string, status, date, datetime] = [tie("text"), tie("status"), tie("date"), tie("datetime")];
  const duration = tie("duration");
  const ordered = fc.constantFrom("==", "!=", "<", "<=", ">", ">=");
  const equal = fc.constantFrom("==", "!=");
  return {
    boolean: one(
      fc.constantFrom("row.paid", "row.checked == true", "row.checked != row.paid", "row.note == null"),
      fill("($ $ $)", integer, ordered, fc.oneof(integer, decimal)),
      fill("($ $ $)", decimal, ordered, decimal),
      fill("($ $ $)", float, ordered, fc.oneof(float, integer)),
      fill("($ $ $)", string, equal, fc.oneof(string, status)),
      fill("($ $ $)", status, equal, status),
      fill("($ $ $)", date, ordered, date),
      fill("($ $ $)", datetime, ordered, datetime),
      fill("($ $ $)", duration, ordered, duration),
      fill("($ && $)", boolean, boolean),
      fill("($ || $)", boolean, boolean),
      fill("!$", boolean),
      fill("(row.note != null && length(row.note) > $)", integer),
      fill("(row.note == null || contains(row.note, $))", string),
      fill("(row.limit $ $)", equal, integer),
      fill("(row.discount $ row.limit)", equal),
      fill("(row.returnedAt $ row.renewedAt)", equal),
      fill("(row.returnedAt != null && row.returnedAt - row.lentAt < $)", duration),
      fill("(row.state $ $)", equal, status),
      fill("(row.state == row.status)"),
      fill("(row.note $ row.title)", equal),
      fill("($ in [$, $])", integer, integer, integer),
      fill("($ in [row.note, $])", string, string),
      fill("($ in [$, $])", status, status, status),
      fill("($ in row.tags)", fc.oneof(string, status)),
      fill("row.tags.some(tag => tag == $)", string),
      fill("(row.tags[$] == $)", fc.constantFrom("0", "1", "row.count"), string),
      fill("startsWith($, $)", string, string),
      fill("endsWith($, $)", string, string),
      fill("($ ? $ : $)", boolean, boolean, boolean),
      fill("isEmpty(row.tags)"),
    ),
    integer: one(
      fc.constantFrom(
        "0",
        "1",
        "7",
        "row.count",
        "length(row.title)",
        "row.tags.count()",
        "(row.limit ?? 3)",
      ),
      fill("($ + $)", integer, integer),
      fill("($ - $)", integer, integer),
      fill("($ * -$)", integer, integer),
      fill("($ % 5)", integer),
      fill("($ ? $ : $)", boolean, integer, integer),
      fill("daysBetween($, $)", fc.oneof(date, datetime), datetime),
      fill("hoursBetween($, $)", datetime, date),
      fill("secondsBetween($, $)", datetime, datetime),
      fill("(yearOf($) - dayOf($) + monthOf($))", date, datetime, date),
      fill("(weekdayOf($) + hourOf($) + minuteOf($))", datetime, datetime, datetime),
      fill("max($, absolute($))", integer, integer),
      fill("floor($)", decimal),
      fill("ceil($)", float),
    ),
    decimal: one(
      fc.constantFrom("0.50", "row.fee", "1.10", "(row.discount ?? 2.5)", "decimal(row.count)"),
      fill("($ + $)", decimal, integer),
      fill("($ - $)", integer, decimal),
      fill("($ * $)", decimal, decimal),
      fill("($ / 4)", integer),
      fill("-$", decimal),
      fill("round($, 1)", decimal),
      fill("min($, $)", decimal, integer),
      fill("($ ? $ : $)", boolean, decimal, integer),
      fill("absolute($)", decimal),
    ),
    float: one(
      fc.constantFrom("row.ratio", "float(row.count)", "(row.ratio + 1.5)"),
      fill("($ * $)", float, integer),
      fill("($ - $)", float, float),
    ),
    text: one(
      fc.constantFrom(
        '"a"',
        '"it\'s \\\\ \\"b\\""',
        "row.title",
        "trim(row.title)",
        '(row.note ?? "x")',
        "string(row.count)",
      ),
      fill("($ + $)", string, fc.oneof(string, status)),
      fill("concat($, $)", fc.oneof(string, status), string),
      fill("lower($)", fc.oneof(string, status)),
      fill("upper($)", string),
      fill("($ ? $ : $)", boolean, string, string),
    ),
    status: one(
      fc.constantFrom('"open"', "row.status", "(row.state ?? row.status)"),
      fill("($ ? $ : row.status)", boolean, status),
    ),
    date: one(
      fc.constantFrom('date("2026-01-31")', "row.dueOn"),
      fill("dateOf($)", datetime),
      fill(
        "($ + $)",
        date,
        fc.constantFrom("days(2)", "months(1)", 'duration("P1Y2M3W4D")', "weeks(row.count)"),
      ),
      fill("($ - $)", date, fc.constantFrom("days(3)", "months(1)", 'duration("P1M1D")')),
      fill("max($, $)", date, date),
    ),
    datetime: one(
      fc.constantFrom("row.lentAt", 'datetime("2026-02-28T23:59:59.999Z")', "(row.returnedAt ?? row.lentAt)"),
      fill("startOfDay($)", fc.oneof(date, datetime)),
      fill(
        "($ + $)",
        datetime,
        fc.constantFrom("hours(row.count)", "months(13)", 'duration("PT90S")', "minutes(5)"),
      ),
      fill("($ - $)", datetime, fc.constantFrom("days(1)", "years(1)", 'duration("P1MT1H")', "seconds(1)")),
      fill("min($, $)", datetime, datetime),
    ),
    duration: one(
      fc.constantFrom('duration("PT5M")', "hours(row.count)", 'duration("P1M")', "days(30)"),
      fill("($ - $)", datetime, datetime),
      fill("($ - $)", date, date),
      fill("($ + $)", duration, duration),
      fill("($ - $)", duration, duration),
      fill("max($, $)", duration, duration),
    ),
  };
}).boolean;
