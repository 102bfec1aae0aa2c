import { DeliveryState, type DeliveryView } from "../contract";

/** A delivery's row without its body, as the queries of this folder read it. */
export type DeliveryRow = {
  id: string;
  received_at: Date;
  state: string;
  event_type: string | null;
  problem: string | null;
  alert_count: number;
  size: number;
  processed_at: Date | null;
  replay_of: string | null;
};

export const COLUMNS =
  "id, received_at, state, event_type, problem, alert_count, length(body) AS size, processed_at, replay_of";

export function presentDelivery(row: DeliveryRow): DeliveryView {
  // A replay is dated as what it repeats, so the time between says nothing.
  const isMeasured = row.processed_at !== null && row.replay_of === null;
  return {
    id: row.id,
    received_at: row.received_at.toISOString(),
    state: DeliveryState.parse(row.state),
    event_type: row.event_type,
    problem: row.problem,
    alert_count: row.alert_count,
    size: row.size,
    processing_ms: isMeasured && row.processed_at ? row.processed_at.getTime() - row.received_at.getTime() : null,
    replay_of: row.replay_of,
  };
}
