import { parseArgs } from "node:util";
import { ImportError } from "./errors.ts";

export const HELP = `Import mail from a file or folder into Akasavani

  npm run import -- PATH --as ADDRESS [options]

  PATH                    an mbox file (for example a Gmail take-out), one .eml file, or a folder:
                          .eml, .mbox and .mbx files, files without extension that hold mail, and
                          Maildirs are read; other files are skipped and counted
  --as ADDRESS            who signs in and owns the mailbox, for example ada@acme.test
  --workspace NAME        slug or id of the workspace; needed if you are in several
  --mine ADDRESS          another address of yours: mail from it counts as sent (may be repeated)
  --url URL               the project; default: SUPABASE_URL, else http://127.0.0.1:54321
  --password-file FILE    file with the password; default: AKASAVANI_PASSWORD, else the demo
                          password on the local stack, else asked on the terminal
  --json                  print the report as JSON
  --help                  print this

Importing again stores nothing twice, so an import that was stopped is continued by the same command.
The publishable key is read from .local/secrets.json for the local stack, else SUPABASE_PUBLISHABLE_KEY.

Exit codes: 0 everything was read and something is stored (single failures are listed), 1 nothing was
imported or the import ended early, 2 wrong usage or the target cannot be reached, 130 stopped by Ctrl-C
`;

export interface ImportArguments {
  path: string;
  as: string;
  workspace: string | null;
  mine: string[];
  url: string | null;
  passwordFile: string | null;
  isJson: boolean;
}

/**
 * Reads the command line; null when help is asked for.
 *
 * @throws ImportError `import_usage`
 */
export function parseArguments(args: string[]): ImportArguments | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [path, ...rest] = positionals;
  if (path === undefined) throw new ImportError("import_usage", "the file or folder is missing");
  if (rest.length > 0) {
    throw new ImportError("import_usage", `one path at a time, not also ${rest[0]}`);
  }
  if (!values.as) throw new ImportError("import_usage", "--as is missing");
  const addresses = [values.as, ...values.mine ?? []];
  const wrong = addresses.find((address) => !/^[^\s@]+@[^\s@]+$/.test(address));
  if (wrong !== undefined) throw new ImportError("import_usage", `${wrong} is not an address`);
  if (values.url !== undefined && !/^https?:$/.test(URL.parse(values.url)?.protocol ?? "")) {
    throw new ImportError("import_usage", `${values.url} is not a URL`);
  }
  return {
    path,
    as: values.as,
    workspace: values.workspace ?? null,
    mine: values.mine ?? [],
    url: values.url ?? null,
    passwordFile: values["password-file"] ?? null,
    isJson: values.json ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        as: { type: "string" },
        workspace: { type: "string" },
        mine: { type: "string", multiple: true },
        url: { type: "string" },
        "password-file": { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new ImportError("import_usage", (error as Error).message.split(". ")[0]);
  }
}
