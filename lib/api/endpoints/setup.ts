import { Joined, SetUpOwner } from "../../people/contract";
import { endpoint } from "../endpoint";

export const setup = {
  owner: endpoint({
    method: "POST",
    path: "/setup",
    area: "settings",
    scope: "anyone",
    summary: "Make the first organization and its owner",
    description: "Once, with the token that `npm run up` prints. 409 when there is an organization already.",
    body: SetUpOwner,
    answer: Joined,
    status: 201,
    message: "Nightshift is yours; sign in",
    refusals: ["forbidden"],
    examples: [
      {
        summary: "With a token that was not printed here",
        body: {
          token: "0000000000000000",
          organization_name: "Example",
          name: "Ada",
          email: "ada@example.com",
          password: "a long enough password",
        },
        status: 403,
      },
    ],
  }),
};
