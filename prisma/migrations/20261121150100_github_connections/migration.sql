-- Where an organization's code is, with a token that may only read.
CREATE TABLE "github_connections" (
    "organization_id" UUID NOT NULL,
    "api_url" TEXT NOT NULL,
    "token_sealed" TEXT NOT NULL,
    "connected_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "github_connections_pkey" PRIMARY KEY ("organization_id")
);
