-- Who finds a webhook paused must be able to tell whether a person did it or an answer of 410.
ALTER TABLE "webhooks" ADD COLUMN "gone_at" TIMESTAMPTZ(3);
