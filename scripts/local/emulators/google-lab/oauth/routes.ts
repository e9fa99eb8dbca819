import type { Route } from "../route.ts";
import { authorizeRoutes } from "./authorize-routes.ts";
import type { OAuthDeps } from "./deps.ts";
import { identityRoutes } from "./identity-routes.ts";
import { tokenRoutes } from "./token-routes.ts";

export const oauthRoutes = (deps: OAuthDeps): Route[] => [
  ...authorizeRoutes(deps),
  ...tokenRoutes(deps),
  ...identityRoutes(deps),
];
