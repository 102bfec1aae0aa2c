-- What the source itself wrote as the time of its newest fire and of its newest resolve: the same word is known by it, whatever its clock says.
ALTER TABLE "signals" ADD COLUMN "fired_said_at" TIMESTAMPTZ(3);
ALTER TABLE "signals" ADD COLUMN "resolved_said_at" TIMESTAMPTZ(3);

-- Words back about one thing: those before and behind one, and what an echo is told by.
-- CreateIndex
CREATE INDEX "word_backs_signal_id_created_at_idx" ON "word_backs"("signal_id", "created_at");
