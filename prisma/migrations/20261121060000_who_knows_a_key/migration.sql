-- Who was shown the secret of a key last: when that person leaves, the key should get another.
ALTER TABLE "api_keys" ADD COLUMN "shown_to" UUID;
