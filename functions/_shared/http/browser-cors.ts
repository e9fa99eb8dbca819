import { cors } from "hono/cors";

/** For doors that apps call from browsers. The token is a header, so no origin can act with somebody's cookie. */
export const browserCors = cors({
  origin: "*",
  allowHeaders: ["authorization", "apikey", "content-type", "x-client-info"],
  exposeHeaders: ["content-disposition", "retry-after"],
});
