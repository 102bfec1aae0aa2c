-- What people say of a service besides how to reach it: where it tells how it is, and where its code is.
ALTER TABLE "services" ADD COLUMN "health_url" TEXT;
ALTER TABLE "services" ADD COLUMN "repository" TEXT;
