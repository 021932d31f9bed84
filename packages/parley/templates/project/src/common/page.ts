import { z } from "zod";

/** The query parameters of every list. */
export const pageQuery = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
};

export type PageQuery = { page: number; size: number };

export type Page<Item> = {
  data: Item[];
  page: { page: number; size: number; total: number; pages: number };
};

export function pageWindow({ page, size }: PageQuery): { skip: number; take: number } {
  return { skip: (page - 1) * size, take: size };
}

export function toPage<Item>(data: Item[], total: number, { page, size }: PageQuery): Page<Item> {
  return { data, page: { page, size, total, pages: Math.ceil(total / size) } };
}
