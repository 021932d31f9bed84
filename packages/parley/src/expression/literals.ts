const DURATION =
  /^P(?!$)(\d{1,6}Y)?(\d{1,6}M)?(\d{1,6}W)?(\d{1,6}D)?(T(?!$)(\d{1,6}H)?(\d{1,6}M)?(\d{1,6}S)?)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

/** Whether the text is what `duration("…")`, `date("…")` or `datetime("…")` takes. */
export function isValidLiteral(type: "duration" | "date" | "datetime", text: string): boolean {
  if (type === "duration") return DURATION.test(text);
  if (!(type === "date" ? DATE : DATETIME).test(text)) return false;
  const moment = new Date(text);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text.slice(0, 10));
}

/** Whether a duration is made of days, weeks, months and years alone, so that a date plus it is a date. */
export function isWholeDays(duration: string): boolean {
  return !duration.includes("T");
}
