-- Who named the cause that a proposal is meant for: rules that measured it, a model that read about it, or the person who asked for it.
ALTER TABLE "proposals" ADD COLUMN "rests_on" TEXT NOT NULL DEFAULT 'rules';
