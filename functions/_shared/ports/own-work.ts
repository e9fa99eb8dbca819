/** A person's tasks, promises and figures, read as that person (migrations 0430, 0468, 0498). */
import type { Metric } from "../domain/prompts/route.ts";
import type { TimeWindow } from "../domain/time/resolve-window.ts";

export interface OwnTask {
  id: string;
  title: string;
  status: string;
  priority: string;
  /** YYYY-MM-DD. */
  dueOn: string | null;
  /** ISO 8601. */
  dueAt: string | null;
  messageId: string | null;
  quote: string | null;
  createdAt: string;
}

export interface OwnPromise {
  id: string;
  messageId: string;
  conversationId: string;
  side: "us" | "them";
  promisedBy: string;
  promisedByName: string | null;
  quote: string;
  givenAt: string;
  dueOn: string | null;
  state: string;
}

export interface PromiseQuery {
  window: TimeWindow | null;
  side: "us" | "them" | null;
  addresses: string[] | null;
  states: string[] | null;
}

export interface MetricQuery {
  metric: Metric;
  window: TimeWindow | null;
  address: string | null;
  contactId: string | null;
  connectionIds: string[] | null;
}

export interface MetricResult {
  value: number | null;
  parts: unknown;
  rows: Record<string, unknown>[];
  isTruncated: boolean;
  messageIds: string[];
  conversationIds: string[];
}

export interface OwnWork {
  /** Open and suggested ones, by day; at most 200. */
  tasks(): Promise<OwnTask[]>;
  /** Newest first; at most 100. */
  promises(query: PromiseQuery): Promise<OwnPromise[]>;
  metric(query: MetricQuery): Promise<MetricResult>;
}
