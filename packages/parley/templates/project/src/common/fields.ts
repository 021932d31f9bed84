import { z } from "zod";

/** Schemas that many DTOs share. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: "Not an e-mail address" }).max(254));

export const newPassword = z.string().min(8).max(128);

/** A date without time, "YYYY-MM-DD". */
export const dateOnly = z.iso.date();

/** A moment with time zone, RFC 3339. */
export const dateTime = z.iso.datetime({ offset: true });

/** "true" or "false" in a query. */
export const queryBoolean = z.enum(["true", "false"]).transform((value) => value === "true");

export const idParameter = z.strictObject({ id: z.uuid() });
