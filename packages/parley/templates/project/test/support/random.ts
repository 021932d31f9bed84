import { createHash } from "node:crypto";
import type { Clock } from "../../src/common/clock.ts";
import { Random } from "../../src/common/random.ts";

/** The same seed gives the same bytes in the same order. */
export class SeededRandom extends Random {
  private block = 0;
  private readonly seed: string;

  constructor(clock: Clock, seed: string) {
    super(clock);
    this.seed = seed;
  }

  override bytes(length: number): Buffer {
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      blocks.push(
        createHash("sha256")
          .update(`${this.seed}:${this.block++}`)
          .digest(),
      );
    }
    return Buffer.concat(blocks).subarray(0, length);
  }

  integer(minimum: number, maximum: number): number {
    return minimum + Math.floor((this.bytes(6).readUIntBE(0, 6) / 2 ** 48) * (maximum - minimum + 1));
  }

  /** A decimal number with `scale` digits after the point, as text. */
  decimal(minimum: number, maximum: number, scale: number): string {
    return (this.integer(minimum * 10 ** scale, maximum * 10 ** scale) / 10 ** scale).toFixed(scale);
  }

  boolean(): boolean {
    return this.integer(0, 1) === 1;
  }

  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError("Nothing to pick from");
    return items[this.integer(0, items.length - 1)]!;
  }

  sample<Item>(items: readonly Item[], count: number): Item[] {
    const left = [...items];
    return Array.from({ length: Math.min(count, left.length) }, () => {
      return left.splice(this.integer(0, left.length - 1), 1)[0]!;
    });
  }

  /** Lower-case letters, so many. */
  letters(length: number): string {
    return Array.from({ length }, () => String.fromCharCode(this.integer(97, 122))).join("");
  }

  /** "YYYY-MM-DD", far in the future. */
  day(): string {
    return `2095-06-${String(this.integer(1, 30)).padStart(2, "0")}`;
  }

  /** A whole minute of such a day, as it is answered. */
  moment(): string {
    const [hour, minute] = [this.integer(0, 23), this.integer(0, 59)].map((part) =>
      String(part).padStart(2, "0"),
    );
    return `${this.day()}T${hour}:${minute}:00.000Z`;
  }

  email(): string {
    return `${this.letters(12)}@example.com`;
  }
}
