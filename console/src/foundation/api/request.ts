/** One way to call the server: JSON in, JSON out, every failure a `Problem`. */
import { Problem, type ProblemBody } from "./problem.ts";

/** Answers larger than this are not ours. */
const ANSWER_LIMIT_BYTES = 4 * 1024 * 1024;

export interface RequestOptions {
  body?: unknown;
  /** Sent as it is, instead of a body in JSON. */
  file?: Blob;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** Sends a request to this server and returns the parsed answer; `undefined` for an empty one. Throws `Problem`. */
export async function request<Answer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
  const answer = await reach(method, path, options);
  const length = Number(answer.headers.get("content-length") ?? 0);
  if (length > ANSWER_LIMIT_BYTES) throw new Problem(answer.status, { code: "too_large", dp: "DP-206" });
  const text = await answer.text();
  if (!answer.ok) throw new Problem(answer.status, problemIn(text));
  return (text === "" ? undefined : parsed(text, answer.status)) as Answer;
}

async function reach(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json", ...options.headers };
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store", redirect: "error" };
  if (options.signal) init.signal = options.signal;
  if (options.body !== undefined) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(options.body);
  }
  if (options.file) {
    headers["content-type"] = "application/octet-stream";
    init.body = options.file;
  }
  try {
    return await fetch(path, init);
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    throw new Problem(0, { code: "server_unreachable", dp: "DP-201" });
  }
}

function parsed(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(status, { code: "malformed", dp: "DP-205" });
  }
}

function problemIn(text: string): ProblemBody {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as ProblemBody) : {};
  } catch {
    return {};
  }
}
