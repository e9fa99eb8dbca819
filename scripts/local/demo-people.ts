/** The cast of the seeds, for whoever has to name it; seed/0100_people.sql makes them. */
export const demoPeople = ["ada@acme.test", "ben@acme.test", "cy@elsewhere.test"];
export const demoPassword = "akasavani-demo";
