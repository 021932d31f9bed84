const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const DURATION =
  /^(?<sign>-)?P(?=.)(?:(?<years>\d+)Y)?(?:(?<months>\d+)M)?(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?=.)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+)S)?)?$/;

const EARLIEST = new Date("0001-01-01T00:00:00.000Z").getTime();
const LATEST = new Date("9999-12-31T23:59:59.999Z").getTime();

/** A moment beyond the years 1 to 9999, which are all that a date on the wire can say. */
export class MomentOutOfRange extends RangeError {}

/** Adds an ISO 8601 duration such as "P14D" or "-PT30M" in UTC; the last day of a month stays in its month. */
export function addDuration(date: Date, duration: string): Date {
  const parts = DURATION.exec(duration)?.groups;
  if (!parts) throw new RangeError(`Not an ISO 8601 duration: ${duration}`);
  const sign = parts["sign"] ? -1 : 1;
  const amount = (name: string) => sign * Number(parts[name] ?? 0);

  const result = addMonths(date, amount("years") * 12 + amount("months"));
  const days = amount("weeks") * 7 + amount("days");
  const seconds = amount("hours") * 3600 + amount("minutes") * 60 + amount("seconds");
  const moment = result.getTime() + days * DAY + seconds * 1000;
  if (!(moment >= EARLIEST && moment <= LATEST))
    throw new MomentOutOfRange(`${date.getTime()} + ${duration}`);
  return new Date(moment);
}

/** Whole days from one moment to the other; negative when `to` is earlier. */
export function daysBetween(from: Date, to: Date): number {
  return Math.trunc((to.getTime() - from.getTime()) / DAY);
}

/** Whole hours from one moment to the other; negative when `to` is earlier. */
export function hoursBetween(from: Date, to: Date): number {
  return Math.trunc((to.getTime() - from.getTime()) / HOUR);
}

/** Midnight UTC of the same day. */
export function startOfDay(date: Date): Date {
  return new Date(Math.floor(date.getTime() / DAY) * DAY);
}

/** "YYYY-MM-DD" to midnight UTC, as date columns hold it. */
export function fromDateOnly(text: string): Date {
  return new Date(`${text}T00:00:00.000Z`);
}

export function toDateOnly(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function addMonths(date: Date, months: number): Date {
  const result = new Date(date);
  result.setUTCMonth(result.getUTCMonth() + months);
  if (result.getUTCDate() !== date.getUTCDate()) result.setUTCDate(0);
  return result;
}
