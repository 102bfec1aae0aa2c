export { activityFeed } from "./activity-feed";
export { automationMetrics } from "./automation-metrics";
export { dashboardStats } from "./dashboard-stats";
export { incidentTrend } from "./incident-trend";
export { learningMetrics } from "./learning-metrics";
export { resolutionTimes } from "./resolution-times";
export { severityDistribution } from "./severity-distribution";
export { topServices } from "./top-services";
