-- Ended sessions are found to be forgotten, and those of an organization that live are counted without reading all of them.
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");
CREATE INDEX "sessions_organization_id_expires_at_idx" ON "sessions"("organization_id", "expires_at");
