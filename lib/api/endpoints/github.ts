import { ConnectGitHub, GitHubConnectionView, GitHubTestView } from "../../github/contract";
import { endpoint } from "../endpoint";

const area = "settings";

export const github = {
  get: endpoint({
    method: "GET",
    path: "/settings/github",
    area,
    scope: "read",
    summary: "Whether GitHub is connected, and where",
    answer: GitHubConnectionView,
    examples: [{ summary: "The connection" }],
  }),
  connect: endpoint({
    method: "PUT",
    path: "/settings/github",
    area,
    scope: "admin",
    summary: "Connect GitHub, so that investigations see what was changed before an incident",
    description:
      "Needs a token that may only read. It is stored encrypted and never returned. Replaces a connection that is there: to change the address, enter the token again. Whether GitHub takes the token is not tried here: test the connection for that. Which repository belongs to a service is said at the service.",
    body: ConnectGitHub,
    answer: GitHubConnectionView,
    message: "Saved",
    examples: [{ summary: "With github.com", body: { token: "github_pat_of_your_own" } }],
  }),
  disconnect: endpoint({
    method: "DELETE",
    path: "/settings/github",
    area,
    scope: "admin",
    summary: "Forget the token for GitHub",
    description: "It is not revoked there. Answers with what is left: nothing.",
    answer: GitHubConnectionView,
    message: "GitHub disconnected",
    examples: [{ summary: "No longer" }],
  }),
  test: endpoint({
    method: "POST",
    path: "/settings/github/test",
    area,
    scope: "admin",
    summary: "Ask GitHub whether it takes the token",
    description: "What GitHub answers is told in words: a token that it does not take is no refusal of this call.",
    answer: GitHubTestView,
    message: "Tested",
    examples: [{ summary: "Does it work?" }],
  }),
};
