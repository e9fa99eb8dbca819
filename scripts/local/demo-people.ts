import type { LocalDatabase } from "./local-database.ts";

export const demoPassword = "akasavani-demo";

/** The cast of the seeds, the tests and the demo. Ada and Ben are at Acme, Cy is a stranger. */
export const demoPeople = [
  { id: "00000000-0000-4000-8000-00000000ada1", email: "ada@acme.test", name: "Ada Okafor" },
  { id: "00000000-0000-4000-8000-00000000be11", email: "ben@acme.test", name: "Ben Lindqvist" },
  { id: "00000000-0000-4000-8000-0000000000c1", email: "cy@elsewhere.test", name: "Cy Moreau" },
];

/**
 * Makes the demo's users in the form a sign-up leaves them, with fixed ids so that seeds can name them.
 * Existing ones stay as they are.
 */
export async function makeDemoPeople(database: LocalDatabase): Promise<void> {
  for (const person of demoPeople) {
    const metadata = JSON.stringify({
      sub: person.id,
      email: person.email,
      full_name: person.name,
      email_verified: true,
      phone_verified: false,
    });
    await database.query(
      `with made as (
         insert into auth.users
           (id, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
         values (
           $1, $2, extensions.crypt($3, extensions.gen_salt('bf', 10)), now(),
           '{"provider": "email", "providers": ["email"]}', $4::text::jsonb)
         on conflict (id) do nothing
         returning id
       )
       insert into auth.identities (id, provider, provider_id, user_id, identity_data)
       select gen_random_uuid(), 'email', id::text, id, $4::text::jsonb from made`,
      [person.id, person.email, demoPassword, metadata],
    );
  }
}
