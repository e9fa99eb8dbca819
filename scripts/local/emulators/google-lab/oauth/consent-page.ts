/** Google's consent page, as plain as can be: who, what for, each permission to be chosen, yes or no. */
export interface ConsentQuestion {
  appName: string;
  accounts: { address: string; name: string }[];
  loginHint: string | null;
  scopes: readonly string[];
  /** Query of the authorisation request, sent on with the decision. */
  request: URLSearchParams;
}

/** These come with signing in and cannot be declined. */
export const IDENTITY_SCOPES = [
  "openid",
  "email",
  "profile",
  "https://www.googleapis.com/auth/userinfo.email",
  "https://www.googleapis.com/auth/userinfo.profile",
];

export function consentPage(question: ConsentQuestion): string {
  const accounts = question.accounts.map(({ address, name }, index) => {
    const isChosen = question.loginHint === null ? index === 0 : address === question.loginHint;
    return `<label><input type="radio" name="account" value="${escape(address)}"${
      isChosen ? " checked" : ""
    } required> ${escape(name)} &lt;${escape(address)}&gt;</label>`;
  });
  const scopes = question.scopes.map((scope) =>
    IDENTITY_SCOPES.includes(scope)
      ? `<p>${escape(scope)}<input type="hidden" name="granted" value="${escape(scope)}"></p>`
      : `<label><input type="checkbox" name="granted" value="${escape(scope)}" checked> ${
        escape(scope)
      }</label>`
  );
  return page(
    `${question.appName} wants to access your Google Account`,
    `<form method="post">
<input type="hidden" name="request" value="${escape(question.request.toString())}">
<fieldset><legend>Account</legend>${accounts.join("\n")}</fieldset>
<fieldset><legend>Select what ${escape(question.appName)} can access</legend>${
      scopes.join("\n")
    }</fieldset>
<button name="decision" value="cancel" formnovalidate>Cancel</button>
<button name="decision" value="continue">Continue</button>
</form>`,
  );
}

export function errorPage(code: number, error: string, detail: string): string {
  return page(
    "Access blocked: Authorization Error",
    `<p>${escape(detail)}</p><p>Error ${code}: ${escape(error)}</p>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}
label{display:block}fieldset{margin:1rem 0;border:1px solid #ccc}small{color:#666}</style></head>
<body><h1>${
    escape(title)
  }</h1>${body}<p><small>Google lab of the local stack: not Google.</small></p></body></html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
