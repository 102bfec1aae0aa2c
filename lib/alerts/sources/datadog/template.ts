export { datadogTemplate as template } from "@/lib/integrations";
